/**
 * Changing the network: what is checked, stored, logged and sent to the nodes when an operator changes something.
 *
 * <p>Start here: {@link io.perigee.control.change.Changes}.
 */
@NullMarked
package io.perigee.control.change;

import org.jspecify.annotations.NullMarked;
