package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testkit.Needs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code perigee functions test}, with the samples of {@code examples/functions} and with what is not as it must be. */
class FunctionsTestTest {

    private static final Path EXAMPLES = Path.of("..", "..", "examples", "functions");

    private static final String EVENT = """
        {"version": "1.0", "context": {"eventType": "viewer-request"}, "viewer": {"ip": "192.0.2.1"},
         "request": {"method": "GET", "uri": "/a", "querystring": {}, "cookies": {},
                     "headers": {"host": {"value": "example.com"}}}}\
        """;

    @TempDir
    private Path folder;

    private CommandRun user;

    @BeforeEach
    void start() {
        user = new CommandRun(folder);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private CommandRun.Result test(String... arguments) {
        List<String> all = new ArrayList<>(List.of("functions", "test"));
        all.addAll(Arrays.asList(arguments));
        return user.run(all.toArray(String[]::new));
    }

    /** A sample's code, one of its events, what is expected of it, and its key values if it reads any. */
    record Sample(Path code, Path event, Path expected, Path about) {
        @Override
        public String toString() {
            return EXAMPLES.relativize(event).toString();
        }
    }

    static List<Sample> samples() throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (Path sample : list(EXAMPLES.resolve("cloudfront"))) {
            for (Path event : list(sample)) {
                if (event.toString().endsWith(".event.json")) {
                    samples.add(new Sample(
                            sample.resolve("function.js"),
                            event,
                            Path.of(event.toString().replace(".event.", ".expected.")),
                            sample.resolve("sample.json")));
                }
            }
        }
        for (String language : List.of("nodejs", "python")) {
            for (Path sample : list(EXAMPLES.resolve(language))) {
                for (Path event : list(sample.resolve("events"))) {
                    samples.add(new Sample(
                            sample,
                            event,
                            sample.resolve("results").resolve(event.getFileName()),
                            sample.resolve("none")));
                }
            }
        }
        return samples;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleAnswersItsEventAsExpected(Sample sample) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                sample.code().toString(),
                "--event",
                sample.event().toString(),
                "--expect",
                sample.expected().toString()));
        if (Files.exists(sample.about())) {
            JsonObject about = new JsonObject(Files.readString(sample.about()));
            arguments.addAll(List.of("--runtime", about.getString("runtime")));
            if (about.containsKey("keyValues")) {
                String values = about.getJsonObject("keyValues").encode();
                arguments.addAll(List.of("--kvs", file("keys.json", values).toString()));
            }
        } else {
            boolean node = sample.event().toString().contains("nodejs");
            Needs.program(node ? "node" : "python3", node ? "nodejs" : "python3");
            arguments.addAll(List.of("--handler", "index.handler"));
        }

        CommandRun.Result result = test(arguments.toArray(String[]::new));

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.err()).contains("valid at ");
        assertThat(new JsonObject(result.out())).isNotEmpty();
    }

    @Test
    void whatWouldNotBeValidIsNamed() throws IOException {
        Path code = file("f.js", """
            function handler(event) {
              console.log('seen ' + event.request.uri);
              event.request.headers['via'] = {value: 'me'};
              return event.request;
            }\
            """);

        CommandRun.Result result =
                test(code.toString(), "--event", file("event.json", EVENT).toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("seen /a")
                .contains("invalid at viewer-request: headers.Via")
                .contains("a viewer would get 502 (FunctionExecutionError)")
                .contains("compute utilisation ");
    }

    @Test
    void aFailureIsToldAndWhatIsNotExpectedIsShown() throws IOException {
        Path event = file("event.json", EVENT);
        Path code = file("f.js", "function handler(event) { return event.request; }");
        Path failing = file("g.js", "function handler(event) { throw new Error('no'); }");
        Path expected = file("expected.json", EVENT.replace("/a", "/b"));

        assertThat(test(code.toString(), "--event", event.toString()).exitCode())
                .isZero();
        CommandRun.Result other = test(code.toString(), "--event", event.toString(), "--expect", expected.toString());
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("not as expected", "/b");
        CommandRun.Result failed = test(failing.toString(), "--event", event.toString());
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("failed at viewer-request", "no", "503 (FunctionExecutionError)");
    }

    @Test
    void whatCannotBeTriedIsRefused() throws IOException {
        Path event = file("event.json", EVENT);
        Path code = file("f.js", "function handler(event) { return event.request; }");
        Path broken = file("broken.js", "function handler(event) {");

        assertThat(test(code.toString(), "--event", folder.resolve("none.json").toString()))
                .satisfies(result -> assertThat(result.exitCode()).isEqualTo(2))
                .satisfies(result -> assertThat(result.err()).contains("none.json does not exist"));
        assertThat(user.run(
                                "functions",
                                "invoke",
                                "f",
                                "--event",
                                folder.resolve("none.json").toString())
                        .err())
                .contains("none.json does not exist");
        assertThat(test(code.toString(), "--event", file("list.json", "[]").toString())
                        .err())
                .contains("is no JSON object");
        assertThat(test(code.toString(), "--event", file("other.json", "{}").toString())
                        .err())
                .contains("is no event");
        assertThat(test(code.toString(), "--event", event.toString(), "--event-type", "origin")
                        .err())
                .contains("--event-type: origin");
        assertThat(test(broken.toString(), "--event", event.toString()))
                .satisfies(result -> assertThat(result.exitCode()).isEqualTo(1))
                .satisfies(result -> assertThat(result.err()).contains("cannot run here"));
        assertThat(test(code.toString(), "--event", event.toString(), "--event-type", "viewer-response")
                        .err())
                .contains("response is missing");
    }

    @Test
    void lambdaFunctionsSayWhatTheyCost() throws IOException {
        Needs.program("node", "nodejs");
        Path code = file(
                "index.mjs", "export const handler = async () => { console.log('here'); return {status: '404'}; };");
        Path event = EXAMPLES.resolve(Path.of("nodejs", "redirect", "events"));

        CommandRun.Result result =
                test(code.toString(), "--event", list(event).getFirst().toString());

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.err())
                .contains("START RequestId: ", "here", "END RequestId: ", "REPORT RequestId: ", "Init Duration: ");
        assertThat(new JsonObject(result.out()).getString("status")).isEqualTo("404");
    }
}
