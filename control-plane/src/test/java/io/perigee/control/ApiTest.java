package io.perigee.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.ConversationExtension;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One control plane for all tests, each of which uses ids of its own. */
class ApiTest {

    @TempDir
    static Path folder;

    private static Vertx vertx;
    private static Viewer viewer;
    private static ControlNode control;
    private static Operator operator;

    @BeforeAll
    static void starts() {
        vertx = ConversationExtension.newVertx();
        viewer = Viewer.of(vertx);
        control = ControlPlanes.start(vertx, folder);
        operator = new Operator(viewer, control);
    }

    @AfterAll
    static void stops() {
        Await.get(control.close());
        viewer.close();
        Await.get(vertx.close());
    }

    @Test
    void aDistributionIsCreatedReadAndFoundUnchanged() {
        Answered created = operator.put("/v1/distributions/made", Operator.distribution("made.example.org"));
        Answered again = operator.put("/v1/distributions/made", Operator.distribution("made.example.org"));
        Answered read = operator.get("/v1/distributions/made");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo("/v1/distributions/made");
        assertThat(created.header("Cache-Control")).isEqualTo("no-store");
        assertThat(again.status()).isEqualTo(200);
        assertThat(sequence(again)).isEqualTo(sequence(created));
        assertThat(read.header("ETag")).isEqualTo(created.header("ETag"));
        assertThat(new JsonObject(read.text()).getJsonObject("document").getJsonArray("aliases"))
                .containsExactly("made.example.org");
    }

    @Test
    void replacingNeedsTheEntityTagOrForce() {
        String path = "/v1/distributions/guarded";
        String etag =
                operator.put(path, Operator.distribution("guarded.example.org")).header("ETag");
        String other = Operator.distribution("guarded2.example.org");

        Answered unguarded = operator.put(path, other);
        Answered stale = operator.send(operator.putting(path, other).with("If-Match", "\"0000\""));
        Answered onlyNew = operator.send(operator.putting(path, other).with("If-None-Match", "*"));
        Answered good = operator.send(operator.putting(path, other).with("If-Match", "\"0000\", " + etag));
        Answered forced = operator.put(path + "?force=true", Operator.distribution("guarded3.example.org"));
        Answered missing =
                operator.send(operator.putting("/v1/distributions/none", other).with("If-Match", "*"));

        assertThat(unguarded.status()).isEqualTo(428);
        assertThat(unguarded.header("ETag")).isEqualTo(etag);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(onlyNew.status()).isEqualTo(412);
        assertThat(good.status()).isEqualTo(200);
        assertThat(forced.status()).isEqualTo(200);
        assertThat(missing.status()).isEqualTo(412);
    }

    @Test
    void deletingNeedsTheEntityTagOrForce() {
        String path = "/v1/cache-policies/short-lived";
        operator.put(path, "{}");

        assertThat(operator.delete(path).status()).isEqualTo(428);
        assertThat(operator.send(operator.asked("DELETE", path).with("If-Match", "\"x\""))
                        .status())
                .isEqualTo(412);
        Answered deleted = operator.delete(path + "?force=true");
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.body().length()).isZero();
        assertThat(operator.get(path).status()).isEqualTo(404);
        assertThat(operator.delete(path + "?force=true").status()).isEqualTo(404);
    }

    @Test
    void everyViolationOfADocumentIsNamed() {
        Answered refused = operator.put("/v1/distributions/bad", """
            {"aliases": ["NOT A HOST"], "colour": "red",
             "origins": [{"id": "site", "domainName": "origin.example", "httpPort": 0}],
             "defaultCacheBehavior": {"targetOriginId": "other", "cachePolicyId": "Managed-CachingOptimized"}}
            """);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(Operator.violated(refused)).contains("aliases[0]", "colour", "origins[0].httpPort");
    }

    @Test
    void whatContradictsTheNetworkIsAConflict() {
        operator.put("/v1/distributions/owner", Operator.distribution("taken.example.org"));
        operator.put("/v1/cache-policies/used", "{}");
        operator.put(
                "/v1/distributions/user",
                Operator.distribution("user.example.org").replace("Managed-CachingOptimized", "used"));

        Answered taken = operator.put("/v1/distributions/thief", Operator.distribution("taken.example.org"));
        Answered unknown = operator.put(
                "/v1/distributions/lost",
                Operator.distribution("lost.example.org").replace("Managed-CachingOptimized", "nowhere"));
        Answered inUse = operator.delete("/v1/cache-policies/used?force=true");
        Answered managed = operator.delete("/v1/cache-policies/Managed-CachingOptimized?force=true");

        assertThat(taken.status()).isEqualTo(409);
        assertThat(Operator.violated(taken)).containsExactly("aliases[0]");
        assertThat(unknown.status()).isEqualTo(409);
        assertThat(Operator.violated(unknown)).containsExactly("defaultCacheBehavior.cachePolicyId");
        assertThat(inUse.status()).isEqualTo(409);
        assertThat(managed.status()).isEqualTo(409);
    }

    @Test
    void yamlIsTakenAsWell() {
        Answered created = operator.send(operator.asked("PUT", "/v1/cache-policies/from-yaml")
                .with("Content-Type", "application/yaml")
                .body("kind: CachePolicy\nid: from-yaml\ndefaultTtl: 5m\n"));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
    }

    @Test
    void withoutAGoodTokenNothingIsAnswered() {
        Answered none = viewer.get(control.url() + "/v1/distributions");
        Answered wrong = viewer.send(Asked.get(control.url() + "/v1/distributions")
                .with("Authorization", "Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
        Answered basic =
                viewer.send(Asked.get(control.url() + "/v1/distributions").with("Authorization", "Basic YTpi"));

        assertThat(none.status()).isEqualTo(401);
        assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"perigee\"");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.header("WWW-Authenticate")).contains("invalid_token");
        assertThat(basic.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere, 404",
        "GET, /v1/distributions/none, 404",
        "GET, /v1/distributions/, 404",
        "PATCH, /v1/distributions/made, 405",
        "POST, /v1/status, 405",
        "GET, /v1/distributions/made?colour=red, 400",
        "GET, /v1/distributions?limit=0, 400",
        "GET, /v1/distributions/x?wait=never, 400",
        "GET, /v1/distributions?limit=99999999999999999999, 400",
        "HEAD, /v1/status, 200",
    })
    void oddRequestsGetAPreciseAnswer(String method, String path, int status) {
        Answered answer = operator.send(operator.asked(method, path));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        if (status == 405) {
            assertThat(answer.header("Allow")).contains("GET", "HEAD");
        }
    }

    @Test
    void bodiesOfOtherTypesOrSizesAreRefused() {
        Answered type = operator.send(operator.asked("PUT", "/v1/cache-policies/typed")
                .with("Content-Type", "text/html")
                .body("{}"));
        Answered size = operator.put("/v1/cache-policies/large", " ".repeat((1 << 20) + 1));
        Answered malformed = operator.put("/v1/cache-policies/malformed", "{\"id\": ");

        assertThat(type.status()).isEqualTo(415);
        assertThat(size.status()).isEqualTo(413);
        assertThat(malformed.status()).isEqualTo(400);
    }

    @Test
    void anInvalidationWithTheSameReferenceIsTheSameOne() {
        operator.put("/v1/distributions/inv", Operator.distribution("inv.example.org"));
        String path = "/v1/distributions/inv/invalidations";

        Answered first = operator.post(path, "{\"paths\": [\"/a\", \"/b/*\"], \"callerReference\": \"r1\"}");
        Answered again = operator.post(path, "{\"paths\": [\"/b/*\", \"/a\"], \"callerReference\": \"r1\"}");
        Answered other = operator.post(path, "{\"paths\": [\"/c\"], \"callerReference\": \"r1\"}");
        Answered anonymous = operator.post(path, "{\"paths\": [\"/c\"]}");

        assertThat(first.status()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(anonymous.status()).isEqualTo(202);
        JsonArray items = operator.read(path).getJsonArray("items");
        assertThat(items).hasSize(2);
        assertThat(items.getJsonObject(0).getJsonArray("paths")).containsExactly("/c");
        JsonObject page = operator.read(path + "?limit=1");
        assertThat(operator.read(path + "?before=" + page.getLong("next")).getJsonArray("items"))
                .hasSize(1);
    }

    @Test
    void anInvalidationMayBeOfTagsOnlyAndSoft() {
        operator.put("/v1/distributions/inv3", Operator.distribution("inv3.example.org"));
        String path = "/v1/distributions/inv3/invalidations";

        Answered accepted = operator.post(path, "{\"tags\": [\"a\", \"b\"], \"callerReference\": \"r1\"}");
        Answered again = operator.post(path, "{\"tags\": [\"b\", \"a\"], \"callerReference\": \"r1\"}");
        Answered other = operator.post(path, "{\"tags\": [\"a\"], \"callerReference\": \"r1\"}");

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(200);
        assertThat(other.status()).isEqualTo(409);
        JsonObject stored = operator.read(path).getJsonArray("items").getJsonObject(0);
        assertThat(stored.getJsonArray("tags")).containsExactly("a", "b");
        assertThat(stored.getJsonArray("paths")).isEmpty();
        assertThat(stored.getBoolean("soft")).isFalse();
        Answered soft = operator.post(path, "{\"tags\": [\"a\", \"b\"], \"soft\": true, \"callerReference\": \"r1\"}");
        assertThat(soft.status()).isEqualTo(409);
        operator.post(path, "{\"paths\": [\"/a\"], \"soft\": true}");
        assertThat(operator.read(path).getJsonArray("items").getJsonObject(0).getBoolean("soft"))
                .isTrue();
    }

    @Test
    void anInvalidationIsCheckedBeforeItIsAccepted() {
        operator.put("/v1/distributions/inv2", Operator.distribution("inv2.example.org"));
        String path = "/v1/distributions/inv2/invalidations";
        String wildcards = IntStream.rangeClosed(1, 16)
                .mapToObj(i -> "\"/" + i + "/*\"")
                .collect(Collectors.joining(",", "{\"paths\": [", "]}"));

        assertThat(operator.post("/v1/distributions/none/invalidations", "{\"paths\": [\"/\"]}")
                        .status())
                .isEqualTo(404);
        assertThat(Operator.violated(operator.post(path, "{\"paths\": [\"a\"], \"id\": \"mine\"}")))
                .contains("paths[0]", "id");
        assertThat(operator.post(path, wildcards).status()).isEqualTo(400);
        assertThat(operator.post(path, "[]").status()).isEqualTo(400);
        assertThat(Operator.violated(operator.post(path, "{\"paths\": []}"))).containsExactly("paths");
        assertThat(Operator.violated(operator.post(path, "{\"tags\": [\"a,b\"]}")))
                .containsExactly("tags[0]");
    }

    @Test
    void collectionsAreReadByPages() {
        for (String id : List.of("page-1", "page-2", "page-3")) {
            operator.put("/v1/origin-request-policies/" + id, "{}");
        }
        String path = "/v1/origin-request-policies";

        JsonObject first = operator.read(path + "?limit=2");
        JsonObject second = operator.read(path + "?limit=2&after=" + first.getString("next"));

        assertThat(ids(first)).contains("Managed-AllViewer", "page-1", "page-2").doesNotContain("page-3");
        assertThat(ids(second)).containsExactly("page-3");
        assertThat(second.containsKey("next")).isFalse();
    }

    @Test
    void onlyNodesGetWhatIsForNodes() {
        String target = "/internal/snapshot";
        String signature = authenticator().sign("GET", target, name -> List.of());
        Asked signed = Asked.get(control.url() + target).with(NodeAuthenticator.FIELD, signature);

        assertThat(operator.get(target).status()).isEqualTo(401);
        assertThat(viewer.send(Asked.get(control.url() + "/internal/log").with(NodeAuthenticator.FIELD, signature))
                        .status())
                .as("a signature of another request")
                .isEqualTo(401);
        assertThat(viewer.send(signed).status()).isEqualTo(200);
        assertThat(viewer.send(signed).status()).as("replayed").isEqualTo(401);
    }

    private static NodeAuthenticator authenticator() {
        return ControlPlanes.authenticator(ControlPlanes.config(folder), "edge-1");
    }

    private static long sequence(Answered answer) {
        return new JsonObject(answer.text()).getLong("sequence");
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .map(item -> item.getString("id"))
                .toList();
    }
}
