package io.perigee.regional;

import io.perigee.delivery.hop.Hop;
import io.perigee.delivery.http.Messages;
import io.perigee.httpcaching.RequestHead;
import io.perigee.node.auth.Authentication;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.observability.Reason;
import io.vertx.core.http.HttpServerRequest;

/** Only edges of the network get an answer, and only to what an edge would send. */
final class HopAdmission {

    private final NodeAuthenticator authenticator;

    HopAdmission(NodeAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    sealed interface Outcome {
        record Admitted(Hop.Arrival arrival) implements Outcome {}

        /** No request for an answer: these may have changed. */
        record Told(Hop.Written written) implements Outcome {}

        record Refused(int status, Reason reason) implements Outcome {}
    }

    Outcome admit(HttpServerRequest http) {
        RequestHead head = new RequestHead(http.method().name(), http.uri(), Messages.headers(http.headers()));
        return switch (authenticator.verify(head.method(), head.target(), head.headers()::all)) {
            case Authentication.Refused refused -> new Outcome.Refused(401, Reason.UNAUTHENTICATED);
            case Authentication.Authentic authentic -> read(head);
        };
    }

    private static Outcome read(RequestHead head) {
        Hop.Written written = Hop.Written.incoming(head);
        if (written != null) {
            return new Outcome.Told(written);
        }
        Hop.Arrival arrival = Hop.incoming(head);
        return arrival != null ? new Outcome.Admitted(arrival) : new Outcome.Refused(400, Reason.MALFORMED_REQUEST);
    }
}
