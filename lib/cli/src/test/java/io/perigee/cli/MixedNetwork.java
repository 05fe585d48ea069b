package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.node.auth.NetworkKeys;
import io.perigee.testkit.Await;
import io.perigee.testkit.LastingPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One node of each kind, each a process of some build, and an operator with this build's commands.
 *
 * <pre>
 * viewer ─► edge ─► regional cache ─► origin node
 *             └────────┴──► control plane ◄── operator
 * </pre>
 */
final class MixedNetwork implements AutoCloseable {

    static final String CONTROL = "control";
    static final String ORIGIN = "origin";
    static final String REGIONAL = "regional";
    static final String EDGE = "edge";

    private static final String KEY = "PERIGEEEXAMPLE";
    private static final String SECRET = "only-for-this-test";

    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int api = LastingPorts.pick();
    private final int website = LastingPorts.pick();
    private final int uploads = LastingPorts.pick();
    private final int viewers = LastingPorts.pick();
    private final Map<String, ReleasedNode> nodes;

    MixedNetwork(Path folder) throws IOException {
        this.folder = folder;
        Path keys = Files.writeString(folder.resolve("network.keys"), NetworkKeys.generate(new SecureRandom()) + "\n");
        String name = "mixed-" + UUID.randomUUID();
        int cluster = LastingPorts.pick();
        int hop = LastingPorts.pick();
        String member = """
                node: {id: %%s, region: eu, location: FRA56-P1, latitude: 50.11, longitude: 8.68}
                network:
                  name: %s
                  members: ["127.0.0.1:%d"]
                  controlPlanes: ["http://127.0.0.1:%d"]
                  keyFile: %s
                cache: {memory: 16MiB, disk: {path: %s/%%s-cache, size: 64MiB}}
                eventLoops: 1
                """.formatted(name, cluster, api, keys, folder);
        nodes = Map.of(
                CONTROL,
                node(CONTROL, """
                        id: control-1
                        api: {host: 127.0.0.1, port: %d}
                        router: {enabled: false}
                        tokens: {share: false}
                        cluster: {name: %s, bindAddress: 127.0.0.1, port: %d}
                        keyFile: %s
                        """.formatted(api, name, cluster, keys)),
                ORIGIN,
                node(ORIGIN, """
                        name: origin-1
                        website: {host: 127.0.0.1, port: %d}
                        api: {host: 127.0.0.1, port: %d}
                        accessKeys: [{id: %s, secret: %s}]
                        buckets: {site: {website: {}}}
                        defaultWebsite: site
                        networkOnly: true
                        networkKeys: %s
                        """.formatted(website, uploads, KEY, SECRET, keys)),
                REGIONAL,
                node(
                        REGIONAL,
                        member.formatted(REGIONAL, REGIONAL) + "listener: {host: 127.0.0.1, port: " + hop
                                + "}\ninternalUrl: http://127.0.0.1:" + hop + "\n"),
                EDGE,
                node(EDGE, member.formatted(EDGE, EDGE) + "listeners: [{host: 127.0.0.1, port: " + viewers + "}]\n"));
    }

    private ReleasedNode node(String role, String settings) throws IOException {
        return new ReleasedNode(role, folder.resolve(role), settings, http);
    }

    private ReleasedNode of(String role) {
        return Objects.requireNonNull(nodes.get(role));
    }

    /** Starts all of it. */
    void start(String classPath) throws IOException {
        for (ReleasedNode node : nodes.values()) {
            node.start(classPath);
        }
        nodes.values().forEach(ReleasedNode::awaitReady);
    }

    /** Stops some nodes, one after the other, and starts them by the programs of that build. */
    void restart(String classPath, String... roles) throws IOException, InterruptedException {
        for (String role : roles) {
            ReleasedNode node = of(role);
            node.stop();
            node.start(classPath);
            node.awaitReady();
        }
    }

    /** Starts a node with nothing of what it knew. */
    void startAnew(String classPath, String role) throws IOException, InterruptedException {
        ReleasedNode node = of(role);
        node.stop();
        // Another name, for those that look at what went wrong.
        Files.move(node.data(), folder.resolve(role).resolve("data-before"));
        node.start(classPath);
        node.awaitReady();
    }

    /** The distribution, with a policy, a function and a key value store whose values are those of the round. */
    void deploy(int round) throws IOException, InterruptedException {
        operator("kvs", "create", "rounds");
        operator("kvs", "put", "rounds", "round=" + round);
        upload(round);
        publish(round);
        operator("apply", "-f", policy(round).toString());
        Path site = Files.writeString(folder.resolve("site.yaml"), """
                kind: Distribution
                id: site
                aliases: [localhost, 127.0.0.1]
                origins:
                  - {id: store, domainName: 127.0.0.1, httpPort: %d, protocolPolicy: http-only, networkOnly: true}
                defaultCacheBehavior:
                  targetOriginId: store
                  cachePolicyId: Managed-CachingOptimized
                  responseHeadersPolicyId: rounds
                  functionAssociations: [{eventType: viewer-response, function: mark}]
                """.formatted(website));
        operator("apply", "-f", site.toString(), "--wait");
    }

    /** Changes content, policy, function and key value store, and invalidates the content. */
    void change(int round) throws IOException, InterruptedException {
        upload(round);
        operator("apply", "-f", policy(round).toString(), "--wait");
        publish(round);
        operator("kvs", "put", "rounds", "round=" + round);
        operator("invalidate", "site", "/*", "--wait");
        assertThat(get().body()).as("what is served after the invalidation").isEqualTo(content(round));
    }

    private static String content(int round) {
        return "content of round " + round;
    }

    private Path policy(int round) throws IOException {
        return Files.writeString(folder.resolve("policy.yaml"), """
                kind: ResponseHeadersPolicy
                id: rounds
                customHeaders: [{name: Round, value: "%d"}]
                """.formatted(round));
    }

    private void publish(int round) throws IOException {
        Path code = Files.writeString(folder.resolve("mark.js"), """
                import cf from 'cloudfront';
                const rounds = cf.kvs();
                async function handler(event) {
                  event.response.headers['function'] = {value: '%d'};
                  event.response.headers['store'] = {value: await rounds.get('round')};
                  return event.response;
                }
                """.formatted(round));
        operator("functions", "deploy", "mark", "--package", code.toString(), "--kvs", "rounds", "--wait");
    }

    /** With curl, which knows how to sign for S3. */
    private void upload(int round) throws IOException, InterruptedException {
        Path page = Files.writeString(folder.resolve("index.html"), content(round));
        Path log = folder.resolve("upload.log");
        int exit = new ProcessBuilder(List.of(
                        "curl",
                        "--fail-with-body",
                        "--silent",
                        "--show-error",
                        "--request",
                        "PUT",
                        "--header",
                        "x-amz-content-sha256: UNSIGNED-PAYLOAD",
                        "--header",
                        "Content-Type: text/plain",
                        "--data-binary",
                        "@" + page,
                        "--aws-sigv4",
                        "aws:amz:us-east-1:s3",
                        "--user",
                        KEY + ":" + SECRET,
                        "http://127.0.0.1:" + uploads + "/site/index.html"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(exit).as(() -> said(log)).isZero();
    }

    private static String said(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void operator(String... arguments) {
        CommandRun.Result result = new CommandRun(folder)
                .variable("PERIGEE_SERVER", "http://127.0.0.1:" + api)
                .variable(
                        "PERIGEE_TOKEN",
                        said(of(CONTROL).data().resolve("api-token")).strip())
                .run(arguments);
        assertThat(result.exitCode())
                .as(() -> String.join(" ", arguments) + "\n" + result.out() + result.err() + logs())
                .isZero();
    }

    /** All that the operator has changed reaches viewers by both tiers. */
    void awaitRound(int round) {
        String expected = "200 " + content(round) + " policy=" + round + " function=" + round + " store=" + round;
        AtomicReference<String> seen = new AtomicReference<>("");
        Await.until(() -> expected + ", but was " + seen.get() + logs(), () -> {
            seen.set(shown(get()));
            return seen.get().equals(expected);
        });
    }

    private static String shown(HttpResponse<String> answer) {
        return answer.statusCode() + " " + answer.body() + " policy=" + field(answer, "round") + " function="
                + field(answer, "function") + " store=" + field(answer, "store");
    }

    private static String field(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private HttpResponse<String> get() {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + viewers + "/index.html"))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("the edge does not answer: " + logs(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String logs() {
        StringBuilder logs = new StringBuilder();
        nodes.forEach(
                (role, node) -> logs.append("\n--- ").append(role).append('\n').append(node.said()));
        return logs.toString();
    }

    @Override
    public void close() {
        nodes.values().forEach(ReleasedNode::close);
        http.shutdownNow();
    }
}
