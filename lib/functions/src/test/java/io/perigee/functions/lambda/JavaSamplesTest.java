package io.perigee.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.CloudFrontEvent;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.RequestResult;
import io.perigee.functions.runtime.FunctionSource;
import io.perigee.functions.testing.EventBuilder;
import io.perigee.testkit.Await;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The samples of {@code examples/functions/java}, compiled into jars with AWS's libraries, as Lambda functions and inside the node. */
class JavaSamplesTest {
    private static final Path EXAMPLES = Path.of("..", "..", "examples", "functions", "java");
    private static final String HANDLER = "example.Function";
    private static LambdaHost host;
    private static int deployed;

    @BeforeAll
    static void open() {
        host = LambdaHost.usual();
    }

    @AfterAll
    static void close() {
        host.close();
    }

    private static Path location(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** The sample's classes and all of AWS's two libraries in one jar, as build tools make them. */
    private static Path jar(String sample) throws Exception {
        List<Path> libraries = List.of(location(Context.class), location(CloudFrontEvent.class));
        Path classes = Files.createTempDirectory(host.directory(), "classes");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int status = compiler.run(
                null,
                null,
                null,
                "--release",
                "21",
                "-proc:none",
                "-cp",
                libraries.stream().map(Path::toString).collect(Collectors.joining(":")),
                "-d",
                classes.toString(),
                EXAMPLES.resolve(sample).resolve("Function.java").toString());
        assertThat(status).isZero();
        Path jar = classes.resolve("function.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            add(out, "example/Function.class", Files.readAllBytes(classes.resolve("example/Function.class")));
            for (Path library : libraries) {
                try (ZipInputStream in = new ZipInputStream(Files.newInputStream(library))) {
                    for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                        if (entry.getName().endsWith(".class")) {
                            add(out, entry.getName(), in.readAllBytes());
                        }
                    }
                }
            }
        }
        return jar;
    }

    private static void add(ZipOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(bytes);
        out.closeEntry();
    }

    private static FunctionReference deploy(String runtime, String sample) throws Exception {
        FunctionId id = new FunctionId("sample-" + deployed++, 1);
        Path jar = jar(sample);
        FunctionSource source = runtime.equals("java-verticle")
                ? new FunctionSource.VerticleJar(jar, Optional.of(HANDLER))
                : new FunctionSource.LambdaPackage(jar, runtime, HANDLER, 256, Duration.ofSeconds(60));
        Await.get(host.host().deploy(id, source));
        return FunctionReference.exactly(id);
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "java21, canonical-host",
        "java21, maintenance",
        "java-verticle, canonical-host",
        "java-verticle, maintenance"
    })
    void aSampleAnswersItsEvents(String runtime, String sample) throws Exception {
        FunctionReference function = deploy(runtime, sample);
        List<Path> events = list(EXAMPLES.resolve(sample).resolve("events"));
        assertThat(events).isNotEmpty();
        for (Path event : events) {
            String expected =
                    Files.readString(EXAMPLES.resolve(sample).resolve("results").resolve(event.getFileName()));
            assertThat(new JsonObject(host.answer(function, Files.readString(event))))
                    .as(event.toString())
                    .isEqualTo(new JsonObject(expected));
        }
    }

    @ParameterizedTest
    @CsvSource({"java21", "java-verticle"})
    void atAPointOfARequestAwsOwnClassesKeepWhatTheyHaveNoFieldsFor(String runtime) throws Exception {
        FunctionReference function = deploy(runtime, "canonical-host");

        assertThat(host.request(
                        function, EventBuilder.viewerRequest("/a?x=1&y=2").toRequestEvent()))
                .isInstanceOfSatisfying(RequestResult.Continue.class, proceed -> {
                    assertThat(proceed.request().querystring()).isEqualTo("x=1&y=2");
                    assertThat(proceed.request().header("X-Site")).contains("www.example.com");
                });
        assertThat(host.request(
                        deploy(runtime, "maintenance"),
                        EventBuilder.viewerRequest("/a").toRequestEvent()))
                .isInstanceOfSatisfying(RequestResult.Respond.class, respond -> {
                    FunctionResponse response = respond.response();
                    assertThat(response.status()).isEqualTo(503);
                    assertThat(response.header("Retry-After")).contains("600");
                });
    }
}
