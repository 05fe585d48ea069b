package io.perigee.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.terminal.Column;
import io.perigee.cli.terminal.CommandFailure;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code get} lists, with the columns of its table. */
enum Listing {
    DISTRIBUTIONS(
            Kind.DISTRIBUTION,
            "distribution",
            "distributions",
            Column.of("ID", "id"),
            Column.of("STATUS", "status"),
            Column.of("ENABLED", "enabled"),
            Column.of("ALIASES", "aliases"),
            Column.count("ORIGINS", "origins"),
            new Column(
                    "BEHAVIORS",
                    row -> Integer.toString(row.path("cacheBehaviors").size() + 1))),
    CACHE_POLICIES(
            Kind.CACHE_POLICY,
            "cache-policy",
            "cache-policies",
            Column.of("ID", "id"),
            Column.of("MIN-TTL", "minTtl"),
            Column.of("DEFAULT-TTL", "defaultTtl"),
            Column.of("MAX-TTL", "maxTtl")),
    ORIGIN_REQUEST_POLICIES(
            Kind.ORIGIN_REQUEST_POLICY,
            "origin-request-policy",
            "origin-request-policies",
            Column.of("ID", "id"),
            Column.of("COMMENT", "comment")),
    RESPONSE_HEADERS_POLICIES(
            Kind.RESPONSE_HEADERS_POLICY,
            "response-headers-policy",
            "response-headers-policies",
            Column.of("ID", "id"),
            Column.of("COMMENT", "comment")),
    INVALIDATIONS(
            null,
            "invalidation",
            "invalidations",
            Column.of("ID", "id"),
            Column.of("STATUS", "status"),
            Column.of("CREATED", "createTime"),
            Column.of("REFERENCE", "callerReference"),
            Column.of("PATHS", "paths")),
    FUNCTIONS(
            null,
            "function",
            "functions",
            Column.of("NAME", "name"),
            Column.of("VERSION", "version"),
            Column.of("ENTRY", "entryClass"),
            Column.of("SIZE", "size"),
            Column.of("PUBLISHED", "publishedAt"));

    private final @Nullable Kind kind;
    private final String singular;
    private final String plural;
    private final List<Column> columns;

    Listing(@Nullable Kind kind, String singular, String plural, Column... columns) {
        this.kind = kind;
        this.singular = singular;
        this.plural = plural;
        this.columns = List.of(columns);
    }

    String singular() {
        return singular;
    }

    String plural() {
        return plural;
    }

    List<Column> columns() {
        return columns;
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
