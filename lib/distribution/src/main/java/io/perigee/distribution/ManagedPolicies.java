package io.perigee.distribution;

import io.perigee.distribution.SecurityHeaders.ContentTypeOptions;
import io.perigee.distribution.SecurityHeaders.FrameOptions;
import io.perigee.distribution.SecurityHeaders.ReferrerPolicy;
import io.perigee.distribution.SecurityHeaders.StrictTransportSecurity;
import io.perigee.distribution.SecurityHeaders.XssProtection;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * CloudFront's managed policies of general use, which every network has under CloudFront's names with {@code Managed-}
 * in front. They cannot be replaced or deleted.
 *
 * <p>See AWS on
 * <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html">cache</a>,
 * <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html">origin request</a> and
 * <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html">response headers</a>
 * policies.
 */
public final class ManagedPolicies {

    /** What every managed policy's id starts with, and no other's. */
    public static final String PREFIX = "Managed-";

    /** Nothing but the normalized Accept-Encoding in the key; 1 second to 1 year, 1 day by default. */
    public static final String CACHING_OPTIMIZED = "Managed-CachingOptimized";

    /** No caching. */
    public static final String CACHING_DISABLED = "Managed-CachingDisabled";

    /** Caches as the origin's headers say, and only then. */
    public static final String USE_ORIGIN_CACHE_CONTROL_HEADERS = "Managed-UseOriginCacheControlHeaders";

    /** As {@link #USE_ORIGIN_CACHE_CONTROL_HEADERS}, with all query string parameters in the key. */
    public static final String USE_ORIGIN_CACHE_CONTROL_HEADERS_QUERY_STRINGS =
            "Managed-UseOriginCacheControlHeaders-QueryStrings";

    /** All of the viewer's headers, cookies and query string parameters go to the origin. */
    public static final String ALL_VIEWER = "Managed-AllViewer";

    /** As {@link #ALL_VIEWER}, but the origin gets its own name as Host. */
    public static final String ALL_VIEWER_EXCEPT_HOST_HEADER = "Managed-AllViewerExceptHostHeader";

    /** What an S3-style origin needs for cross-origin requests. */
    public static final String CORS_S3_ORIGIN = "Managed-CORS-S3Origin";

    /** The usual security headers. */
    public static final String SECURITY_HEADERS_POLICY = "Managed-SecurityHeadersPolicy";

    /** {@code Access-Control-Allow-Origin: *}. */
    public static final String SIMPLE_CORS = "Managed-SimpleCORS";

    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final Map<String, CachePolicy> CACHE_POLICIES = byId(
            CachePolicy::id,
            List.of(
                    cache(
                            CACHING_OPTIMIZED,
                            SECOND,
                            DAY,
                            YEAR,
                            CacheKeyHeaders.NONE,
                            NameSelection.NONE,
                            NameSelection.NONE,
                            true),
                    cache(
                            "Managed-CachingOptimizedForUncompressedObjects",
                            SECOND,
                            DAY,
                            YEAR,
                            CacheKeyHeaders.NONE,
                            NameSelection.NONE,
                            NameSelection.NONE,
                            false),
                    cache(
                            CACHING_DISABLED,
                            Duration.ZERO,
                            Duration.ZERO,
                            Duration.ZERO,
                            CacheKeyHeaders.NONE,
                            NameSelection.NONE,
                            NameSelection.NONE,
                            false),
                    cache(
                            "Managed-Elemental-MediaPackage",
                            Duration.ZERO,
                            DAY,
                            YEAR,
                            keyHeaders("Origin"),
                            NameSelection.NONE,
                            new NameSelection(
                                    NameBehavior.ALLOWLIST, ordered("aws.manifestfilter", "start", "end", "m")),
                            true),
                    useOriginHeaders(USE_ORIGIN_CACHE_CONTROL_HEADERS, NameSelection.NONE),
                    useOriginHeaders(USE_ORIGIN_CACHE_CONTROL_HEADERS_QUERY_STRINGS, NameSelection.ALL)));

    private static final Map<String, OriginRequestPolicy> ORIGIN_REQUEST_POLICIES = byId(
            OriginRequestPolicy::id,
            List.of(
                    new OriginRequestPolicy(
                            ALL_VIEWER, "", OriginRequestHeaders.ALL_VIEWER, NameSelection.ALL, NameSelection.ALL),
                    new OriginRequestPolicy(
                            "Managed-AllViewerAndCloudFrontHeaders-2022-06",
                            "",
                            new OriginRequestHeaders(
                                    OriginRequestHeaders.Behavior.ALL_VIEWER_AND_ALLOWLIST_CLOUDFRONT,
                                    ordered(
                                            "CloudFront-Forwarded-Proto",
                                            "CloudFront-Is-Android-Viewer",
                                            "CloudFront-Is-Desktop-Viewer",
                                            "CloudFront-Is-IOS-Viewer",
                                            "CloudFront-Is-Mobile-Viewer",
                                            "CloudFront-Is-SmartTV-Viewer",
                                            "CloudFront-Is-Tablet-Viewer",
                                            "CloudFront-Viewer-Address",
                                            "CloudFront-Viewer-ASN",
                                            "CloudFront-Viewer-City",
                                            "CloudFront-Viewer-Country",
                                            "CloudFront-Viewer-Country-Name",
                                            "CloudFront-Viewer-Country-Region",
                                            "CloudFront-Viewer-Country-Region-Name",
                                            "CloudFront-Viewer-Http-Version",
                                            "CloudFront-Viewer-Latitude",
                                            "CloudFront-Viewer-Longitude",
                                            "CloudFront-Viewer-Metro-Code",
                                            "CloudFront-Viewer-Postal-Code",
                                            "CloudFront-Viewer-Time-Zone",
                                            "CloudFront-Viewer-TLS")),
                            NameSelection.ALL,
                            NameSelection.ALL),
                    new OriginRequestPolicy(
                            ALL_VIEWER_EXCEPT_HOST_HEADER,
                            "",
                            new OriginRequestHeaders(OriginRequestHeaders.Behavior.ALL_EXCEPT, ordered("Host")),
                            NameSelection.ALL,
                            NameSelection.ALL),
                    originRequest("Managed-CORS-CustomOrigin", "Origin"),
                    originRequest(
                            CORS_S3_ORIGIN,
                            "Origin",
                            "Access-Control-Request-Headers",
                            "Access-Control-Request-Method"),
                    originRequest("Managed-HostHeaderOnly", "Host"),
                    originRequest("Managed-UserAgentRefererHeaders", "User-Agent", "Referer")));

    private static final Map<String, ResponseHeadersPolicy> RESPONSE_HEADERS_POLICIES = byId(
            ResponseHeadersPolicy::id,
            List.of(
                    responseHeaders("Managed-CORS-and-SecurityHeadersPolicy", simpleCors(), security()),
                    responseHeaders("Managed-CORS-With-Preflight", preflightCors(), null),
                    responseHeaders(
                            "Managed-CORS-with-preflight-and-SecurityHeadersPolicy", preflightCors(), security()),
                    responseHeaders(SECURITY_HEADERS_POLICY, null, security()),
                    responseHeaders(SIMPLE_CORS, simpleCors(), null)));

    private ManagedPolicies() {}

    /** The managed cache policies by id. */
    public static Map<String, CachePolicy> cachePolicies() {
        return CACHE_POLICIES;
    }

    /** The managed origin request policies by id. */
    public static Map<String, OriginRequestPolicy> originRequestPolicies() {
        return ORIGIN_REQUEST_POLICIES;
    }

    /** The managed response headers policies by id. */
    public static Map<String, ResponseHeadersPolicy> responseHeadersPolicies() {
        return RESPONSE_HEADERS_POLICIES;
    }

    private static CachePolicy cache(
            String id,
            Duration min,
            Duration byDefault,
            Duration max,
            CacheKeyHeaders headers,
            NameSelection cookies,
            NameSelection queryStrings,
            boolean encodings) {
        return new CachePolicy(
                id, "", min, byDefault, max, headers, cookies, queryStrings, encodings, encodings, false, false);
    }

    private static CachePolicy useOriginHeaders(String id, NameSelection queryStrings) {
        return cache(
                id,
                Duration.ZERO,
                Duration.ZERO,
                YEAR,
                keyHeaders("Host", "Origin", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"),
                NameSelection.ALL,
                queryStrings,
                true);
    }

    private static CacheKeyHeaders keyHeaders(String... names) {
        return new CacheKeyHeaders(CacheKeyHeaders.Behavior.ALLOWLIST, ordered(names));
    }

    private static OriginRequestPolicy originRequest(String id, String... headers) {
        return new OriginRequestPolicy(
                id,
                "",
                new OriginRequestHeaders(OriginRequestHeaders.Behavior.ALLOWLIST, ordered(headers)),
                NameSelection.NONE,
                NameSelection.NONE);
    }

    private static ResponseHeadersPolicy responseHeaders(
            String id, @Nullable Cors cors, @Nullable SecurityHeaders security) {
        return new ResponseHeadersPolicy(id, "", cors, security, List.of(), Set.of());
    }

    private static Cors simpleCors() {
        return new Cors(
                false, Set.of(), EnumSet.of(HttpMethod.GET, HttpMethod.HEAD), Set.of("*"), Set.of(), null, false);
    }

    private static Cors preflightCors() {
        return new Cors(false, Set.of(), EnumSet.allOf(HttpMethod.class), Set.of("*"), Set.of("*"), null, false);
    }

    private static SecurityHeaders security() {
        return new SecurityHeaders(
                null,
                new ContentTypeOptions(true),
                new FrameOptions(FrameOption.SAMEORIGIN, false),
                new ReferrerPolicy(ReferrerPolicyValue.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, false),
                new StrictTransportSecurity(YEAR, false, false, false),
                new XssProtection(true, true, null, false));
    }

    private static Set<String> ordered(String... names) {
        return Ordered.copyOf(List.of(names));
    }

    private static <T> Map<String, T> byId(Function<T, String> id, List<T> policies) {
        Map<String, T> map = new LinkedHashMap<>();
        policies.forEach(policy -> map.put(id.apply(policy), policy));
        return Collections.unmodifiableMap(map);
    }
}
