package io.perigee.distribution.network;

import io.perigee.distribution.CacheBehavior;
import io.perigee.distribution.EventType;
import io.perigee.distribution.FunctionAssociation;
import io.perigee.distribution.FunctionRuntime.Family;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.Limits;
import io.perigee.distribution.document.Violation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * At which events a function of which runtime can run, and with which others.
 *
 * <p>See AWS on <a
 * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html">restrictions</a> and
 * <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html">quotas</a> of edge functions.
 */
final class FunctionPlacement {

    private static final Set<EventType> VIEWER = EnumSet.of(EventType.VIEWER_REQUEST, EventType.VIEWER_RESPONSE);

    private final String path;
    private final List<Violation> violations;
    private final Set<Family> viewerFamilies = EnumSet.noneOf(Family.class);

    /** @param path of the behavior in its document */
    FunctionPlacement(String path, List<Violation> violations) {
        this.path = path;
        this.violations = violations;
    }

    /** A version that the behavior's association with that index names. */
    void check(CacheBehavior behavior, int index, FunctionVersion function) {
        FunctionAssociation association = behavior.functionAssociations().get(index);
        String at = path + ".functionAssociations[" + index + "]";
        boolean viewer = VIEWER.contains(association.eventType());
        switch (function.runtime().family()) {
            case VERTICLE -> {}
            case CLOUDFRONT_JS -> {
                if (!viewer) {
                    violations.add(new Violation(
                            at + ".eventType",
                            association.eventType().documentName(),
                            "viewer-request or viewer-response, where CloudFront Functions run (" + shown(function)
                                    + ")"));
                }
                if (association.includeBody()) {
                    violations.add(new Violation(
                            at + ".includeBody",
                            "true",
                            "false, as CloudFront Functions get no body (" + shown(function) + ")"));
                }
            }
            case LAMBDA -> {
                if (viewer && function.memorySize() > Limits.VIEWER_FUNCTION_MEMORY_SIZE) {
                    violations.add(new Violation(
                            at + ".function",
                            association.function(),
                            "a function of at most " + Limits.VIEWER_FUNCTION_MEMORY_SIZE
                                    + " MB at a viewer event (memorySize " + function.memorySize() + ", "
                                    + shown(function) + ")"));
                }
                if (viewer && function.timeout() > Limits.VIEWER_FUNCTION_TIMEOUT) {
                    violations.add(new Violation(
                            at + ".function",
                            association.function(),
                            "a function of at most " + Limits.VIEWER_FUNCTION_TIMEOUT
                                    + " seconds at a viewer event (timeout " + function.timeout() + ", "
                                    + shown(function) + ")"));
                }
            }
        }
        if (viewer) {
            viewerFamilies.add(function.runtime().family());
        }
    }

    /** When all versions have been looked at. */
    void checkTogether() {
        if (viewerFamilies.contains(Family.CLOUDFRONT_JS) && viewerFamilies.contains(Family.LAMBDA)) {
            violations.add(new Violation(
                    path + ".functionAssociations",
                    "CloudFront Functions and Lambda@Edge",
                    "one of the two at a behavior's viewer events"));
        }
    }

    private static String shown(FunctionVersion function) {
        return function.name() + " version " + function.version() + " is for "
                + function.runtime().documentName();
    }
}
