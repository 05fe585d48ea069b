package io.perigee.functions.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionStoreTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);
    private static final String HELLO_SHA_256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final String OTHER_SHA_256 = "0".repeat(64);

    @TempDir
    private Path directory;

    @Test
    void whatWasPutIsFoundAlsoAfterARestart() throws IOException {
        Path file = new FunctionStore(directory).put(HELLO_SHA_256, HELLO);

        assertThat(new FunctionStore(directory).find(HELLO_SHA_256)).contains(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(HELLO);
        assertThat(new FunctionStore(directory).find(OTHER_SHA_256)).isEmpty();
    }

    @Test
    void bytesThatHashToSomethingElseAreRefused() {
        FunctionStore store = new FunctionStore(directory);

        assertThatThrownBy(() -> store.put(OTHER_SHA_256, HELLO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(HELLO_SHA_256);
        assertThat(store.find(OTHER_SHA_256)).isEmpty();
    }

    @Test
    void aHarmedJarCountsAsMissingAndCanBePutAgain() throws IOException {
        FunctionStore store = new FunctionStore(directory);
        Files.writeString(store.put(HELLO_SHA_256, HELLO), "hellp");

        assertThat(store.find(HELLO_SHA_256)).isEmpty();
        assertThat(store.find(HELLO_SHA_256)).isEmpty();
        Path again = store.put(HELLO_SHA_256, HELLO);
        assertThat(store.find(HELLO_SHA_256)).contains(again);
    }

    @Test
    void whatAnEarlierProcessLeftHalfWrittenIsDeleted() throws IOException {
        Files.writeString(directory.resolve("2cf24dba123.partial"), "hel");

        FunctionStore store = new FunctionStore(directory);
        store.put(HELLO_SHA_256, HELLO);

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve(HELLO_SHA_256 + ".jar"));
        }
    }

    @Test
    void onlyRetainedJarsStay() {
        FunctionStore store = new FunctionStore(directory);
        store.put(HELLO_SHA_256, HELLO);

        store.retain(Set.of(HELLO_SHA_256));
        assertThat(store.find(HELLO_SHA_256)).isPresent();
        store.retain(Set.of(OTHER_SHA_256));
        assertThat(store.find(HELLO_SHA_256)).isEmpty();
    }

    @Test
    void aDigestIsNeverTakenForAPath() {
        FunctionStore store = new FunctionStore(directory);

        assertThatThrownBy(() -> store.find("../../etc/passwd"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 lower-case hexadecimal digits");
    }
}
