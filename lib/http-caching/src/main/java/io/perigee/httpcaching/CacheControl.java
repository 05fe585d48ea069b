package io.perigee.httpcaching;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cache directives of one message: {@code Cache-Control} of a request or a response (RFC 9111 section 5.2, RFC 5861, RFC 8246),
 * or a response's {@code CDN-Cache-Control} in its place (RFC 9213).
 *
 * <p>Parsing never fails. A directive that comes several times counts the first time (section 4.2.1). Seconds that are missing or
 * are not digits count as 0, so that a response with them is stale; too many are held at 2^31. Token and quoted form are the
 * same. Directives that are not known are ignored.
 *
 * @param maxAgeSeconds 0 to 2^31, or {@link #ABSENT}; so all other seconds
 * @param maxStaleSeconds request; without an argument, 2^31
 * @param noCacheFields field names, in lower case, that {@code no-cache="…"} lists; the directive is then not {@code noCache}
 * @param privateFields field names, in lower case, that {@code private="…"} lists; the directive is then not {@code isPrivate}
 * @param targeted whether these come from CDN-Cache-Control, which also puts {@code Expires} out of force
 */
public record CacheControl(
        long maxAgeSeconds,
        long sMaxageSeconds,
        long maxStaleSeconds,
        long minFreshSeconds,
        long staleWhileRevalidateSeconds,
        long staleIfErrorSeconds,
        boolean noStore,
        boolean noCache,
        List<String> noCacheFields,
        boolean isPrivate,
        List<String> privateFields,
        boolean isPublic,
        boolean mustRevalidate,
        boolean proxyRevalidate,
        boolean mustUnderstand,
        boolean noTransform,
        boolean onlyIfCached,
        boolean immutable,
        boolean targeted) {

    /** What a directive in seconds answers when it is not there. */
    public static final long ABSENT = -1;

    /** No directives. */
    public static final CacheControl NONE = new DirectiveCollector().build(false);

    /** Of a request for a response that is fresh, and not served stale while it is being revalidated. */
    public static final CacheControl FRESH = parse("min-fresh=0");

    public CacheControl {
        noCacheFields = List.copyOf(noCacheFields);
        privateFields = List.copyOf(privateFields);
    }

    /** A request's directives; {@code Pragma: no-cache} counts where there is no Cache-Control (RFC 9111 section 5.4). */
    public static CacheControl ofRequest(Headers headers) {
        String field = headers.combined(HeaderNames.CACHE_CONTROL);
        if (field != null) {
            return parse(field);
        }
        String pragma = headers.combined(HeaderNames.PRAGMA);
        if (pragma == null) {
            return NONE;
        }
        CacheControl directives = parse(pragma);
        return directives.noCache() ? parse("no-cache") : NONE;
    }

    /** A response's directives: CDN-Cache-Control if there is one that is valid and not empty, else Cache-Control. */
    public static CacheControl ofResponse(Headers headers) {
        String targeted = headers.combined(HeaderNames.CDN_CACHE_CONTROL);
        if (targeted != null) {
            CacheControl directives = parseTargeted(targeted);
            if (directives != null) {
                return directives;
            }
        }
        String field = headers.combined(HeaderNames.CACHE_CONTROL);
        return field == null ? NONE : parse(field);
    }

    /** A value of Cache-Control, its lines combined. */
    public static CacheControl parse(String field) {
        DirectiveCollector collector = new DirectiveCollector();
        CacheControlParser.parse(field, collector);
        return collector.build(false);
    }

    /** A value of CDN-Cache-Control, its lines combined; null when it must be ignored: malformed, empty, or a
     * directive of a wrong type. */
    static @Nullable CacheControl parseTargeted(String field) {
        StructuredDictionary dictionary = StructuredDictionary.parse(field);
        if (dictionary == null || dictionary.members().isEmpty()) {
            return null;
        }
        DirectiveCollector collector = new DirectiveCollector();
        for (var member : dictionary.members().entrySet()) {
            if (!collector.addTargeted(member.getKey(), member.getValue())) {
                return null;
            }
        }
        return collector.build(true);
    }

    /** Whether a lifetime is given in seconds, valid or not. */
    public boolean hasMaxAge() {
        return maxAgeSeconds != ABSENT || sMaxageSeconds != ABSENT;
    }
}
