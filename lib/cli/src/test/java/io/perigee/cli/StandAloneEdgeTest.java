package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own: what it prints, serves, and how it ends. */
@Timeout(60)
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
        Path log = folder.resolve("access.log");
        Process edge = perigee(
                "edge",
                "--listen",
                "127.0.0.1:0",
                "--origin",
                "http://127.0.0.1:" + origin.getAddress().getPort(),
                "--memory",
                "16MiB",
                "--access-log",
                log.toString());
        try (BufferedReader out = reader(edge);
                HttpClient http = HttpClient.newHttpClient()) {
            String url = readyUrl(out);

            HttpResponse<String> first = get(http, url + "/a");
            HttpResponse<String> second = get(http, url + "/a");

            assertThat(first.body()).isEqualTo("hello");
            assertThat(first.headers().firstValue("X-Cache")).contains("Miss from perigee");
            assertThat(second.headers().firstValue("X-Cache")).contains("Hit from perigee");
            edge.destroy();
            assertThat(edge.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(edge.exitValue()).isZero();
            assertThat(Files.readString(log)).contains("/a");
        } finally {
            edge.destroyForcibly();
            origin.stop(0);
        }
    }

    @Test
    void aPortInUseEndsItWithAnErrorThatNamesThePort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            Process edge = perigee("edge", "--listen", address, "--origin", "http://127.0.0.1:9");
            try (BufferedReader out = reader(edge)) {
                String all = String.join("\n", out.lines().toList());
                assertThat(edge.waitFor()).isEqualTo(1);
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
                .contains("\n  colour: ", "\n  listeners[0].port: 70000 (expected: 0 to 65535)\n", "\n  node.region: ");
    }

    private static String readyUrl(BufferedReader out) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            Matcher ready = READY.matcher(line);
            if (ready.matches()) {
                return ready.group(1);
            }
        }
        throw new AssertionError("it ended before it was ready:\n" + String.join("\n", lines));
    }

    private static HttpResponse<String> get(HttpClient http, String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Process perigee(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.perigee.cli.Perigee"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
