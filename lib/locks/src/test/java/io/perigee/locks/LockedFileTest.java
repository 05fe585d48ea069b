package io.perigee.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who of a process, and of several, gets a file. */
class LockedFileTest {

    @TempDir
    Path folder;

    /** Says whether it gets the file, and ends. */
    static final class AnotherProcess {
        private AnotherProcess() {}

        public static void main(String[] arguments) throws IOException {
            System.out.print(LockedFile.tryLock(Path.of(arguments[0])).isPresent());
        }
    }

    private static boolean anotherProcessGets(Path file) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AnotherProcess.class.getName(),
                        file.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream said = process.getInputStream()) {
            return Boolean.parseBoolean(new String(said.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void aLockLastsThoughTheSameProcessTriesToLockTheFileAgain() throws IOException {
        Path file = folder.resolve("lock");
        try (LockedFile lock = LockedFile.tryLock(file).orElseThrow()) {
            assertThat(LockedFile.tryLock(file)).isEmpty();
            assertThat(anotherProcessGets(file)).isFalse();
            lock.close();
        }
        assertThat(anotherProcessGets(file)).isTrue();
        try (LockedFile again = LockedFile.tryLock(file).orElseThrow()) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void aFileIsTheSameByWhateverNameItIsLocked() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        try (LockedFile lock = LockedFile.tryLock(link.resolve("lock")).orElseThrow()) {
            assertThat(LockedFile.tryLock(real.resolve("lock"))).isEmpty();
            assertThat(LockedFile.tryLock(real.resolve("../link/lock"))).isEmpty();
            assertThat(anotherProcessGets(real.resolve("lock"))).isFalse();
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void aFileWithoutItsFolderCannotBeLocked() {
        assertThatThrownBy(() -> LockedFile.tryLock(folder.resolve("missing/lock")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
