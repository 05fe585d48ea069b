package io.perigee.cache;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a stored response is found by (RFC 9111 section 2, CloudFront's cache key).
 *
 * <p>Equality is exact on all three parts. The hash is computed once: a key is hashed several times on its way through the
 * cache, and the parts are long.
 */
public final class CacheKey {
    private final String namespace;
    private final String path;
    private final String rest;
    private final int hash;

    /**
     * A key of these parts.
     *
     * @param namespace the distribution's id; invalidations are per namespace
     * @param path path and the query that is part of the key, starting with {@code /}: what invalidation paths match against
     * @param rest the other parts (host, headers, cookies, method class …) in one string that nothing here interprets; the
     *     caller makes sure that different parts give different strings
     */
    public CacheKey(String namespace, String path, String rest) {
        this.namespace = Objects.requireNonNull(namespace);
        this.path = Objects.requireNonNull(path);
        this.rest = Objects.requireNonNull(rest);
        this.hash = (namespace.hashCode() * 31 + path.hashCode()) * 31 + rest.hashCode();
    }

    public String namespace() {
        return namespace;
    }

    public String path() {
        return path;
    }

    public String rest() {
        return rest;
    }

    /** What the key itself takes in memory, roughly, in bytes. */
    int weight() {
        return 120 + namespace.length() + path.length() + rest.length();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof CacheKey that
                        && hash == that.hash
                        && path.equals(that.path)
                        && rest.equals(that.rest)
                        && namespace.equals(that.namespace));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return namespace + path + (rest.isEmpty() ? "" : " [" + rest + "]");
    }
}
