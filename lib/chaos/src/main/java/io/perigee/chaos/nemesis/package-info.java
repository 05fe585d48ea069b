/** Makes a network fail as a scenario says. Start here: {@link io.perigee.chaos.nemesis.Nemesis}. */
@NullMarked
package io.perigee.chaos.nemesis;

import org.jspecify.annotations.NullMarked;
