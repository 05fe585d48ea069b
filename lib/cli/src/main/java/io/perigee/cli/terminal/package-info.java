/** What commands print and how they end. Start here: {@link io.perigee.cli.terminal.Terminal} is all that a command sees of its process. */
@NullMarked
package io.perigee.cli.terminal;

import org.jspecify.annotations.NullMarked;
