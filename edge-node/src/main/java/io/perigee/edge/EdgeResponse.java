package io.perigee.edge;

import io.perigee.delivery.functions.FunctionMessages;
import io.perigee.functions.FunctionResponse;
import io.perigee.httpcaching.CacheStatus;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.observability.Outcome;
import io.perigee.observability.Reason;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A response on its way to the viewer.
 *
 * @param headers this response's own: the steps on the way change them in place, because most responses come by thousands in a second and
 *     differ in little from what is stored
 * @param cacheStatus this node's entry in {@code Cache-Status}
 */
record EdgeResponse(
        int status,
        Headers.Builder headers,
        EdgeBody body,
        Outcome outcome,
        Reason reason,
        @Nullable CacheStatus cacheStatus) {

    private static final String[] FRAMING = {"Content-Length", "Transfer-Encoding"};
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int PARTIAL_CONTENT = 206;
    private static final int NOT_MODIFIED = 304;

    EdgeResponse(ResponseHead head, EdgeBody body, Outcome outcome, Reason reason, @Nullable CacheStatus cacheStatus) {
        this(head.status(), head.headers().toBuilder(), body, outcome, reason, cacheStatus);
    }

    /** The head as it is now. */
    ResponseHead head() {
        return new ResponseHead(status, headers.build());
    }

    EdgeResponse with(Headers changed) {
        return new EdgeResponse(status, changed.toBuilder(), body, outcome, reason, cacheStatus);
    }

    /** As a viewer-response function left it. Only CloudFront Functions change status and body. */
    EdgeResponse changed(FunctionResponse after) {
        Headers before = headers.build();
        Headers.Builder changed = FunctionMessages.head(before, after).headers().toBuilder();
        for (String framing : FRAMING) {
            changed.remove(framing);
            before.all(framing).forEach(value -> changed.add(framing, value));
        }
        Buffer replaced = after.body();
        boolean bodiless = after.status() == NO_CONTENT || after.status() == NOT_MODIFIED;
        if (replaced == null && (!bodiless || after.status() == status)) {
            return new EdgeResponse(after.status(), changed, body, outcome, reason, cacheStatus);
        }
        body.discard();
        changed.remove("Content-Range");
        changed.remove("Accept-Ranges");
        changed.remove("Transfer-Encoding");
        changed.remove("Content-Length");
        if (replaced == null || bodiless) {
            return new EdgeResponse(after.status(), changed, EdgeBody.None.INSTANCE, outcome, reason, cacheStatus);
        }
        changed.set("Content-Length", Integer.toString(replaced.length()));
        int whole = after.status() == PARTIAL_CONTENT ? OK : after.status();
        return new EdgeResponse(whole, changed, new EdgeBody.Made(replaced), outcome, reason, cacheStatus);
    }

    EdgeResponse with(CacheStatus said) {
        return new EdgeResponse(status, headers, body, outcome, reason, said);
    }
}
