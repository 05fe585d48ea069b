package io.perigee.delivery.key;

import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.distribution.CacheKeyHeaders;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.NameBehavior;
import io.perigee.distribution.NameSelection;
import io.perigee.distribution.OriginRequestHeaders;
import io.perigee.distribution.OriginRequestPolicy;
import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.HopByHop;
import io.perigee.httpcaching.RequestHead;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the origin gets of a viewer's request: what is in the cache key, what the origin request policy adds, and what every
 * request needs.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html">Request
 *     and response behavior for custom origins</a>
 */
public final class OriginRequests {

    /** Sent on whatever the policies say: they describe the body, or make the request conditional or partial. */
    private static final Set<String> ALWAYS = caseInsensitive(
            "Content-Type",
            "Content-Length",
            "Content-Encoding",
            "Content-Language",
            "Content-MD5",
            "Range",
            "If-Range",
            "If-Match",
            "If-None-Match",
            "If-Modified-Since",
            "If-Unmodified-Since",
            "X-Amz-Content-Sha256");

    private static final String CLOUDFRONT = "cloudfront-";
    private static final String USER_AGENT = "User-Agent";

    private OriginRequests() {}

    /**
     * The head that goes towards the origin.
     *
     * @param viewer the viewer's request as functions left it
     * @param fields the viewer's headers and the network's own about the viewer
     */
    public static RequestHead of(CompiledBehavior behavior, RequestHead viewer, FieldSource fields) {
        CachePolicy cache = behavior.cachePolicy();
        OriginRequestPolicy origin = behavior.originRequestPolicy();
        return new RequestHead(
                viewer.method(), target(cache, origin, viewer.target()), headers(cache, origin, viewer, fields));
    }

    /** What the network says of the viewer, as far as the behavior's policies name it. */
    public static Headers aboutViewer(CompiledBehavior behavior, FieldSource fields) {
        OriginRequestPolicy origin = behavior.originRequestPolicy();
        Headers.Builder headers = Headers.builder();
        for (String name :
                names(behavior.cachePolicy(), origin == null ? OriginRequestHeaders.NONE : origin.headers())) {
            String value = isCloudFront(name) ? fields.combined(name) : null;
            if (value != null) {
                headers.add(name, value);
            }
        }
        return headers.build();
    }

    private static String target(CachePolicy cache, @Nullable OriginRequestPolicy origin, String target) {
        int query = target.indexOf('?');
        NameSelection forOrigin = origin == null ? NameSelection.NONE : origin.queryStrings();
        if (query < 0 || all(cache.queryStrings()) || all(forOrigin)) {
            return target;
        }
        String selected = Selection.query(
                target.substring(query + 1), name -> cache.queryStrings().includes(name) || forOrigin.includes(name));
        return selected.isEmpty() ? target.substring(0, query) : target.substring(0, query) + "?" + selected;
    }

    private static Headers headers(
            CachePolicy cache, @Nullable OriginRequestPolicy origin, RequestHead viewer, FieldSource fields) {
        OriginRequestHeaders selection = origin == null ? OriginRequestHeaders.NONE : origin.headers();
        Set<String> wanted = names(cache, selection);
        Headers.Builder headers = Headers.builder();
        HopByHop.strip(viewer.headers()).forEach((name, value) -> {
            if (!isSetBelow(name) && !wanted.contains(name) && (ALWAYS.contains(name) || takes(selection, name))) {
                headers.add(name, value);
            }
        });
        headers.addAll(listed(wanted, viewer, fields));
        cookies(cache, origin, fields, headers);
        encodings(cache, selection, wanted, fields, headers);
        if (!wanted.contains(USER_AGENT) && !headers.contains(USER_AGENT)) {
            headers.add(USER_AGENT, "Perigee");
        }
        return headers.build();
    }

    /**
     * Taken from what the viewer sent, {@code Connection} or not: a viewer who could nominate away what is in the key would have the
     * origin's answer to another request stored under it.
     */
    private static Headers listed(Set<String> wanted, RequestHead viewer, FieldSource fields) {
        Headers.Builder listed = Headers.builder();
        for (String name : wanted) {
            if (isCloudFront(name)) {
                String value = fields.combined(name);
                if (value != null) {
                    listed.add(name, value);
                }
            } else if (!isSetBelow(name) && !Headers.sameName(name, "Connection")) {
                viewer.headers().all(name).forEach(value -> listed.add(name, value));
            }
        }
        return HopByHop.strip(listed.build());
    }

    private static void cookies(
            CachePolicy cache, @Nullable OriginRequestPolicy origin, FieldSource fields, Headers.Builder headers) {
        NameSelection forOrigin = origin == null ? NameSelection.NONE : origin.cookies();
        String sent = fields.combined("Cookie");
        if (sent == null) {
            return;
        }
        String selected = all(cache.cookies()) || all(forOrigin)
                ? sent
                : Selection.cookies(sent, name -> cache.cookies().includes(name) || forOrigin.includes(name));
        if (!selected.isEmpty()) {
            headers.set("Cookie", selected);
        }
    }

    private static void encodings(
            CachePolicy cache,
            OriginRequestHeaders selection,
            Set<String> wanted,
            FieldSource fields,
            Headers.Builder headers) {
        boolean enabled = cache.enableAcceptEncodingGzip() || cache.enableAcceptEncodingBrotli();
        String value;
        if (enabled) {
            value = CacheKeys.acceptEncoding(cache, fields);
        } else if (wanted.contains("Accept-Encoding") || takes(selection, "Accept-Encoding")) {
            value = fields.combined("Accept-Encoding");
        } else {
            value = null;
        }
        if (value != null) {
            headers.set("Accept-Encoding", value);
        }
    }

    private static Set<String> names(CachePolicy cache, OriginRequestHeaders selection) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (cache.headers().behavior() == CacheKeyHeaders.Behavior.ALLOWLIST) {
            names.addAll(cache.headers().items());
        }
        switch (selection.behavior()) {
            case ALLOWLIST, ALL_VIEWER_AND_ALLOWLIST_CLOUDFRONT -> names.addAll(selection.items());
            case NONE, ALL_VIEWER, ALL_EXCEPT -> {}
        }
        return names;
    }

    private static boolean takes(OriginRequestHeaders selection, String name) {
        return switch (selection.behavior()) {
            case NONE, ALLOWLIST -> false;
            case ALL_VIEWER, ALL_VIEWER_AND_ALLOWLIST_CLOUDFRONT -> true;
            case ALL_EXCEPT -> selection.items().stream().noneMatch(item -> Headers.sameName(item, name));
        };
    }

    /**
     * Cookies and encodings are selected by rules of their own; the network's own headers never come from viewers; and what a viewer
     * expects (RFC 9110 section 10.1.1) is met by the node that faces it.
     */
    private static boolean isSetBelow(String name) {
        return Headers.sameName(name, "Cookie")
                || Headers.sameName(name, "Expect")
                || Headers.sameName(name, "Accept-Encoding")
                || isCloudFront(name)
                || InternalHeaders.isInternal(name);
    }

    private static boolean isCloudFront(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith(CLOUDFRONT);
    }

    private static boolean all(NameSelection selection) {
        return selection.behavior() == NameBehavior.ALL;
    }

    private static Set<String> caseInsensitive(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(Set.of(names));
        return set;
    }
}
