package io.perigee.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.terminal.Column;
import io.perigee.cli.terminal.CommandFailure;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code get} lists, with the columns of its table. */
enum Listing {
    DISTRIBUTIONS(Kind.DISTRIBUTION, "distribution", "distributions"),
    CACHE_POLICIES(Kind.CACHE_POLICY, "cache-policy", "cache-policies"),
    ORIGIN_REQUEST_POLICIES(Kind.ORIGIN_REQUEST_POLICY, "origin-request-policy", "origin-request-policies"),
    RESPONSE_HEADERS_POLICIES(Kind.RESPONSE_HEADERS_POLICY, "response-headers-policy", "response-headers-policies"),
    INVALIDATIONS(null, "invalidation", "invalidations"),
    FUNCTIONS(null, "function", "functions");

    private final @Nullable Kind kind;
    private final String singular;
    private final String plural;

    Listing(@Nullable Kind kind, String singular, String plural) {
        this.kind = kind;
        this.singular = singular;
        this.plural = plural;
    }

    String singular() {
        return singular;
    }

    String plural() {
        return plural;
    }

    List<Column> columns() {
        return switch (this) {
            case DISTRIBUTIONS ->
                List.of(
                        Column.of("ID", "id"),
                        Column.of("STATUS", "status"),
                        Column.of("ENABLED", "enabled"),
                        Column.of("ALIASES", "aliases"),
                        Column.count("ORIGINS", "origins"),
                        new Column(
                                "BEHAVIORS",
                                row -> Integer.toString(row.path("cacheBehaviors").size() + 1)));
            case CACHE_POLICIES ->
                List.of(
                        Column.of("ID", "id"),
                        Column.of("MIN-TTL", "minTtl"),
                        Column.of("DEFAULT-TTL", "defaultTtl"),
                        Column.of("MAX-TTL", "maxTtl"));
            case ORIGIN_REQUEST_POLICIES, RESPONSE_HEADERS_POLICIES ->
                List.of(Column.of("ID", "id"), Column.of("COMMENT", "comment"));
            case INVALIDATIONS ->
                List.of(
                        Column.of("ID", "id"),
                        Column.of("STATUS", "status"),
                        Column.of("CREATED", "createTime"),
                        Column.of("REFERENCE", "callerReference"),
                        Column.of("PATHS", "paths"));
            case FUNCTIONS ->
                List.of(
                        Column.of("NAME", "name"),
                        Column.of("VERSION", "version"),
                        Column.of("ENTRY", "entryClass"),
                        Column.of("SIZE", "size"),
                        Column.of("PUBLISHED", "publishedAt"));
        };
    }

    /** What YAML shows: the document of a resource, all of anything else. */
    JsonNode document(JsonNode answer) {
        return kind == null ? answer : Stored.document(kind, answer);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Listing::plural).toList();
    }

    /** By its singular or plural. */
    static Listing ofWord(String word) {
        return Arrays.stream(values())
                .filter(listing -> listing.singular.equals(word) || listing.plural.equals(word))
                .findFirst()
                .orElseThrow(() -> CommandFailure.invalid(
                        "\"" + word + "\" is no kind", "expected one of: " + String.join(", ", words())));
    }
}
