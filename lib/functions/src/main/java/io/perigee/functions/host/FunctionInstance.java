package io.perigee.functions.host;

import io.perigee.functions.FunctionResponse;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** One instance of a running function: called on its own context only. */
abstract class FunctionInstance {
    /** Calls that were given to this instance and have not left it. */
    final AtomicInteger busy = new AtomicInteger();

    abstract Context context();

    /** Whether its handlers may wait, and are interrupted when their time limit has passed. */
    abstract boolean blocking();

    abstract Future<RequestResult> handle(RequestEvent event);

    abstract Future<FunctionResponse> handle(ResponseEvent event);
}
