package io.perigee.delivery.response;

import io.perigee.distribution.ResponseHeadersPolicy;
import io.perigee.distribution.SecurityHeaders;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * Applies a response headers policy.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html">
 *     Understand response headers policies</a>
 */
public final class PolicyHeaders {

    private PolicyHeaders() {}

    /** Removes, then adds what the policy says; where an entry does not override, the origin's header stays. */
    public static ResponseHead apply(ResponseHeadersPolicy policy, RequestHead request, ResponseHead response) {
        Headers headers = response.headers().without(policy.removeHeaders().toArray(String[]::new));
        if (policy.cors() != null) {
            headers = CorsHeaders.apply(policy.cors(), request, headers);
        }
        Headers.Builder changed = headers.toBuilder();
        if (policy.securityHeaders() != null) {
            security(policy.securityHeaders(), headers, changed);
        }
        for (ResponseHeadersPolicy.CustomHeader custom : policy.customHeaders()) {
            put(headers, changed, custom.name(), custom.value(), custom.override());
        }
        return new ResponseHead(response.status(), changed.build());
    }

    private static void security(SecurityHeaders security, Headers before, Headers.Builder changed) {
        if (security.contentSecurityPolicy() != null) {
            put(
                    before,
                    changed,
                    "Content-Security-Policy",
                    security.contentSecurityPolicy().contentSecurityPolicy(),
                    security.contentSecurityPolicy().override());
        }
        if (security.contentTypeOptions() != null) {
            put(
                    before,
                    changed,
                    "X-Content-Type-Options",
                    "nosniff",
                    security.contentTypeOptions().override());
        }
        if (security.frameOptions() != null) {
            put(
                    before,
                    changed,
                    "X-Frame-Options",
                    security.frameOptions().frameOption().name(),
                    security.frameOptions().override());
        }
        if (security.referrerPolicy() != null) {
            put(
                    before,
                    changed,
                    "Referrer-Policy",
                    security.referrerPolicy().referrerPolicy().documentName(),
                    security.referrerPolicy().override());
        }
        if (security.strictTransportSecurity() != null) {
            put(
                    before,
                    changed,
                    "Strict-Transport-Security",
                    transport(security.strictTransportSecurity()),
                    security.strictTransportSecurity().override());
        }
        if (security.xssProtection() != null) {
            put(
                    before,
                    changed,
                    "X-XSS-Protection",
                    protection(security.xssProtection()),
                    security.xssProtection().override());
        }
    }

    private static String transport(SecurityHeaders.StrictTransportSecurity transport) {
        return "max-age=" + transport.maxAge().toSeconds()
                + (transport.includeSubdomains() ? "; includeSubDomains" : "")
                + (transport.preload() ? "; preload" : "");
    }

    private static String protection(SecurityHeaders.XssProtection protection) {
        if (!protection.protection()) {
            return "0";
        }
        return "1" + (protection.modeBlock() ? "; mode=block" : "") + report(protection.reportUri());
    }

    private static String report(@Nullable String uri) {
        return uri == null ? "" : "; report=" + uri;
    }

    private static void put(Headers before, Headers.Builder changed, String name, String value, boolean override) {
        if (override || !before.contains(name)) {
            changed.set(name, value);
        }
    }
}
