package io.perigee.control;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.delivery.network.HttpControlPlane;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Await;
import io.perigee.testkit.ConversationExtension;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions, their aliases, and the key value stores that they read, through the API. Each test uses names of its own. */
class FunctionApiTest {

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
    void aFunctionIsPublishedFetchedAndKeptWhileItIsUsed() {
        byte[] one = Jars.function("example.Hello", "one");
        byte[] two = Jars.function("example.Hello", "two");

        Answered first = operator.upload("/v1/functions/hello", one);
        Answered same = operator.upload("/v1/functions/hello", one);
        Answered second = operator.upload("/v1/functions/hello", two);
        operator.put(
                "/v1/distributions/with-function",
                Operator.distribution("function.example.org")
                        .replace(
                                "\"cachePolicyId\"",
                                "\"functionAssociations\": [{\"eventType\": \"viewer-request\", \"function\":"
                                        + " \"hello\"}], \"cachePolicyId\""));
        Answered inUse = operator.delete("/v1/functions/hello");

        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(same.status()).isEqualTo(200);
        assertThat(new JsonObject(second.text()).getInteger("version")).isEqualTo(2);
        assertThat(operator.read("/v1/functions/hello?wait=1").getInteger("latest"))
                .isEqualTo(2);
        assertThat(inUse.status()).isEqualTo(409);
        var node = new HttpControlPlane(vertx, List.of(control.url()), authenticator());
        assertThat(Await.get(node.functionCode("hello", 1)).getBytes()).isEqualTo(one);
        assertThat(Await.failure(node.functionCode("hello", 9))).hasMessageContaining("404");
        operator.delete("/v1/distributions/with-function?force=true");
        assertThat(operator.delete("/v1/functions/hello").status()).isEqualTo(204);
        assertThat(new JsonObject(operator.upload("/v1/functions/hello", two).text()).getInteger("version"))
                .isEqualTo(3);
    }

    @Test
    void anAliasIsMovedByItsEntityTagAndKeptWhileItIsUsed() {
        operator.upload("/v1/functions/aliased", Jars.function("example.Hello", "one"));
        operator.upload("/v1/functions/aliased", Jars.function("example.Hello", "two"));
        String path = "/v1/functions/aliased/aliases/live";

        Answered created = operator.put(path, "{\"functionVersion\": \"1\"}");
        Answered unguarded = operator.put(path, "{\"functionVersion\": \"2\"}");
        String weighted =
                "{\"functionVersion\": \"1\", \"routingConfig\": {\"additionalVersionWeights\": {\"2\": 0.05}}}";
        Answered moved = operator.send(
                operator.putting(path, weighted).with("If-Match", requireNonNull(created.header("ETag"))));
        Answered stale = operator.send(operator.putting(path, weighted).with("If-Match", "\"other\""));
        Answered unknown = operator.put(path + "?force=true", "{\"functionVersion\": \"7\"}");
        operator.put(
                "/v1/distributions/with-alias",
                Operator.distribution("alias.example.org")
                        .replace(
                                "\"cachePolicyId\"",
                                "\"functionAssociations\": [{\"eventType\": \"viewer-request\", \"function\":"
                                        + " \"aliased\", \"version\": \"live\"}], \"cachePolicyId\""));

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(unguarded.status()).isEqualTo(428);
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(new JsonObject(moved.text())
                        .getJsonObject("routingConfig")
                        .getJsonObject("additionalVersionWeights")
                        .getMap())
                .isEqualTo(Map.of("2", 0.05));
        assertThat(stale.status()).isEqualTo(412);
        assertThat(unknown.status()).isEqualTo(409);
        assertThat(Operator.violated(unknown)).containsExactly("functionVersion");
        assertThat(operator.read("/v1/functions/aliased/aliases").getJsonArray("items"))
                .hasSize(1);
        assertThat(operator.delete(path + "?force=true").status()).isEqualTo(409);
        assertThat(operator.delete("/v1/functions/aliased/versions/2").status()).isEqualTo(409);
        assertThat(operator.delete("/v1/functions/aliased/versions/9").status()).isEqualTo(404);
        operator.delete("/v1/distributions/with-alias?force=true");
        assertThat(operator.delete(path + "?force=true").status()).isEqualTo(204);
        assertThat(operator.delete("/v1/functions/aliased/versions/2").status()).isEqualTo(204);
        assertThat(operator.delete("/v1/functions/aliased").status()).isEqualTo(204);
    }

    @Test
    void whatIsNoAliasIsRefusedWithEverythingThatIsWrong() {
        operator.upload("/v1/functions/aliased", Jars.function("example.Hello", "one"));

        Answered refused = operator.put(
                "/v1/functions/aliased/aliases/live",
                "{\"functionVersion\": \"latest\", \"routingConfig\": {\"additionalVersionWeights\": {\"2\": 1.5}},"
                        + " \"x\": 1}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(Operator.violated(refused))
                .containsExactly("x", "functionVersion", "routingConfig.additionalVersionWeights.2");
        assertThat(Operator.violated(operator.put("/v1/functions/aliased/aliases/12", "{\"functionVersion\": \"1\"}")))
                .containsExactly("name");
        operator.delete("/v1/functions/aliased");
    }

    @Test
    void aFunctionIsCreatedOnlyOnceWhereThatIsAskedFor() {
        Answered first = operator.send(operator.asked("PUT", "/v1/functions/once")
                .with("If-None-Match", "*")
                .body(Buffer.buffer(Jars.function("example.Hello", "one"))));
        Answered second = operator.send(operator.asked("PUT", "/v1/functions/once")
                .with("If-None-Match", "*")
                .body(Buffer.buffer(Jars.function("example.Hello", "two"))));

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(412);
        operator.delete("/v1/functions/once");
    }

    @Test
    void aFunctionThatCannotRunIsNotPublished() {
        assertThat(operator.upload("/v1/functions/broken", new byte[] {1, 2, 3}).status())
                .isEqualTo(400);
        Answered elsewhere =
                operator.upload("/v1/functions/broken?handler=example.Other", Jars.function("example.Hello", ""));
        assertThat(elsewhere.status()).isEqualTo(400);
        assertThat(Operator.violated(elsewhere)).containsExactly("handler");
        assertThat(operator.upload("/v1/functions/bad.name", Jars.function("a.B", ""))
                        .status())
                .isEqualTo(400);
        Answered tooLarge = operator.upload("/v1/functions/broken", new byte[(50 << 20) + 1]);
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(operator.get("/v1/functions/broken").status()).isEqualTo(404);
        Await.until("no upload is left", () -> isEmpty(folder.resolve("control/uploads")));
    }

    @Test
    void keysArePutAndDeletedTogetherByTheStoresEntityTag() {
        String path = "/v1/key-value-stores/redirects";
        Answered created = operator.put(path, "{\"comment\": \"of old paths\"}");
        String first = requireNonNull(created.header("ETag"));
        String update =
                "{\"puts\": [{\"key\": \"/a b+c\", \"value\": \"/new\"}, {\"key\": \"/d\", \"value\": \"/e\"}]}";

        Answered unguarded = operator.post(path + "/keys", update);
        Answered updated = operator.send(
                operator.asked("POST", path + "/keys").with("If-Match", first).body(update));
        Answered stale = operator.send(operator.asked("POST", path + "/keys")
                .with("If-Match", first)
                .body("{\"deletes\": [{\"key\": \"/d\"}]}"));
        Answered removed = operator.delete(path + "/value?key=%2Fd&force=true");

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(unguarded.status()).isEqualTo(428);
        assertThat(updated.status()).as(updated.text()).isEqualTo(200);
        assertThat(updated.header("ETag")).isNotEqualTo(first);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(operator.read(path + "/value?key=%2Fa%20b%2Bc").getString("value"))
                .isEqualTo("/new");
        assertThat(new JsonObject(removed.text()).getInteger("itemCount")).isEqualTo(1);
        assertThat(operator.read(path).getLong("totalSizeInBytes")).isEqualTo(10);
        var node = new HttpControlPlane(vertx, List.of(control.url()), authenticator());
        assertThat(requireNonNull(Await.get(node.snapshot())
                                .config()
                                .keyValueStores()
                                .get("redirects"))
                        .items())
                .isEqualTo(Map.of("/a b+c", "/new"));
        assertThat(operator.delete(path + "?force=true").status()).isEqualTo(204);
    }

    @Test
    void updatesBeyondTheLimitsAreRefusedWhole() {
        String path = "/v1/key-value-stores/limits";
        operator.put(path, "{}");

        assertThat(Operator.violated(operator.post(
                        path + "/keys?force=true",
                        "{\"puts\": [{\"key\": \"" + "\u00fc".repeat(300) + "\", \"value\": \"" + "x".repeat(1_025)
                                + "\"}, {\"key\": \"k\", \"value\": \"\"}], \"deletes\": [{\"key\": \"k\"}]}")))
                .containsExactly("puts[0].value", "puts[0].key", "deletes[0].key");
        assertThat(operator.read(path).getInteger("itemCount")).isZero();
        operator.delete(path + "?force=true");
    }

    @Test
    void aStoreThatAFunctionReadsIsKept() {
        byte[] script = "function handler(event) { return event.request; }".getBytes(StandardCharsets.UTF_8);
        String function = "/v1/functions/reader?runtime=cloudfront-js-2.0&keyValueStore=read";

        Answered missing = operator.upload(function, script);
        operator.put("/v1/key-value-stores/read", "{}");
        Answered published = operator.upload(function, script);
        Answered old = operator.upload(function.replace("2.0", "1.0"), script);

        assertThat(missing.status()).isEqualTo(409);
        assertThat(Operator.violated(missing)).containsExactly("keyValueStore");
        assertThat(published.status()).as(published.text()).isEqualTo(201);
        assertThat(new JsonObject(published.text()).getString("keyValueStore")).isEqualTo("read");
        assertThat(Operator.violated(old)).containsExactly("keyValueStore");
        assertThat(operator.delete("/v1/key-value-stores/read?force=true").status())
                .isEqualTo(409);
        operator.delete("/v1/functions/reader");
        assertThat(operator.delete("/v1/key-value-stores/read?force=true").status())
                .isEqualTo(204);
    }

    private static boolean isEmpty(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NodeAuthenticator authenticator() {
        return ControlPlanes.authenticator(ControlPlanes.config(folder), "edge-1");
    }
}
