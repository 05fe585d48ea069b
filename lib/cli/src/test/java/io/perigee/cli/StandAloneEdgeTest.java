package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
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
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own: what it prints, serves, and how it ends. */
@Timeout(180)
class StandAloneEdgeTest {

    private static final Pattern READY = Pattern.compile("edge is ready: (http://127\\.0\\.0\\.1:\\d+) in front of .*");

    @TempDir
    private Path folder;

    @Test
    void servesAnOriginFromItsCacheAndEndsWellOnSigterm() throws Exception {
        HttpServer origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Cache-Control", "max-age=60");
            byte[] body = "hello".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        origin.start();
        String originUrl = "http://127.0.0.1:" + origin.getAddress().getPort();
        String log = folder.resolve("access.log").toString();
        try (NodeChild edge = new NodeChild(
                        Map.of(),
                        "edge",
                        "--listen",
                        "127.0.0.1:0",
                        "--origin",
                        originUrl,
                        "--memory",
                        "16MiB",
                        "--access-log",
                        log);
                HttpClient http = HttpClient.newHttpClient()) {
            String url = edge.line(READY).group(1);

            HttpResponse<String> first = get(http, url + "/a");
            HttpResponse<String> second = get(http, url + "/a");

            assertThat(first.body()).isEqualTo("hello");
            assertThat(first.headers().firstValue("X-Cache")).contains("Miss from perigee");
            assertThat(second.headers().firstValue("X-Cache")).contains("Hit from perigee");
            edge.terminate();
            assertThat(edge.exitCode()).isZero();
            assertThat(Files.readString(Path.of(log))).contains("/a");
        } finally {
            origin.stop(0);
        }
    }

    @Test
    void aPortInUseEndsItWithAnErrorThatNamesThePort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            try (NodeChild edge =
                    new NodeChild(Map.of(), "edge", "--listen", address, "--origin", "http://127.0.0.1:9")) {
                String all = edge.rest();
                assertThat(edge.exitCode()).isEqualTo(1);
                assertThat(all)
                        .contains("perigee: the node did not start")
                        .contains(Integer.toString(taken.getLocalPort()));
            }
        }
    }

    @Test
    void wrongArgumentsAreRefusedBeforeAnythingStarts() {
        CommandRun user = new CommandRun(folder);

        assertThat(user.run("edge").err()).contains("an edge needs an origin or a configuration");
        assertThat(user.run("edge", "--origin", "example.org"))
                .isEqualTo(new CommandRun.Result(
                        2,
                        "",
                        "perigee: --origin is \"example.org\"\n  expected: http://HOST:PORT or https://HOST:PORT\n"));
        assertThat(user.run("edge", "--origin", "http://h:1", "--memory", "lots")
                        .exitCode())
                .isEqualTo(2);
        assertThat(user.run("edge", "--origin", "http://h:1", "--listen", "80").err())
                .startsWith("perigee: --listen is \"80\"\n");
    }

    @Test
    void aWrongConfigurationIsRefusedWithEveryViolation() throws IOException {
        Path file = Files.writeString(
                folder.resolve("edge.yaml"), "listeners: [{port: 70000}]\nnode: {id: e1}\ncolour: red\n");

        CommandRun.Result result = new CommandRun(folder).run("edge", "--config", file.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("perigee: " + file + ": not valid\n")
                .contains(
                        "\n  colour: ",
                        "\n  listeners[0].port: 70000 (expected: a whole number; 0 to 65535)\n",
                        "\n  node.region: ");
    }

    private static HttpResponse<String> get(HttpClient http, String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
