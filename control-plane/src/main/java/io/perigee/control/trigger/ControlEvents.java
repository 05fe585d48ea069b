package io.perigee.control.trigger;

import io.perigee.control.store.LoggedChange;
import io.perigee.distribution.document.InvalidDocumentException;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkFormat;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What entries of the change log are to those who want to be told of them.
 *
 * <table>
 * <caption>Detail types</caption>
 * <tr><th>change</th><th>when it is accepted</th><th>when every node has it</th></tr>
 * <tr><td>of a distribution</td><td>Distribution Applied, Distribution Deleted</td><td>Distribution Deployed</td></tr>
 * <tr><td>of a function</td><td>Function Published, Function Deleted</td><td>Function Deployed</td></tr>
 * <tr><td>of an alias</td><td>Function Alias Applied</td><td>Function Alias Deployed</td></tr>
 * <tr><td>invalidation</td><td>Invalidation Accepted</td><td>Invalidation Completed</td></tr>
 * </table>
 */
final class ControlEvents {

    static final String SOURCE = "perigee.control";

    /** When rules are told of an entry. */
    enum Phase {
        ACCEPTED,
        COMPLETED
    }

    /**
     * Something that has happened to the network.
     *
     * @param resources the names of what it has happened to
     */
    record Happened(String detailType, List<String> resources, JsonObject detail) {}

    /** Detail types by the kind of the entry; other entries are no events, and are not even read. */
    private static final Map<String, String> ACCEPTED = Map.of(
            "DistributionApplied", "Distribution Applied",
            "DistributionDeleted", "Distribution Deleted",
            "FunctionPublished", "Function Published",
            "FunctionDeleted", "Function Deleted",
            "FunctionAliasApplied", "Function Alias Applied",
            "InvalidationAccepted", "Invalidation Accepted");

    private static final Map<String, String> COMPLETED = Map.of(
            "DistributionApplied", "Distribution Deployed",
            "FunctionPublished", "Function Deployed",
            "FunctionAliasApplied", "Function Alias Deployed",
            "InvalidationAccepted", "Invalidation Completed");

    private ControlEvents() {}

    /** The event that an entry is; nothing if it is none, or was written by a newer control plane. */
    static Optional<Happened> of(LoggedChange entry, Phase phase) {
        String detailType = switch (phase) {
            case ACCEPTED -> ACCEPTED.get(entry.kind());
            case COMPLETED -> COMPLETED.get(entry.kind());
        };
        if (detailType == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(happened(
                    detailType,
                    NetworkFormat.readChange(entry.kind(), entry.payload()),
                    new JsonObject().put("sequence", entry.sequence())));
        } catch (InvalidDocumentException newer) {
            return Optional.empty();
        }
    }

    private static Happened happened(String detailType, Change change, JsonObject detail) {
        return switch (change) {
            case Change.DistributionApplied(var it) ->
                new Happened(detailType, List.of("distribution/" + it.id()), detail.put("distribution", it.id()));
            case Change.DistributionDeleted(String id) ->
                new Happened(detailType, List.of("distribution/" + id), detail.put("distribution", id));
            case Change.FunctionPublished(var it) ->
                new Happened(
                        detailType,
                        List.of("function/" + it.name()),
                        detail.put("function", it.name())
                                .put("version", it.version())
                                .put("runtime", it.runtime().documentName()));
            case Change.FunctionDeleted(String name) ->
                new Happened(detailType, List.of("function/" + name), detail.put("function", name));
            case Change.FunctionAliasApplied(var it) ->
                new Happened(
                        detailType,
                        List.of("function/" + it.function(), "alias/" + it.function() + "/" + it.name()),
                        detail.put("function", it.function())
                                .put("alias", it.name())
                                .put("version", it.functionVersion()));
            case Change.InvalidationAccepted(var it) ->
                new Happened(
                        detailType,
                        List.of(
                                "distribution/" + it.distributionId(),
                                "invalidation/" + it.distributionId() + "/" + it.id()),
                        detail.put("distribution", it.distributionId()).put("invalidation", it.id()));
            default -> throw new IllegalArgumentException("no event: " + change.kind());
        };
    }
}
