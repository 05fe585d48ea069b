package io.perigee.cli.resource;

import io.perigee.cli.connection.Call;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.OriginRequestPolicy;
import io.perigee.distribution.Resource;
import io.perigee.distribution.ResponseHeadersPolicy;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of resources that documents hold, in the order in which they are applied: what is referred to comes first. */
enum Kind {
    CACHE_POLICY("cache-policy", "cache-policies", CachePolicy.class),
    ORIGIN_REQUEST_POLICY("origin-request-policy", "origin-request-policies", OriginRequestPolicy.class),
    RESPONSE_HEADERS_POLICY("response-headers-policy", "response-headers-policies", ResponseHeadersPolicy.class),
    DISTRIBUTION("distribution", "distributions", Distribution.class);

    private final String singular;
    private final String plural;
    private final Class<? extends Record> type;

    Kind(String singular, String plural, Class<? extends Record> type) {
        this.singular = singular;
        this.plural = plural;
        this.type = type;
    }

    /** As {@code KIND/ID} has it. */
    String singular() {
        return singular;
    }

    /** As lists and URLs have it. */
    String plural() {
        return plural;
    }

    /** The record of a document of this kind. */
    Class<? extends Record> type() {
        return type;
    }

    /** {@code distribution/site}. */
    String named(String id) {
        return singular + "/" + id;
    }

    String collection() {
        return Call.path(plural);
    }

    String target(String id) {
        return Call.path(plural, id);
    }

    static Kind of(Resource resource) {
        return switch (resource) {
            case CachePolicy policy -> CACHE_POLICY;
            case OriginRequestPolicy policy -> ORIGIN_REQUEST_POLICY;
            case ResponseHeadersPolicy policy -> RESPONSE_HEADERS_POLICY;
            case Distribution distribution -> DISTRIBUTION;
        };
    }

    /** By its singular or plural. */
    static Optional<Kind> ofWord(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.singular.equals(word) || kind.plural.equals(word))
                .findFirst();
    }
}
