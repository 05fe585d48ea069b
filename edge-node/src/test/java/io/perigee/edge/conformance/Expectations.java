package io.perigee.edge.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code results.json}: what each test of the suite is known to come to. */
record Expectations(Map<String, SuiteResult> results) {

    static Expectations of(List<SuiteResult> results) {
        Map<String, SuiteResult> sorted = new TreeMap<>();
        results.forEach(result -> sorted.put(result.id(), result));
        return new Expectations(sorted);
    }

    static Expectations read(Path file) throws IOException {
        JsonObject all = new JsonObject(Files.readString(file, UTF_8));
        return of(all.fieldNames().stream()
                .map(id -> SuiteResult.of(all.getJsonObject(id).put("id", id)))
                .toList());
    }

    void write(Path file) throws IOException {
        Files.writeString(
                file,
                results.values().stream()
                        .map(each -> "  \"" + each.id() + "\": {\"kind\": \"" + each.kind() + "\", \"verdict\": \""
                                + each.verdict() + "\"}")
                        .collect(Collectors.joining(",\n", "{\n", "\n}\n")),
                UTF_8);
    }

    /** Whether this test came to what is known of it. */
    boolean includes(SuiteResult result) {
        SuiteResult expected = results.get(result.id());
        return expected != null && expected.agreesWith(result);
    }

    /** One line that says how a test's result differs from what is known. */
    String difference(SuiteResult result) {
        @Nullable SuiteResult expected = results.get(result.id());
        String before = expected == null ? "unknown" : expected.kind() + " " + expected.verdict();
        return result.id() + ": was " + before + ", is " + result.kind() + " " + result.verdict()
                + (result.detail().isEmpty() ? "" : " (" + result.detail() + ")");
    }

    long count(String kind) {
        return results.values().stream()
                .filter(each -> each.kind().equals(kind))
                .count();
    }

    long passed(String kind) {
        return results.values().stream()
                .filter(each -> each.kind().equals(kind) && each.isPassed())
                .count();
    }

    /** Those that are owed and not passed: required ones first. */
    List<SuiteResult> notPassed() {
        return results.values().stream()
                .filter(each -> each.isOwed() && !each.isPassed())
                .sorted(Comparator.comparing(SuiteResult::kind).reversed().thenComparing(SuiteResult::id))
                .toList();
    }
}
