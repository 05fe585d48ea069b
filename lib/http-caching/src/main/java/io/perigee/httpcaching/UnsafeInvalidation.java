package io.perigee.httpcaching;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a request that changes things makes a cache forget (RFC 9111 section 4.4). */
public final class UnsafeInvalidation {
    private UnsafeInvalidation() {}

    /** Whether a method may change things: all but GET, HEAD, OPTIONS and TRACE (RFC 9110 section 9.2.1). */
    public static boolean isUnsafe(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> false;
            default -> true;
        };
    }

    /**
     * The request targets (path and query) on the same origin whose stored responses become invalid: the request's own, and those
     * of {@code Location} and {@code Content-Location}. Empty when the method is safe or the response is an error.
     * Normalised as {@link RequestTarget} does.
     *
     * @param scheme {@code http} or {@code https}
     * @param authority host and, unless it is the scheme's own, port
     */
    public static List<String> targets(String scheme, String authority, RequestHead request, ResponseHead response) {
        if (!isUnsafe(request.method()) || response.status() < 200 || response.status() >= 400) {
            return List.of();
        }
        Set<String> targets = new LinkedHashSet<>();
        targets.add(request.target());
        URI base = parse(scheme + "://" + authority + request.target());
        if (base != null) {
            addSameOrigin(targets, base, response.headers().first(HeaderNames.LOCATION));
            addSameOrigin(targets, base, response.headers().first(HeaderNames.CONTENT_LOCATION));
        }
        return List.copyOf(targets);
    }

    private static void addSameOrigin(Set<String> targets, URI base, @Nullable String reference) {
        URI location = reference == null ? null : parse(Ascii.trim(reference));
        String target = location == null ? null : sameOriginTarget(base, base.resolve(location));
        if (target != null) {
            targets.add(target);
        }
    }

    private static @Nullable String sameOriginTarget(URI base, URI location) {
        String host = location.getHost();
        if (host == null
                || base.getHost() == null
                || !Ascii.equalsIgnoreCase(host, base.getHost())
                || location.getScheme() == null
                || !Ascii.equalsIgnoreCase(location.getScheme(), base.getScheme())
                || port(location) != port(base)) {
            return null;
        }
        String path = location.getRawPath();
        String query = location.getRawQuery();
        String target = (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
        return RequestTarget.parse(target) instanceof RequestTarget.Accepted accepted ? accepted.target() : null;
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return Ascii.equalsIgnoreCase(uri.getScheme(), "https") ? 443 : 80;
    }

    private static @Nullable URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
