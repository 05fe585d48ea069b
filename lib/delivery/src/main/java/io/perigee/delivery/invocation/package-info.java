/**
 * Invocations of functions that no viewer's request has caused. Start here: {@link
 * io.perigee.delivery.invocation.InvocationEndpoint} is where control planes send them.
 */
@NullMarked
package io.perigee.delivery.invocation;

import org.jspecify.annotations.NullMarked;
