package io.perigee.edge;

import io.perigee.distribution.Distribution;
import io.perigee.distribution.ViewerProtocolPolicy;
import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.httpcaching.RequestHead;
import io.perigee.observability.Reason;
import java.net.URI;
import java.util.Optional;

/** Is the viewer served here, and by which behavior? Country, region, method and protocol decide. */
final class Admission {

    private static final int MOVED_PERMANENTLY = 301;
    private static final int FOUND = 302;
    private static final int TEMPORARY_REDIRECT = 307;

    private final String region;
    private final boolean anyMethod;
    private final NearerEdge nearer;
    private final int httpsPort;

    /**
     * @param region this node's
     * @param anyMethod whether methods are the origin's business alone, whatever behaviors say
     * @param httpsPort where redirects to HTTPS lead
     */
    Admission(String region, boolean anyMethod, NearerEdge nearer, int httpsPort) {
        this.region = region;
        this.anyMethod = anyMethod;
        this.nearer = nearer;
        this.httpsPort = httpsPort;
    }

    sealed interface Decision {
        /**
         * The viewer is served.
         *
         * @param request with the default root object in place of {@code /}
         */
        record Admitted(ViewerRequest request, CompiledBehavior behavior) implements Decision {}

        record Redirected(int status, String location, Reason reason) implements Decision {}

        record Refused(Refusal refusal) implements Decision {}
    }

    Decision decide(ViewerRequest request, CompiledDistribution compiled) {
        Distribution distribution = compiled.distribution();
        if (isRead(request) && RequestBodies.isThere(request)) {
            // As with CloudFront: it is in no cache key, so one viewer's would decide what others get.
            return refused(403, Reason.MALFORMED_REQUEST, "A GET or HEAD request cannot have a body.");
        }
        if (!distribution.servedIn(region)) {
            return refused(404, Reason.UNKNOWN_HOST, "There is nothing here.");
        }
        if (request.prewarming()) {
            return prewarm(request, compiled);
        }
        if (!distribution.geoRestriction().allows(request.viewer().geography().countryCode())) {
            return refused(403, Reason.GEO_RESTRICTED, "This content is not available in your country.");
        }
        CompiledBehavior behavior = compiled.behaviorFor(request.head().target());
        boolean plain = request.viewer().scheme().equals("http");
        ViewerProtocolPolicy protocol = behavior.behavior().viewerProtocolPolicy();
        if (plain && protocol == ViewerProtocolPolicy.REDIRECT_TO_HTTPS) {
            return toHttps(request);
        }
        if (plain && protocol == ViewerProtocolPolicy.HTTPS_ONLY) {
            return refused(403, Reason.HTTPS_REQUIRED, "This content is available over HTTPS only.");
        }
        if (!anyMethod && !behavior.allowsMethod(request.head().method())) {
            return refused(
                    403,
                    Reason.METHOD_NOT_ALLOWED,
                    "The method " + request.head().method() + " is not allowed here.");
        }
        if (distribution.viewerRegionRedirect() && isRead(request)) {
            Optional<URI> edge = nearer.than(region, request.viewer().geography());
            if (edge.isPresent()) {
                String origin = edge.get().getScheme() + "://" + edge.get().getRawAuthority();
                return new Decision.Redirected(FOUND, origin + request.head().target(), Reason.NEARER_EDGE);
            }
        }
        return new Decision.Admitted(withRootObject(request, distribution), behavior);
    }

    /** What keeps viewers out does not count for the network itself, and where they would be sent to HTTPS, it comes from there. */
    private static Decision prewarm(ViewerRequest request, CompiledDistribution compiled) {
        CompiledBehavior behavior = compiled.behaviorFor(request.head().target());
        boolean secured = behavior.behavior().viewerProtocolPolicy() != ViewerProtocolPolicy.ALLOW_ALL;
        return new Decision.Admitted(
                withRootObject(secured ? request.overHttps() : request, compiled.distribution()), behavior);
    }

    private static ViewerRequest withRootObject(ViewerRequest request, Distribution distribution) {
        String root = distribution.defaultRootObject();
        RequestHead head = request.head();
        if (root.isEmpty() || !request.path().equals("/")) {
            return request;
        }
        return request.with(
                new RequestHead(head.method(), "/" + root + head.target().substring(1), head.headers()));
    }

    /** 301 for what browsers may repeat by themselves; 307 keeps method and body (CloudFront does the same). */
    private Decision toHttps(ViewerRequest request) {
        String host = request.host().indexOf(':') >= 0 ? "[" + request.host() + "]" : request.host();
        String location = "https://" + host + (httpsPort == 443 ? "" : ":" + httpsPort)
                + request.head().target();
        return new Decision.Redirected(
                isRead(request) ? MOVED_PERMANENTLY : TEMPORARY_REDIRECT, location, Reason.HTTPS_REQUIRED);
    }

    private static boolean isRead(ViewerRequest request) {
        String method = request.head().method();
        return method.equals("GET") || method.equals("HEAD");
    }

    private static Decision refused(int status, Reason reason, String message) {
        return new Decision.Refused(new Refusal(status, reason, message));
    }
}
