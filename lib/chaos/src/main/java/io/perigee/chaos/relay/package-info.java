/** Links that can be harmed without touching the machine's network. Start here: {@link io.perigee.chaos.relay.Relay}. */
@NullMarked
package io.perigee.chaos.relay;

import org.jspecify.annotations.NullMarked;
