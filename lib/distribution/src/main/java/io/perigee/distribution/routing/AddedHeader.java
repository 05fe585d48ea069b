package io.perigee.distribution.routing;

import io.perigee.distribution.ResponseHeadersPolicy;
import io.perigee.distribution.SecurityHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A header that a response headers policy adds, its value worked out: each name once, whatever the policy says of it in several places.
 *
 * @param ifAbsent its value where the response has no such header
 * @param ifPresent its value in place of the response's own; null: that stays
 */
public record AddedHeader(
        String name, String ifAbsent, @Nullable String ifPresent) {

    /** What a policy adds, but for CORS, which hangs on the request. */
    public static List<AddedHeader> of(ResponseHeadersPolicy policy) {
        Map<String, AddedHeader> added = new LinkedHashMap<>();
        SecurityHeaders security = policy.securityHeaders();
        if (security != null) {
            ofSecurity(security).forEach(header -> put(added, header));
        }
        for (ResponseHeadersPolicy.CustomHeader custom : policy.customHeaders()) {
            put(added, header(custom.name(), custom.value(), custom.override()));
        }
        return List.copyOf(added.values());
    }

    /** The last one that may set the header does. */
    private static void put(Map<String, AddedHeader> added, AddedHeader header) {
        added.merge(
                header.name.toLowerCase(Locale.ROOT),
                header,
                (before, now) -> new AddedHeader(
                        now.name, now.ifAbsent, now.ifPresent == null ? before.ifPresent : now.ifPresent));
    }

    private static AddedHeader header(String name, String value, boolean override) {
        return new AddedHeader(name, value, override ? value : null);
    }

    private static List<AddedHeader> ofSecurity(SecurityHeaders security) {
        List<AddedHeader> headers = new ArrayList<>();
        if (security.contentSecurityPolicy() != null) {
            headers.add(header(
                    "Content-Security-Policy",
                    security.contentSecurityPolicy().contentSecurityPolicy(),
                    security.contentSecurityPolicy().override()));
        }
        if (security.contentTypeOptions() != null) {
            headers.add(header(
                    "X-Content-Type-Options",
                    "nosniff",
                    security.contentTypeOptions().override()));
        }
        if (security.frameOptions() != null) {
            headers.add(header(
                    "X-Frame-Options",
                    security.frameOptions().frameOption().name(),
                    security.frameOptions().override()));
        }
        if (security.referrerPolicy() != null) {
            headers.add(header(
                    "Referrer-Policy",
                    security.referrerPolicy().referrerPolicy().documentName(),
                    security.referrerPolicy().override()));
        }
        if (security.strictTransportSecurity() != null) {
            headers.add(header(
                    "Strict-Transport-Security",
                    transport(security.strictTransportSecurity()),
                    security.strictTransportSecurity().override()));
        }
        if (security.xssProtection() != null) {
            headers.add(header(
                    "X-XSS-Protection",
                    protection(security.xssProtection()),
                    security.xssProtection().override()));
        }
        return headers;
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
        String report = protection.reportUri() == null ? "" : "; report=" + protection.reportUri();
        return "1" + (protection.modeBlock() ? "; mode=block" : "") + report;
    }
}
