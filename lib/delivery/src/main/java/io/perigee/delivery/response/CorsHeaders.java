package io.perigee.delivery.response;

import io.perigee.distribution.Cors;
import io.perigee.distribution.HttpMethod;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import java.util.Locale;
import java.util.stream.Collectors;

/** The CORS part of a response headers policy (Fetch standard, section 3.2). */
final class CorsHeaders {

    private static final String[] NAMES = {
        "Access-Control-Allow-Origin",
        "Access-Control-Allow-Credentials",
        "Access-Control-Allow-Methods",
        "Access-Control-Allow-Headers",
        "Access-Control-Expose-Headers",
        "Access-Control-Max-Age"
    };

    private CorsHeaders() {}

    static void apply(Cors cors, RequestHead request, Headers.Builder changed) {
        String origin = request.headers().first("Origin");
        if (origin == null || (!cors.originOverride() && hasAny(changed))) {
            return;
        }
        for (String name : NAMES) {
            changed.remove(name);
        }
        boolean everyone = cors.allowOrigins().contains("*");
        boolean allowed = everyone || cors.allowOrigins().stream().anyMatch(pattern -> matches(pattern, origin));
        if (!everyone) {
            changed.add("Vary", "Origin");
        }
        if (!allowed) {
            return;
        }
        changed.set("Access-Control-Allow-Origin", everyone && !cors.allowCredentials() ? "*" : origin);
        if (cors.allowCredentials()) {
            changed.set("Access-Control-Allow-Credentials", "true");
        }
        if (request.method().equals("OPTIONS") && request.headers().contains("Access-Control-Request-Method")) {
            preflight(cors, request, changed);
        } else if (!cors.exposeHeaders().isEmpty()) {
            changed.set("Access-Control-Expose-Headers", String.join(", ", cors.exposeHeaders()));
        }
    }

    private static void preflight(Cors cors, RequestHead request, Headers.Builder changed) {
        changed.set(
                "Access-Control-Allow-Methods",
                cors.allowMethods().stream().map(HttpMethod::name).collect(Collectors.joining(", ")));
        String wanted = request.headers().combined("Access-Control-Request-Headers");
        // With credentials browsers take * for a header of that name, so what was asked for is repeated.
        if (cors.allowHeaders().contains("*") && wanted != null) {
            changed.set("Access-Control-Allow-Headers", cors.allowCredentials() ? wanted : "*");
        } else if (!cors.allowHeaders().isEmpty()) {
            changed.set("Access-Control-Allow-Headers", String.join(", ", cors.allowHeaders()));
        }
        if (cors.maxAge() != null) {
            changed.set("Access-Control-Max-Age", Long.toString(cors.maxAge().toSeconds()));
        }
    }

    private static boolean hasAny(Headers.Builder headers) {
        for (String name : NAMES) {
            if (headers.contains(name)) {
                return true;
            }
        }
        return false;
    }

    /** {@code https://app.example.com}, {@code https://*.example.com}, or without scheme for both schemes. */
    private static boolean matches(String pattern, String origin) {
        String candidate = origin.toLowerCase(Locale.ROOT);
        String wanted = pattern.toLowerCase(Locale.ROOT);
        if (!wanted.contains("://")) {
            int scheme = candidate.indexOf("://");
            candidate = scheme < 0 ? candidate : candidate.substring(scheme + 3);
        }
        int star = wanted.indexOf('*');
        if (star < 0) {
            return candidate.equals(wanted);
        }
        String before = wanted.substring(0, star);
        String after = wanted.substring(star + 1);
        return candidate.length() > before.length() + after.length()
                && candidate.startsWith(before)
                && candidate.endsWith(after);
    }
}
