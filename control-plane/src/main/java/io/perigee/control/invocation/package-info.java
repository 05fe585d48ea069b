/**
 * Invocations of functions that no viewer's request has caused, made on the network's nodes.
 *
 * <p>Start here: {@link io.perigee.control.invocation.NodeInvocations} makes one, {@link
 * io.perigee.control.invocation.InvocationQueue} keeps those that nobody waits for, and {@link
 * io.perigee.control.invocation.Dispatcher} makes them.
 */
@NullMarked
package io.perigee.control.invocation;

import org.jspecify.annotations.NullMarked;
