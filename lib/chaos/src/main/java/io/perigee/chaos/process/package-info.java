/**
 * A network of processes on this machine, whose links are relays of this process. Start here: {@link
 * io.perigee.chaos.process.ProcessPlace}.
 */
@NullMarked
package io.perigee.chaos.process;

import org.jspecify.annotations.NullMarked;
