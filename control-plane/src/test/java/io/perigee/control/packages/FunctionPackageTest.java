package io.perigee.control.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.distribution.FunctionRuntime;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionPackageTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "function handler(event) { return event.request; }",
                "async function handler(event) {\n}",
                "const handler = event => event.request;",
                "import cf from 'cloudfront';\nfunction handler(e) { return e.request }"
            })
    void aScriptThatDefinesAHandlerIsACloudFrontFunction(String code) throws Exception {
        assertThat(FunctionPackage.handler(FunctionRuntime.CLOUDFRONT_JS_2_0, script(code), Optional.empty()))
                .isEqualTo("handler");
    }

    @ParameterizedTest
    @ValueSource(strings = {"function handle(event) {}", "my.handler = 1; handler == 2;", "", "handler => 1"})
    void aScriptWithoutOneIsNone(String code) {
        assertRefused(FunctionRuntime.CLOUDFRONT_JS_2_0, () -> script(code), null, "package");
    }

    @Test
    void aScriptHasTenKilobytesOfUtf8AndNoImportInRuntimeOne() throws Exception {
        String handler = "function handler(event) {}";
        String filled = handler + " ".repeat(10 * 1024 - handler.length());

        assertThat(FunctionPackage.handler(FunctionRuntime.CLOUDFRONT_JS_1_0, script(filled), Optional.empty()))
                .isEqualTo("handler");
        assertRefused(FunctionRuntime.CLOUDFRONT_JS_1_0, () -> script(filled + " "), null, "package");
        assertRefused(
                FunctionRuntime.CLOUDFRONT_JS_1_0,
                () -> script("import cf from 'cloudfront';\n" + handler),
                null,
                "package");
        assertRefused(FunctionRuntime.CLOUDFRONT_JS_1_0, () -> script(handler), "main", "handler");
        Path latin = folder.resolve("latin.js");
        Files.write(latin, ("// \u00fc\n" + handler).getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(FunctionRuntime.CLOUDFRONT_JS_1_0, () -> latin, null, "package");
    }

    @ParameterizedTest
    @CsvSource({
        "NODEJS_22, , index.mjs, index.handler",
        "NODEJS_20, src/app.api.run, src/app.js, src/app.api.run",
        "PYTHON_3_13, , lambda_function.py, lambda_function.lambda_handler",
        "PYTHON_3_9, pkg.web.run, pkg/web/__init__.py, pkg.web.run",
        "JAVA_21, com.example.Handler::handleRequest, com/example/Handler.class, com.example.Handler::handleRequest",
        "JAVA_21, com.example.Handler, lib/handler.jar, com.example.Handler",
        "PROVIDED_AL2023, , bootstrap, bootstrap"
    })
    void aZipWithTheHandlersFileIsALambdaFunction(
            FunctionRuntime runtime, @Nullable String asked, String file, String handler) throws Exception {
        assertThat(FunctionPackage.handler(runtime, zip(file), Optional.ofNullable(asked)))
                .isEqualTo(handler);
    }

    @ParameterizedTest
    @CsvSource({
        "NODEJS_22, index.handler, main.js",
        "PYTHON_3_13, app.run, index.py",
        "JAVA_21, com.example.Handler, Handler.class",
        "JAVA_21, , Handler.class",
        "PROVIDED_AL2, , bin/bootstrap"
    })
    void aZipWithoutTheHandlersFileIsNone(FunctionRuntime runtime, @Nullable String asked, String file) {
        assertRefused(runtime, () -> zip(file), asked, "handler");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../index.js", "/index.js", "a/../../index.js", "a\\index.js"})
    void namesThatLeadOutOfAZipAreRefused(String name) {
        assertRefused(FunctionRuntime.NODEJS_22, () -> zip("index.js", name), null, "package");
    }

    @Test
    void aZipThatGrowsTooLargeIsRefusedWhileItIsRead() {
        assertRefused(FunctionRuntime.NODEJS_22, this::bomb, null, "package");
    }

    @Test
    void whatIsNoZipIsRefused() {
        assertRefused(FunctionRuntime.NODEJS_22, () -> script("function handler() {}"), null, "package");
    }

    private interface File {
        Path make() throws IOException;
    }

    private static void assertRefused(FunctionRuntime runtime, File file, @Nullable String asked, String field) {
        assertThatThrownBy(() -> FunctionPackage.handler(runtime, file.make(), Optional.ofNullable(asked)))
                .isInstanceOfSatisfying(
                        InvalidPackageException.class,
                        refused -> assertThat(refused.field()).isEqualTo(field));
    }

    private Path script(String code) throws IOException {
        return Files.writeString(folder.resolve("function.js"), code);
    }

    private Path zip(String... names) throws IOException {
        Path file = folder.resolve("function.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }

    private Path bomb() throws IOException {
        Path file = folder.resolve("bomb.zip");
        byte[] zeros = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_SPEED);
            zip.putNextEntry(new ZipEntry("index.js"));
            for (int i = 0; i < 251; i++) {
                zip.write(zeros);
            }
        }
        return file;
    }
}
