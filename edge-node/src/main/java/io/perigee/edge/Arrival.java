package io.perigee.edge;

import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.RequestTarget;
import io.perigee.observability.Reason;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;

/** The first step: what does the request ask for, in the one spelling that everything behind reads, and who sends it? */
final class Arrival {

    private final ViewerIdentity identity;
    private final NetworkRequests network;

    Arrival(ViewerIdentity identity, NetworkRequests network) {
        this.identity = identity;
        this.network = network;
    }

    sealed interface Outcome {
        record Accepted(ViewerRequest request) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}
    }

    Outcome read(HttpServerRequest http, String id, long startedNanos) {
        return switch (RequestTarget.parse(http.uri())) {
            case RequestTarget.Rejected(RequestTarget.Reason reason) ->
                refused(
                        reason == RequestTarget.Reason.TOO_LONG ? 414 : 400,
                        "the request target has "
                                + reason.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            case RequestTarget.Accepted target -> accepted(http, id, startedNanos, target);
        };
    }

    private Outcome accepted(HttpServerRequest http, String id, long startedNanos, RequestTarget.Accepted target) {
        Headers.Builder received = Headers.builder();
        http.headers().forEach((name, value) -> {
            if (!InternalHeaders.isInternal(name)) {
                received.add(name, value);
            }
        });
        String host = received.first(HeaderNames.HOST);
        String authority = target.authority() != null ? target.authority() : host == null ? authority(http) : host;
        if (!authority.equals(host)) {
            received.set(HeaderNames.HOST, authority);
        }
        Headers headers = received.build();
        RequestHead head = new RequestHead(http.method().name(), target.target(), headers);
        return new Outcome.Accepted(new ViewerRequest(
                http,
                id,
                startedNanos,
                head,
                hostOf(authority),
                authority,
                identity.of(http, headers),
                network.isPrewarming(http)));
    }

    /** HTTP/2 carries the host as {@code :authority}; everything behind this line reads {@code Host}. */
    private static String authority(HttpServerRequest http) {
        HostAndPort authority = http.authority();
        return authority == null ? "" : authority.toString();
    }

    private static String hostOf(String authority) {
        int end = authority.length();
        int colon = authority.lastIndexOf(':');
        if (colon >= 0 && authority.indexOf(']', colon) < 0) {
            end = colon;
        }
        int start = 0;
        if (end > 1 && authority.charAt(0) == '[' && authority.charAt(end - 1) == ']') {
            start = 1;
            end--;
        }
        return authority.substring(start, end).toLowerCase(Locale.ROOT);
    }

    private static Outcome refused(int status, String message) {
        return new Outcome.Refused(new Refusal(status, Reason.MALFORMED_REQUEST, message));
    }
}
