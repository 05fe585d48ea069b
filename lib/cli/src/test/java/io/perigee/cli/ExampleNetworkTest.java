package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.perigee.cli.CommandRun.Result;
import io.perigee.node.auth.NetworkKeys;
import io.perigee.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The configurations of {@code examples/network}, one of each kind, as processes on other ports. */
@Timeout(180)
class ExampleNetworkTest {

    private static final Path EXAMPLE = Path.of("../../examples/network");
    private static final Pattern EDGE_UP =
            Pattern.compile(".*edge-eu-1 is up: viewers at (http://127\\.0\\.0\\.1:\\d+), .*");
    private static final Pattern REGIONAL_UP = Pattern.compile(".*regional-eu-1 is up: .*");
    private static final Pattern CONTROL_UP =
            Pattern.compile(".*control-1 is up: API at (http://127\\.0\\.0\\.1:\\d+), .*");

    @TempDir
    private Path folder;

    private final String network = "example-" + UUID.randomUUID();

    @Test
    void processesThatStartInAnyOrderServeASiteTogetherAndEndWell() throws Exception {
        HttpServer origin = origin();
        int apiPort = freePort();
        int clusterPort = freePort();
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(folder.resolve("run/network.key"), NetworkKeys.generate(new SecureRandom()) + "\n");
        Map<String, String> environment =
                Map.of("XDG_CONFIG_HOME", folder.resolve("xdg").toString());
        try (NodeChild edge = node(environment, "edge", "edge-eu-1.yaml", apiPort, clusterPort);
                NodeChild regional = node(environment, "regional", "regional-eu.yaml", apiPort, clusterPort);
                NodeChild control = node(environment, "control", "control.yaml", apiPort, clusterPort);
                HttpClient http = HttpClient.newHttpClient()) {
            String server = control.line(CONTROL_UP).group(1);
            regional.line(REGIONAL_UP);
            String site = edge.line(EDGE_UP).group(1) + "/";

            Result applied =
                    user(server).run("apply", "-f", distribution(origin).toString(), "--wait");

            assertThat(applied.err()).doesNotContain("perigee:");
            assertThat(applied.exitCode()).isZero();
            AtomicReference<HttpResponse<String>> answer = new AtomicReference<>();
            Await.until(() -> "both tiers deliver: " + answer.get(), () -> {
                answer.set(get(http, site));
                return answer.get().statusCode() == 200
                        && answer.get().headers().firstValue("Via").orElse("").contains("regional-eu-1.perigee");
            });
            assertThat(answer.get().body()).isEqualTo("the page");
            assertThat(user(server).run("nodes").out()).contains("control-1", "edge-eu-1", "regional-eu-1");

            edge.terminate();
            regional.terminate();
            control.terminate();
            assertThat(edge.exitCode()).isZero();
            assertThat(regional.exitCode()).isZero();
            assertThat(control.exitCode()).isZero();
        } finally {
            origin.stop(0);
        }
    }

    private static HttpServer origin() throws IOException {
        HttpServer origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext("/", exchange -> {
            byte[] body = "the page".getBytes(StandardCharsets.US_ASCII);
            // Not to be kept, so that every request goes through both tiers.
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        origin.start();
        return origin;
    }

    /** The example with the network's two known ports elsewhere, and any free one for all others. */
    private NodeChild node(Map<String, String> environment, String role, String file, int apiPort, int clusterPort)
            throws IOException {
        String text = Files.readString(EXAMPLE.resolve(file))
                .replace("nine-processes", network)
                .replace("127.0.0.1:7400", "127.0.0.1:" + apiPort)
                .replace("127.0.0.1:7410", "127.0.0.1:" + clusterPort)
                .replace("port: 7400", "port: " + apiPort)
                .replace("port: 7410", "port: " + clusterPort)
                .replaceAll("port: (?!(?:" + apiPort + "|" + clusterPort + ")\\b)\\d+", "port: 0");
        Path config = Files.writeString(folder.resolve(file), text);
        return new NodeChild(environment, role, "--config", config.toString());
    }

    private Path distribution(HttpServer origin) throws IOException {
        String text = Files.readString(EXAMPLE.resolve("distribution.yaml"))
                .replace("httpPort: 7500", "httpPort: " + origin.getAddress().getPort());
        return Files.writeString(folder.resolve("distribution.yaml"), text);
    }

    private CommandRun user(String server) {
        return new CommandRun(folder)
                .variable("PERIGEE_SERVER", server)
                .variable("XDG_CONFIG_HOME", folder.resolve("xdg").toString());
    }

    private static HttpResponse<String> get(HttpClient http, String url) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create(url)).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
