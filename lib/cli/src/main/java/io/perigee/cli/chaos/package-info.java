/** Rehearsing failure. Start here: {@link io.perigee.cli.chaos.ChaosCommand}. */
@NullMarked
package io.perigee.cli.chaos;

import org.jspecify.annotations.NullMarked;
