package io.perigee.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.Answer;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;

/**
 * A resource as the control plane has it.
 *
 * @param state what the control plane says of it: its status, how far the nodes are, and the document
 * @param document what an operator applied, with all defaults
 * @param etag guards a replacement
 */
record Stored(JsonNode state, JsonNode document, String etag) {

    static Stored of(Kind kind, Answer answer) {
        return new Stored(
                answer.body(),
                document(kind, answer.body()),
                answer.etag() == null ? answer.body().path("etag").asText() : answer.etag());
    }

    /** The document as {@code apply} takes it, its fields in the order of the reference page. */
    static JsonNode document(Kind kind, JsonNode state) {
        JsonNode document = state.path("document");
        // A control plane of a later version may know fields that this program does not: shown as they are.
        return Documents.fromJson(document, kind.type()) instanceof Parsed.Valid<? extends Record>(Record known)
                ? Documents.toJson(known)
                : document;
    }
}
