/** Commands that need no network. Start here: {@link io.perigee.cli.setup.ConfigCommand}. */
@NullMarked
package io.perigee.cli.setup;

import org.jspecify.annotations.NullMarked;
