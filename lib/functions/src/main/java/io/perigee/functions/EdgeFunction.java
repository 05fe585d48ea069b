package io.perigee.functions;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * A function at the edge: override the handlers of the points that it is for.
 *
 * <pre>{@code
 * public final class SecurityHeaders extends EdgeFunction {
 *     @Override
 *     public Future<FunctionResponse> viewerResponse(ResponseEvent event) {
 *         return answer(event.response().withHeader("X-Frame-Options", "DENY"));
 *     }
 * }
 * }</pre>
 *
 * <p>It is a Vert.x verticle: {@link #start} and {@link #stop} may be overridden, {@code vertx} gives clients, timers and the
 * file system. A node runs several instances of it, each called by one thread at a time, so that fields need no locks and
 * are not shared. Handlers run on an event loop and must not block it, unless the class is {@link Blocking}.
 *
 * <p>A handler that throws, gives null or fails its future makes the viewer get a 502; one that gives no result in time
 * (5 s at viewer points, 30 s at origin points, unless the node is configured otherwise) a 504.
 */
public abstract class EdgeFunction extends VerticleBase {
    /** Runs for every request, before the cache is looked at. */
    public Future<RequestResult> viewerRequest(RequestEvent event) {
        return proceed(event.request());
    }

    /** Runs when the cache has nothing to answer with; what it makes of the request is what the origin gets. */
    public Future<RequestResult> originRequest(RequestEvent event) {
        return proceed(event.request());
    }

    /** Runs before the origin's response is stored; what it makes of it is what the cache keeps. */
    public Future<FunctionResponse> originResponse(ResponseEvent event) {
        return answer(event.response());
    }

    /** Runs for every response with a status below 400, cached or not. It must not change the status or the body. */
    public Future<FunctionResponse> viewerResponse(ResponseEvent event) {
        return answer(event.response());
    }

    /** Goes on with that request. */
    protected static Future<RequestResult> proceed(FunctionRequest request) {
        return Future.succeededFuture(new RequestResult.Continue(request));
    }

    /** Answers the viewer at once, in place of cache and origin. */
    protected static Future<RequestResult> respond(FunctionResponse response) {
        return Future.succeededFuture(new RequestResult.Respond(response));
    }

    /** Goes on with that response. */
    protected static Future<FunctionResponse> answer(FunctionResponse response) {
        return Future.succeededFuture(response);
    }
}
