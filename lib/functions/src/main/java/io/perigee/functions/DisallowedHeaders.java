package io.perigee.functions;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The headers that functions neither see nor add, by
 * <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html#function-restrictions-disallowed-headers">Disallowed
 * headers</a>.
 */
public final class DisallowedHeaders {
    private static final Set<String> NAMES = Set.of(
            "connection",
            "expect",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "trailer",
            "upgrade",
            "x-accel-buffering",
            "x-accel-charset",
            "x-accel-limit-rate",
            "x-accel-redirect",
            "x-amzn-auth",
            "x-amzn-cf-billing",
            "x-amzn-cf-id",
            "x-amzn-cf-xff",
            "x-amzn-errortype",
            "x-amzn-fle-profile",
            "x-amzn-header-count",
            "x-amzn-header-order",
            "x-amzn-lambda-integration-tag",
            "x-amzn-requestid",
            "x-cache",
            "x-forwarded-proto",
            "x-real-ip");

    /** {@code perigee-} is not CloudFront's: nodes speak to each other in such headers. */
    private static final List<String> PREFIXES = List.of("x-amz-cf-", "x-edge-", "perigee-");

    /** Of all of them, in lower case. */
    private static final String FIRST_LETTERS = "cekptux";

    private DisallowedHeaders() {}

    /** Whatever its spelling. Asked of every header of every event. */
    public static boolean contains(String name) {
        if (name.isEmpty() || FIRST_LETTERS.indexOf(name.charAt(0) | 0x20) < 0) {
            return false;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (NAMES.contains(lower)) {
            return true;
        }
        for (String prefix : PREFIXES) {
            if (lower.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
