package io.perigee.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.ConversationExtension;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks the description that a running control plane gives of itself, and holds its answers to it. */
class OpenApiContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> METHODS = List.of("GET", "PUT", "POST", "DELETE", "PATCH");

    @TempDir
    static Path folder;

    private static Vertx vertx;
    private static Viewer viewer;
    private static ControlNode control;
    private static Operator operator;
    private static JsonNode document;
    private static FollowingNode edge;

    @BeforeAll
    static void starts() throws IOException {
        vertx = ConversationExtension.newVertx();
        viewer = Viewer.of(vertx);
        control = ControlPlanes.start(vertx, folder);
        operator = new Operator(viewer, control);
        document = JSON.readTree(viewer.get(control.url() + "/openapi.json").text());
        edge = new FollowingNode(vertx, ControlPlanes.config(folder), control, "edge-1", "eu", control.url());
    }

    @AfterAll
    static void stops() {
        edge.close();
        Await.get(control.close());
        viewer.close();
        Await.get(vertx.close());
    }

    private record Sample(String method, String path, String query, String body) {}

    /** Requests that together use every operation, in an order in which they succeed, and some that are refused. */
    private static List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (String collection : List.of("cache-policies", "origin-request-policies", "response-headers-policies")) {
            samples.add(new Sample("PUT", "/v1/" + collection + "/{id}", "", "{}"));
            samples.add(new Sample("GET", "/v1/" + collection + "/{id}", "?wait=5", ""));
            samples.add(new Sample("GET", "/v1/" + collection, "", ""));
        }
        String distribution = Operator.distribution("contract.example.org");
        samples.add(new Sample("PUT", "/v1/functions/{name}", "", "jar"));
        samples.add(new Sample("GET", "/v1/functions/{name}", "?wait=5", ""));
        samples.add(new Sample("GET", "/v1/functions", "", ""));
        String alias = "/v1/functions/{name}/aliases/{alias}";
        samples.add(new Sample("PUT", alias, "", "{\"functionVersion\": \"1\"}"));
        samples.add(new Sample("PUT", alias, "", "{\"functionVersion\": \"one\"}"));
        samples.add(new Sample("GET", alias, "?wait=5", ""));
        samples.add(new Sample("GET", "/v1/functions/{name}/aliases", "", ""));
        samples.add(new Sample("DELETE", "/v1/functions/{name}/versions/{version}", "", ""));
        samples.addAll(deployments(alias));
        samples.add(new Sample("DELETE", alias, "", ""));
        samples.add(new Sample("DELETE", alias, "?force=true", ""));
        samples.addAll(concurrencySamples());
        samples.addAll(keyValueSamples());
        samples.add(new Sample("PUT", "/v1/distributions/{id}", "", distribution));
        samples.add(new Sample("PUT", "/v1/distributions/{id}", "", distribution.replace("contract.", "other.")));
        samples.add(new Sample("PUT", "/v1/distributions/{id}", "", "{\"colour\": 1}"));
        samples.add(new Sample("GET", "/v1/distributions/{id}", "?wait=5", ""));
        samples.add(new Sample("GET", "/v1/distributions/{id}", "?wait=x", ""));
        samples.add(new Sample("GET", "/v1/distributions", "", ""));
        samples.add(new Sample("POST", "/v1/distributions/{id}/invalidations", "", "{\"paths\": [\"/*\"]}"));
        samples.add(new Sample("POST", "/v1/distributions/{id}/invalidations", "", "{\"tags\": [\"t\"]}"));
        samples.add(new Sample("POST", "/v1/distributions/{id}/invalidations", "", "{}"));
        samples.add(new Sample("GET", "/v1/distributions/{id}/invalidations", "", ""));
        samples.add(new Sample("GET", "/v1/distributions/{id}/invalidations/{invalidationId}", "?wait=5", ""));
        samples.add(new Sample("POST", "/v1/distributions/{id}/prewarms", "", "{\"paths\": [\"/\"]}"));
        samples.add(new Sample("POST", "/v1/distributions/{id}/prewarms", "", "{\"paths\": [\"/*x y\"]}"));
        samples.add(new Sample("GET", "/v1/distributions/{id}/prewarms", "", ""));
        samples.add(new Sample("GET", "/v1/distributions/{id}/prewarms/{prewarmId}", "?wait=1", ""));
        samples.add(new Sample("DELETE", "/v1/distributions/{id}/prewarms/{prewarmId}", "", ""));
        samples.add(new Sample("GET", "/v1/nodes", "", ""));
        samples.add(new Sample("GET", "/v1/status", "", ""));
        samples.add(new Sample("GET", "/v1/live/history", "", ""));
        samples.add(new Sample("GET", "/v1/live/history", "?to=tomorrow", ""));
        samples.add(new Sample("GET", "/v1/traffic", "", ""));
        samples.add(new Sample("GET", "/v1/traffic", "?seconds=x", ""));
        samples.add(new Sample("GET", "/v1/countries", "", ""));
        samples.add(new Sample("GET", "/internal/log", "", ""));
        samples.add(new Sample("GET", "/internal/log", "?after=999", ""));
        samples.add(new Sample("GET", "/internal/snapshot", "", ""));
        samples.add(new Sample("GET", "/internal/functions/{name}/{version}", "", ""));
        samples.add(new Sample("POST", "/internal/invocations", "?function=nobody&source=bucket", "{}"));
        samples.add(new Sample("POST", "/internal/invocations", "?function=", "{}"));
        samples.add(new Sample("GET", "/openapi.json", "", ""));
        samples.add(new Sample("DELETE", "/v1/distributions/{id}", "", ""));
        samples.add(new Sample("DELETE", "/v1/distributions/{id}", "?force=true", ""));
        samples.addAll(invocations());
        samples.addAll(rules());
        samples.addAll(output());
        samples.add(new Sample("DELETE", "/v1/functions/{name}", "", ""));
        for (String collection : List.of("cache-policies", "origin-request-policies", "response-headers-policies")) {
            samples.add(new Sample("DELETE", "/v1/" + collection + "/{id}", "?force=true", ""));
            samples.add(new Sample("DELETE", "/v1/" + collection + "/{id}", "?force=true", ""));
        }
        return samples;
    }

    private static List<Sample> deployments(String alias) {
        String one = alias + "/deployments/{deploymentId}";
        String canary = "{\"functionVersion\": \"2\", \"deploymentConfigName\": \"Canary10Percent5Minutes\"}";
        return List.of(
                new Sample("POST", alias + "/deployments", "", canary),
                new Sample("PUT", "/v1/functions/{name}", "?timeout=6", "jar"),
                new Sample("POST", alias + "/deployments", "", canary),
                new Sample("POST", alias + "/deployments", "", "{\"colour\": 1}"),
                new Sample("GET", alias + "/deployments", "", ""),
                new Sample("GET", one, "?wait=1", ""),
                new Sample("GET", one, "?wait=x", ""),
                new Sample("POST", one + "/stop", "?rollback=perhaps", ""),
                new Sample("POST", one + "/stop", "?rollback=true", ""),
                new Sample("GET", one, "", ""));
    }

    private static List<Sample> keyValueSamples() {
        String store = "/v1/key-value-stores/{name}";
        String keys = store + "/keys";
        return List.of(
                new Sample("PUT", store, "", "{\"comment\": \"of the contract\"}"),
                new Sample("PUT", store, "", "{\"comment\": \"another\"}"),
                new Sample("GET", "/v1/key-value-stores", "", ""),
                new Sample("GET", store, "?wait=5", ""),
                new Sample("POST", keys, "?force=true", "{\"puts\": [{\"key\": \"a\", \"value\": \"1\"}]}"),
                new Sample("POST", keys, "?force=true", "{}"),
                new Sample("PUT", store + "/value", "?key=k&force=true", "{\"value\": \"2\"}"),
                new Sample("GET", store + "/value", "?key=k", ""),
                new Sample("GET", keys, "?limit=1", ""),
                new Sample("DELETE", store + "/value", "?key=k&force=true", ""),
                new Sample("DELETE", store + "/value", "?key=k&force=true", ""),
                new Sample("DELETE", store, "", ""),
                new Sample("DELETE", store, "?force=true", ""),
                new Sample("GET", store, "", ""));
    }

    private static List<Sample> concurrencySamples() {
        String concurrency = "/v1/functions/{name}/concurrency";
        return List.of(
                new Sample("GET", concurrency, "", ""),
                new Sample("PUT", concurrency, "", "{\"reserved\": [{\"reservedConcurrentExecutions\": 10}]}"),
                new Sample("PUT", concurrency, "", "{\"reserved\": [{\"reservedConcurrentExecutions\": 20}]}"),
                new Sample(
                        "PUT", concurrency, "?force=true", "{\"reserved\": [{\"reservedConcurrentExecutions\": 901}]}"),
                new Sample("PUT", concurrency, "", "{\"reserved\": 1}"),
                new Sample("GET", concurrency, "?wait=5", ""),
                new Sample("DELETE", concurrency, "", ""),
                new Sample("DELETE", concurrency, "?force=true", ""),
                new Sample("GET", "/v1/account-settings", "", ""),
                new Sample("PUT", "/v1/account-settings", "", "{\"concurrentExecutions\": 1500}"),
                new Sample("PUT", "/v1/account-settings", "", "{\"concurrentExecutions\": 5}"),
                new Sample("GET", "/v1/account-settings", "?wait=5", ""));
    }

    /** The node that follows takes no invocations. */
    private static List<Sample> invocations() {
        String config = "/v1/functions/{name}/event-invoke-config";
        String letters = "/v1/functions/{name}/dead-letters";
        return List.of(
                new Sample("POST", "/v1/functions/{name}/invocations", "", "{}"),
                new Sample("POST", "/v1/functions/{name}/invocations", "?qualifier=99", "{}"),
                new Sample("PUT", config, "", "{\"concurrency\": 2}"),
                new Sample("PUT", config, "", "{\"concurrency\": 0}"),
                new Sample("GET", config, "", ""),
                new Sample("DELETE", config, "", ""),
                new Sample("GET", letters, "", ""),
                new Sample("GET", letters + "/{requestId}", "", ""),
                new Sample("POST", letters + "/{requestId}/replay", "", ""),
                new Sample("DELETE", letters + "/{requestId}", "", ""));
    }

    private static List<Sample> rules() {
        String rule = "/v1/event-rules/{name}";
        return List.of(
                new Sample("PUT", rule, "", "{\"scheduleExpression\": \"rate(1 day)\", \"function\": \"contract\"}"),
                new Sample("PUT", rule, "", "{\"scheduleExpression\": \"rate(1 hour)\", \"function\": \"contract\"}"),
                new Sample("PUT", rule, "", "{\"scheduleExpression\": \"now\", \"function\": \"contract\"}"),
                new Sample("GET", rule, "", ""),
                new Sample("GET", "/v1/event-rules", "", ""),
                new Sample("DELETE", rule, "", ""),
                new Sample("DELETE", rule, "?force=true", ""),
                new Sample("GET", rule, "", ""));
    }

    private static List<Sample> output() {
        String batch = "/internal/function-output";
        String retention = "/v1/functions/{name}/log-retention";
        return List.of(
                new Sample("POST", batch, "", """
                        {"node": "edge-1", "region": "eu", "run": "r", "batch": 1,
                         "printed": [{"function": "contract", "version": 1,
                                      "lines": [{"at": 1, "requestId": "", "text": "hello"}]}],
                         "used": [{"function": "contract", "version": 1, "tier": "VERTICLE", "minute": 29766240,
                                   "invocations": 1, "errors": 0, "throttles": 0, "durationMicros": 1500,
                                   "billedMillis": 0, "megabyteMillis": 0,
                                   "latency": [0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}]}"""),
                new Sample("POST", batch, "", "{\"node\": \"edge-1\"}"),
                new Sample("GET", "/v1/functions/{name}/logs", "", ""),
                new Sample("GET", "/v1/functions/{name}/logs", "?position=x", ""),
                new Sample("GET", retention, "", ""),
                new Sample("PUT", retention, "", "{\"retentionInDays\": 30}"),
                new Sample("PUT", retention, "", "{\"retentionInDays\": 3654}"),
                new Sample("GET", retention, "", ""),
                new Sample("DELETE", retention, "", ""),
                new Sample("GET", "/v1/functions/{name}/usage", "?since=2026-01-01&until=2099-01-01", ""),
                new Sample("GET", "/v1/functions/{name}/usage", "?since=yesterday", ""),
                new Sample("GET", "/v1/function-usage", "?since=2026-01-01", ""));
    }

    @Test
    void everyOperationAnswersAsItIsDescribed() throws IOException {
        Map<String, String> values = new LinkedHashMap<>(
                Map.of("id", "contract", "name", "contract", "version", "1", "prewarmId", "x", "alias", "live"));
        values.put("requestId", "x");
        values.put("deploymentId", "x");
        Set<String> used = new TreeSet<>();
        for (Sample sample : samples()) {
            Answered answer = ask(sample, values);
            String location = answer.header("Location");
            if (location != null && location.contains("/invalidations/")) {
                values.put("invalidationId", location.substring(location.lastIndexOf('/') + 1));
            }
            if (location != null && location.contains("/deployments/")) {
                values.put("deploymentId", location.substring(location.lastIndexOf('/') + 1));
            }
            verify(sample, answer);
            used.add(sample.method() + " " + sample.path());
        }
        // Its answer does not end: LiveTest holds it.
        used.add("GET /v1/live");
        assertThat(used).isEqualTo(documented());
    }

    @Test
    void whatIsNotDescribedIsNotThere() {
        Map<String, String> values =
                Map.of("id", "x", "name", "x", "version", "1", "invalidationId", "x", "prewarmId", "x", "alias", "x");
        Set<String> documented = documented();
        document.path("paths").fieldNames().forEachRemaining(path -> {
            for (String method : METHODS) {
                if (!documented.contains(method + " " + path)) {
                    Answered answer = ask(new Sample(method, path, "", ""), values);
                    assertThat(answer.status()).as(method + " " + path).isEqualTo(405);
                }
            }
        });
    }

    private static void verify(Sample sample, Answered answer) throws IOException {
        String what = sample + " answered " + answer;
        JsonNode operation =
                document.path("paths").path(sample.path()).path(sample.method().toLowerCase(Locale.ROOT));
        JsonNode response = operation.path("responses").path(Integer.toString(answer.status()));
        assertThat(response.isMissingNode()).as(what).isFalse();
        String type = answer.header("Content-Type");
        if (type == null) {
            assertThat(response.has("content")).as(what).isFalse();
            return;
        }
        JsonNode content = response.path("content").path(type);
        assertThat(content.isMissingNode()).as(what).isFalse();
        if (type.contains("json")) {
            assertThat(SchemaCheck.faults(document, content.path("schema"), JSON.readTree(answer.text())))
                    .as(what)
                    .isEmpty();
        }
    }

    private static Answered ask(Sample sample, Map<String, String> values) {
        String path = sample.path();
        for (Map.Entry<String, String> value : values.entrySet()) {
            path = path.replace("{" + value.getKey() + "}", value.getValue());
        }
        String target = path + sample.query();
        if (path.startsWith("/internal/")) {
            NodeAuthenticator node = ControlPlanes.authenticator(ControlPlanes.config(folder), "edge-1");
            Asked asked = Asked.of(sample.method(), control.url() + target)
                    .with(NodeAuthenticator.FIELD, node.sign(sample.method(), target, name -> List.of()));
            return viewer.send(sample.body().isEmpty() ? asked : asked.body(sample.body()));
        }
        Asked asked = operator.asked(sample.method(), target);
        if (sample.body().equals("jar")) {
            return operator.send(asked.body(Buffer.buffer(Jars.function("example.Contract", ""))));
        }
        return operator.send(sample.body().isEmpty() ? asked : asked.body(sample.body()));
    }

    private static Set<String> documented() {
        Set<String> documented = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return documented;
    }
}
