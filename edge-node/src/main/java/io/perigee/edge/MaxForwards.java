package io.perigee.edge;

import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.observability.Outcome;
import io.perigee.observability.Reason;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How far a TRACE or OPTIONS request may go (RFC 9110 section 7.6.2). The tiers of a network count as one intermediary: what is behind the edge
 * does not count again.
 */
final class MaxForwards {

    private static final String FIELD = "Max-Forwards";
    private static final int MOST_DIGITS = 9;

    /** Not reflected to whoever sent a TRACE: a script may have, which is not to see them (section 9.3.8). */
    private static final Set<String> SENSITIVE = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        SENSITIVE.addAll(Set.of("Authorization", "Cookie", "Proxy-Authorization"));
    }

    private MaxForwards() {}

    sealed interface Hop {
        /** The request goes on, as one that may go on less far. */
        record Onwards(ViewerRequest request) implements Hop {}

        /** It was meant for this node. */
        record Here(EdgeResponse response) implements Hop {}
    }

    static Hop of(ViewerRequest request) {
        RequestHead head = request.head();
        String method = head.method();
        String field = method.equals("TRACE") || method.equals("OPTIONS")
                ? head.headers().first(FIELD)
                : null;
        if (!isNumber(field)) {
            return new Hop.Onwards(request);
        }
        long left = Long.parseLong(field);
        if (left == 0) {
            return new Hop.Here(method.equals("TRACE") ? reflected(head) : nothing());
        }
        Headers fewer = head.headers().with(FIELD, Long.toString(left - 1));
        return new Hop.Onwards(request.with(head.withHeaders(fewer)));
    }

    /** A greater number than could ever be counted down to goes on as it is. */
    private static boolean isNumber(@Nullable String field) {
        return field != null
                && !field.isEmpty()
                && field.length() <= MOST_DIGITS
                && field.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static EdgeResponse reflected(RequestHead head) {
        StringBuilder message = new StringBuilder("TRACE " + head.target() + " HTTP/1.1\r\n");
        head.headers().forEach((name, value) -> {
            if (!SENSITIVE.contains(name)) {
                message.append(name).append(": ").append(value).append("\r\n");
            }
        });
        Buffer body = Buffer.buffer(message.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        Headers headers = Headers.of("Content-Type", "message/http", "Content-Length", Integer.toString(body.length()));
        return response(new ResponseHead(200, headers), new EdgeBody.Made(body));
    }

    private static EdgeResponse nothing() {
        return response(new ResponseHead(204, Headers.of()), EdgeBody.None.INSTANCE);
    }

    private static EdgeResponse response(ResponseHead head, EdgeBody body) {
        return new EdgeResponse(head, body, Outcome.Miss, Reason.METHOD, null);
    }
}
