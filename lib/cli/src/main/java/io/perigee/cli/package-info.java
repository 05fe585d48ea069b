/** The one command, {@code perigee}. Start here: {@link io.perigee.cli.Perigee} names the commands; each is a class of its own in the package of what it works on. */
@NullMarked
package io.perigee.cli;

import org.jspecify.annotations.NullMarked;
