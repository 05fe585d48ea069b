package io.perigee.httpcaching;

import org.jspecify.annotations.Nullable;

/**
 * How one cache handled a request: one member of {@code Cache-Status} (RFC 9211). Start with {@link #hit} or
 * {@link #forwarded}, add what is known, then {@link #appendTo} what came from upstream.
 *
 * @param cache the cache's name, e.g. {@code edge-tokyo-1}
 * @param forward why the request went on towards the origin; null for a hit, {@link Forward#NONE} for what was neither
 * @param forwardStatus what the next hop answered, 100 to 999; 0 when not known
 * @param ttlSeconds how long the response stays fresh, negative when stale; null when not known
 * @param stored whether the response was stored
 * @param collapsed whether it was answered by another request's forwarding
 * @param key the cache key; null to leave it out
 * @param detail anything more; null to leave it out
 */
public record CacheStatus(
        String cache,
        @Nullable Forward forward,
        int forwardStatus,
        @Nullable Long ttlSeconds,
        boolean stored,
        boolean collapsed,
        @Nullable String key,
        @Nullable String detail) {

    /** Why a request was forwarded (RFC 9211 section 2.2). */
    public enum Forward {
        /** It was not, and was not a hit either: the node answered by itself. */
        NONE(""),
        BYPASS("bypass"),
        METHOD("method"),
        URI_MISS("uri-miss"),
        VARY_MISS("vary-miss"),
        MISS("miss"),
        REQUEST("request"),
        STALE("stale"),
        PARTIAL("partial");

        private final String token;

        Forward(String token) {
            this.token = token;
        }
    }

    /** Answered from the cache. */
    public static CacheStatus hit(String cache, long ttlSeconds) {
        return new CacheStatus(cache, null, 0, ttlSeconds, false, false, null, null);
    }

    public static CacheStatus forwarded(String cache, Forward forward) {
        return new CacheStatus(cache, forward, 0, null, false, false, null, null);
    }

    /** Neither a hit nor forwarded: the node has answered by itself. */
    public static CacheStatus unforwarded(String cache, String detail) {
        return forwarded(cache, Forward.NONE).withDetail(detail);
    }

    public CacheStatus withForwardStatus(int status) {
        return new CacheStatus(cache, forward, status, ttlSeconds, stored, collapsed, key, detail);
    }

    public CacheStatus withTtlSeconds(long seconds) {
        return new CacheStatus(cache, forward, forwardStatus, seconds, stored, collapsed, key, detail);
    }

    public CacheStatus withStored(boolean wasStored) {
        return new CacheStatus(cache, forward, forwardStatus, ttlSeconds, wasStored, collapsed, key, detail);
    }

    public CacheStatus withCollapsed(boolean wasCollapsed) {
        return new CacheStatus(cache, forward, forwardStatus, ttlSeconds, stored, wasCollapsed, key, detail);
    }

    public CacheStatus withKey(String cacheKey) {
        return new CacheStatus(cache, forward, forwardStatus, ttlSeconds, stored, collapsed, cacheKey, detail);
    }

    public CacheStatus withDetail(String more) {
        return new CacheStatus(cache, forward, forwardStatus, ttlSeconds, stored, collapsed, key, more);
    }

    /**
     * The field's value with this cache's member last: the one nearest to the viewer (RFC 9211 section 2).
     *
     * @param upstream what came with the response, its lines combined; null when nothing did
     */
    public String appendTo(@Nullable String upstream) {
        return upstream == null || upstream.isBlank() ? toString() : upstream + ", " + this;
    }

    /** This member as a structured field item with parameters. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(48);
        tokenOrString(text, cache);
        if (forward == null) {
            text.append("; hit");
        } else if (forward != Forward.NONE) {
            text.append("; fwd=").append(forward.token);
        }
        if (forwardStatus != 0) {
            text.append("; fwd-status=").append(forwardStatus);
        }
        if (ttlSeconds != null) {
            text.append("; ttl=").append(ttlSeconds.longValue());
        }
        if (stored) {
            text.append("; stored");
        }
        if (collapsed) {
            text.append("; collapsed");
        }
        if (key != null) {
            string(text.append("; key="), key);
        }
        if (detail != null) {
            tokenOrString(text.append("; detail="), detail);
        }
        return text.toString();
    }

    private static void tokenOrString(StringBuilder text, String value) {
        if (FieldRules.isName(value) && (Ascii.isAlpha(value.charAt(0)) || value.charAt(0) == '*')) {
            text.append(value);
        } else {
            string(text, value);
        }
    }

    /** A structured field string has no way to hold characters outside of ASCII: they become question marks. */
    private static void string(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c >= ' ' && c <= '~' ? c : '?');
        }
        text.append('"');
    }
}
