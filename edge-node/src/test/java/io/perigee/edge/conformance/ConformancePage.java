package io.perigee.edge.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code docs/conformance.md}.
 *
 * @param reasons why tests are not passed
 */
record ConformancePage(Expectations results, List<Reason> reasons) {

    private static final String HEAD = """
            # Conformance

            The public HTTP cache suite, the npm package [`http-cache-tests`](https://cache-tests.fyi/) 0.4.5, runs against the stand-alone edge in
            `mvn verify`. What each test comes to is in `edge-node/src/test/conformance/results.json`; the build fails when one comes out otherwise, for the
            better too. `mvn test -pl edge-node -am -Dtest=HttpCacheSuiteTest -Dsurefire.failIfNoSpecifiedTests=false -Dperigee.conformance=write`
            makes what it does now the known, and this page from it. Where there is no Node.js, or npm cannot get the package, the test is skipped and says
            so; with `PERIGEE_CI=true`, as in `.ci/run`, it fails instead.

            | | required | optimal |
            |---|---|---|
            """;

    private static final String PEERS = """
            | Traffic Server | 134 of 160 | 71 of 105 |
            | Apache httpd | 131 of 160 | 68 of 105 |
            | Squid | 121 of 160 | 58 of 105 |
            | Varnish | 119 of 160 | 45 of 105 |
            | nginx | 100 of 160 | 58 of 105 |

            The others' numbers are on a newer edition of the suite than npm has: the proportions compare, the counts do not. "Required" and "optimal" are
            the suite's words; its third kind, "check", only asks how a cache behaves.

            ## Not passed
            """;

    /**
     * Why tests are not passed.
     *
     * @param asks what they ask for
     * @param quote the sentence that allows, or demands, what Perigee does instead
     * @param source where it stands
     * @param because what the one has to do with the other
     */
    record Reason(List<String> tests, String asks, String quote, String source, String because) {}

    static List<Reason> reasons(Path file) throws IOException {
        return new JsonArray(Files.readString(file, UTF_8))
                .stream().map(each -> reason((JsonObject) each)).toList();
    }

    private static Reason reason(JsonObject json) {
        return new Reason(
                json.getJsonArray("tests").stream().map(String.class::cast).toList(),
                json.getString("asks"),
                json.getString("quote"),
                json.getString("source"),
                json.getString("because"));
    }

    /** Tests that are not passed and have no reason. */
    List<String> unjustified() {
        return notPassed().stream().filter(id -> !justified().contains(id)).toList();
    }

    /** Tests that have a reason and are passed, or are not there. */
    List<String> groundless() {
        return justified().stream().filter(id -> !notPassed().contains(id)).toList();
    }

    String text() {
        return HEAD + "| **Perigee** | " + share("required") + " | " + share("optimal") + " |\n" + PEERS
                + reasons.stream().map(this::section).collect(Collectors.joining());
    }

    private String section(Reason reason) {
        return "\n" + reason.asks() + "\n\n"
                + reason.tests().stream().map(this::item).collect(Collectors.joining(", ")) + "\n\n> " + reason.quote()
                + " — " + reason.source() + "\n\n" + reason.because() + "\n";
    }

    private String item(String id) {
        SuiteResult result = results.results().get(id);
        return "`" + id + "`" + (result == null ? "" : " (" + result.kind() + ")");
    }

    private String share(String kind) {
        return results.passed(kind) + " of " + results.count(kind);
    }

    private List<String> justified() {
        return reasons.stream().flatMap(reason -> reason.tests().stream()).toList();
    }

    private List<String> notPassed() {
        return results.notPassed().stream().map(SuiteResult::id).toList();
    }
}
