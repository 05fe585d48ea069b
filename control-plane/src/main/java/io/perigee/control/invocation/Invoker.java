package io.perigee.control.invocation;

import io.vertx.core.Future;

/** Invokes functions. */
@FunctionalInterface
public interface Invoker {

    /** One try. Never fails, and ends within a minute. */
    Future<Attempt> invoke(Wanted wanted);
}
