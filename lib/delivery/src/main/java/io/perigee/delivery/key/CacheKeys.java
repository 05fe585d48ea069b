package io.perigee.delivery.key;

import io.perigee.cache.CacheKey;
import io.perigee.distribution.CacheKeyHeaders;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.NameBehavior;
import io.perigee.distribution.NameSelection;
import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.httpcaching.Negotiation;
import org.jspecify.annotations.Nullable;

/**
 * The cache key as a behavior's cache policy defines it: path, selected query parameters, selected headers and cookies, and the
 * normalized {@code Accept-Encoding} where the policy enables encodings.
 *
 * <p>The behavior's path pattern is part of it: a function may lead two behaviors to the same path, and what they get there comes from
 * different origins or went through different functions.
 *
 * <p>Both tiers come to the same key, because the edge sends on at least what the key is made of.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-the-cache-key.html">Understand
 *     the cache key</a>
 */
public final class CacheKeys {

    private CacheKeys() {}

    /**
     * The key of a request.
     *
     * @param target path and query, as functions left them
     */
    public static CacheKey of(String distribution, CompiledBehavior behavior, String target, FieldSource fields) {
        CachePolicy policy = behavior.cachePolicy();
        return new CacheKey(distribution, path(policy.queryStrings(), target), rest(behavior, policy, fields));
    }

    private static String path(NameSelection parameters, String target) {
        int query = target.indexOf('?');
        if (query < 0 || parameters.behavior() == NameBehavior.ALL) {
            return target;
        }
        String path = target.substring(0, query);
        if (parameters.behavior() == NameBehavior.NONE) {
            return path;
        }
        String selected = Selection.query(target.substring(query + 1), parameters::includes);
        return selected.isEmpty() ? path : path + "?" + selected;
    }

    private static String rest(CompiledBehavior behavior, CachePolicy policy, FieldSource fields) {
        boolean headers = policy.headers().behavior() != CacheKeyHeaders.Behavior.NONE;
        boolean cookies = policy.cookies().behavior() != NameBehavior.NONE;
        String common = behavior.keyPart(acceptEncoding(policy, fields));
        if (!headers && !cookies) {
            return common;
        }
        StringBuilder rest = new StringBuilder(common);
        if (headers) {
            for (String name : policy.headers().items()) {
                append(rest, name, fields.combined(name));
            }
        }
        if (cookies) {
            append(rest, "cookie", cookies(policy.cookies(), fields.combined("Cookie")));
        }
        return rest.toString();
    }

    /** No cookie selected is the same as no cookie sent: the origin gets neither. */
    private static @Nullable String cookies(NameSelection selection, @Nullable String sent) {
        String selected = sent == null ? "" : Selection.cookies(sent, selection::includes);
        return selected.isEmpty() ? null : selected;
    }

    /** Which of the encodings that the policy enables the viewer accepts: as {@link Negotiation#normalised} has it. */
    public static @Nullable String acceptEncoding(CachePolicy policy, FieldSource fields) {
        boolean gzip = policy.enableAcceptEncodingGzip();
        boolean brotli = policy.enableAcceptEncodingBrotli();
        return gzip || brotli ? Negotiation.normalised(fields.combined("Accept-Encoding"), gzip, brotli) : null;
    }

    /** Lengths go before values, so that no value can be made to look like several. */
    private static void append(StringBuilder rest, String name, @Nullable String value) {
        if (value != null) {
            rest.append(name)
                    .append('=')
                    .append(value.length())
                    .append(':')
                    .append(value)
                    .append('\n');
        }
    }
}
