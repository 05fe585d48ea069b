package io.perigee.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.cli.connection.Answer;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Column;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A function's concurrency at the control plane: one document, of which single entries are set and taken away. */
record Concurrency(String function) {

    static final String RESERVED = "reserved";
    static final String PROVISIONED = "provisioned";
    static final String ACCOUNT = Call.path("account-settings");

    private static final String QUALIFIER = "qualifier";
    private static final String REGION = "region";
    private static final String RESERVED_EXECUTIONS = "reservedConcurrentExecutions";

    static final List<Column> COLUMNS = List.of(
            Column.of("REGION", REGION),
            Column.of("RESERVED", RESERVED_EXECUTIONS),
            Column.of("VERSION", QUALIFIER),
            Column.of("REQUESTED", "requestedProvisionedConcurrentExecutions"),
            Column.of("ALLOCATED", "allocatedProvisionedConcurrentExecutions"),
            Column.of("AVAILABLE", "availableProvisionedConcurrentExecutions"),
            Column.of("STATUS", "status"),
            Column.of("REASON", "statusReason"));

    static final List<Column> ACCOUNT_COLUMNS = List.of(
            Column.of("REGION", REGION),
            Column.of("CONCURRENT", "concurrentExecutions"),
            Column.of("UNRESERVED", "unreservedConcurrentExecutions"));

    String subject() {
        return "concurrency/" + function;
    }

    String target() {
        return Call.path("functions", function, "concurrency");
    }

    /** Changes the document as it is now, and not if somebody else changes it at the same moment. */
    Answer change(ControlPlaneClient client, UnaryOperator<ObjectNode> change) {
        Optional<Answer> present = client.find(Call.get(target(), subject()));
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set(RESERVED, entries(present, RESERVED));
        document.set(PROVISIONED, entries(present, PROVISIONED));
        ObjectNode changed = change.apply(document);
        Call put = Call.put(target(), subject(), "application/json", BodyPublishers.ofString(changed.toString()));
        Optional<String> etag = present.map(Answer::etag);
        return client.send(etag.isPresent() ? put.with("If-Match", etag.get()) : put.with("If-None-Match", "*"));
    }

    private static JsonNode entries(Optional<Answer> present, String field) {
        JsonNode entries =
                present.map(answer -> answer.body().path(field)).orElse(JsonNodeFactory.instance.arrayNode());
        return entries.isArray() ? entries : JsonNodeFactory.instance.arrayNode();
    }

    static void reserve(ObjectNode document, @Nullable String region, int executions) {
        withoutReserved(document, region);
        ObjectNode entry = document.withArray(RESERVED).addObject();
        putRegion(entry, region);
        entry.put(RESERVED_EXECUTIONS, executions);
    }

    static void provision(ObjectNode document, String qualifier, @Nullable String region, int executions) {
        withoutProvisioned(document, qualifier, region);
        ObjectNode entry = document.withArray(PROVISIONED).addObject().put(QUALIFIER, qualifier);
        putRegion(entry, region);
        entry.put("provisionedConcurrentExecutions", executions);
    }

    static void withoutReserved(ObjectNode document, @Nullable String region) {
        remove(document.withArray(RESERVED), entry -> isOf(entry, region));
    }

    static void withoutProvisioned(ObjectNode document, String qualifier, @Nullable String region) {
        remove(
                document.withArray(PROVISIONED),
                entry -> entry.path(QUALIFIER).asText().equals(qualifier) && isOf(entry, region));
    }

    private static void remove(ArrayNode entries, Predicate<JsonNode> unwanted) {
        List<JsonNode> kept = new ArrayList<>();
        entries.forEach(entry -> {
            if (!unwanted.test(entry)) {
                kept.add(entry);
            }
        });
        entries.removeAll();
        entries.addAll(kept);
    }

    private static boolean isOf(JsonNode entry, @Nullable String region) {
        return region == null
                ? !entry.hasNonNull(REGION)
                : entry.path(REGION).asText().equals(region);
    }

    private static void putRegion(ObjectNode entry, @Nullable String region) {
        if (region != null) {
            entry.put(REGION, region);
        }
    }

    /** A row for each region, and for each version or alias that is provisioned in it. */
    static List<JsonNode> rows(JsonNode state) {
        List<JsonNode> rows = new ArrayList<>();
        for (JsonNode region : state.path("regions")) {
            JsonNode reserved = region.path(RESERVED_EXECUTIONS);
            List<ObjectNode> own = new ArrayList<>();
            region.path(PROVISIONED).forEach(provisioned -> own.add(provisioned.deepCopy()));
            if (own.isEmpty()) {
                own.add(JsonNodeFactory.instance.objectNode());
            }
            for (ObjectNode row : own) {
                row.put(REGION, region.path(REGION).asText());
                if (!reserved.isMissingNode()) {
                    row.set(RESERVED_EXECUTIONS, reserved);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    static List<JsonNode> accountRows(JsonNode settings) {
        List<JsonNode> rows = new ArrayList<>();
        for (JsonNode region : settings.path("regions")) {
            ObjectNode row = region.deepCopy();
            row.set("concurrentExecutions", settings.path("concurrentExecutions"));
            rows.add(row);
        }
        return rows;
    }
}
