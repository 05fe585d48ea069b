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
                        Column.of("ENABLED", "document", "enabled"),
                        Column.of("ALIASES", "document", "aliases"),
                        Column.count("ORIGINS", "document", "origins"),
                        Column.of("UPDATED", "updatedAt"));
            case CACHE_POLICIES ->
                List.of(
                        Column.of("ID", "id"),
                        Column.of("MIN-TTL", "document", "minTtl"),
                        Column.of("DEFAULT-TTL", "document", "defaultTtl"),
                        Column.of("MAX-TTL", "document", "maxTtl"),
                        Column.of("STATUS", "status"),
                        Column.of("MANAGED", "managed"));
            case ORIGIN_REQUEST_POLICIES, RESPONSE_HEADERS_POLICIES ->
                List.of(Column.of("ID", "id"), Column.of("STATUS", "status"), Column.of("MANAGED", "managed"));
            case INVALIDATIONS ->
                List.of(
                        Column.of("ID", "id"),
                        Column.of("STATUS", "status"),
                        Column.of("CREATED", "createdAt"),
                        Column.of("REFERENCE", "callerReference"),
                        Column.of("SOFT", "soft"),
                        Column.of("PATHS", "paths"),
                        Column.of("TAGS", "tags"));
            case FUNCTIONS ->
                List.of(
                        Column.of("NAME", "name"),
                        Column.of("VERSION", "latest"),
                        latest("STATUS", "status"),
                        latest("RUNTIME", "runtime"),
                        latest("HANDLER", "handler"),
                        latest("SIZE", "size"),
                        latest("PUBLISHED", "publishedAt"));
        };
    }

    /** What YAML shows: the document of a resource, all of anything else. */
    JsonNode document(JsonNode state) {
        return kind == null ? state : Stored.document(kind, state);
    }

    /** The query's parameter that asks for the elements after those of a page. */
    String continuation() {
        return this == INVALIDATIONS ? "before" : "after";
    }

    private static Column latest(String heading, String field) {
        return new Column(heading, function -> newest(function).path(field).asText());
    }

    /** A function's last version, which new requests run. */
    static JsonNode newest(JsonNode function) {
        JsonNode versions = function.path("versions");
        return versions.path(versions.size() - 1);
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
