package io.perigee.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.lambda.JavaHandler;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.runtime.FunctionSource.LambdaPackage;
import io.perigee.testkit.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Java handlers as Lambda runs them, on the Java that runs the tests. */
class JavaFunctionTest {
    private static LambdaHost host;
    private static Path jar;

    @BeforeAll
    static void open() {
        host = LambdaHost.usual();
        jar = host.directory().resolve("handler.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("JavaHandler", "JavaHandler$Order", "JavaHandler$CallContext")) {
                out.putNextEntry(new ZipEntry("com/example/lambda/" + name + ".class"));
                try (InputStream in = JavaHandler.class.getResourceAsStream(name + ".class")) {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void close() {
        host.close();
    }

    private static FunctionReference java(String name, String handler) {
        FunctionId id = new FunctionId(name, 1);
        Await.get(host.deploy(id, new LambdaPackage(jar, "java21", handler, 256, Duration.ofSeconds(60))));
        return FunctionReference.exactly(id);
    }

    @Test
    void aMethodOfMapsAnswersPayloadsOneAfterTheOther() {
        FunctionReference function = java("maps", "com.example.lambda.JavaHandler");
        assertThat(host.answer(function, "{\"a\":1}")).contains("\"calls\":1", "\"keys\":[\"a\"]");
        assertThat(host.answer(function, "{\"b\":{}}")).contains("\"calls\":2", "\"keys\":[\"b\"]");
        assertThat(host.lines()).contains("called with {a=1}");
    }

    @Test
    void aMethodOfTypesGetsItsPayloadAsSuchAndItsContext() {
        FunctionReference function = java("typed", "com.example.lambda.JavaHandler::typed");
        assertThat(host.answer(function, "{\"Name\":\"x\",\"numbers\":[1,2],\"other\":true}"))
                .isEqualTo("{\"name\":\"x typed 256 36 true\",\"numbers\":[1,2]}");
    }

    @Test
    void aMethodOfStreamsGetsTheBytes() {
        assertThat(host.answer(java("streamed", "com.example.lambda.JavaHandler::streamed"), "{}"))
                .isEqualTo("[{}]");
    }

    @Test
    void whatIsThrownIsTheErrorOfTheCall() {
        FunctionReference function = java("failing", "com.example.lambda.JavaHandler::failing");
        assertThat(host.error(function, "{\"what\":\"way\"}"))
                .contains("\"errorMessage\":\"no way\"", "java.lang.IllegalStateException", "JavaHandler.failing(");
        assertThat(host.error(function, "[]")).contains("MismatchedInputException");
    }

    @Test
    void aClassThatIsMissingIsAnErrorOfTheInitialisation() {
        assertThat(host.error(java("missing", "com.example.lambda.Missing"), "{}"))
                .contains("java.lang.ClassNotFoundException");
    }
}
