package io.perigee.functions.lambda.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of one process and of several share the users of a machine. */
class UsersTest {
    private static final int FIRST = 70_000;
    private static final int COUNT = 3;

    @TempDir
    Path locks;

    /** Another node's process: prints the user that it gets, and ends. */
    static final class AnotherProcess {
        private AnotherProcess() {}

        public static void main(String[] arguments) {
            System.out.print(
                    new Users(Path.of(arguments[0]), FIRST, COUNT).take().orElse(0));
        }
    }

    private Users users() {
        return new Users(locks, FIRST, COUNT);
    }

    private int takenByAnotherProcess() throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AnotherProcess.class.getName(),
                        locks.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream output = process.getInputStream()) {
            return Integer.parseInt(new String(output.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void aUserOfOneNodeIsTakenByNoOtherOfItsProcessOrOfAnother() throws IOException {
        Users one = users();
        Users other = users();

        assertThat(one.take()).isEqualTo(OptionalInt.of(FIRST));
        assertThat(other.take()).isEqualTo(OptionalInt.of(FIRST + 1));
        assertThat(takenByAnotherProcess()).isEqualTo(FIRST + 2);
        assertThat(one.take()).isEqualTo(OptionalInt.of(FIRST + 2));
        assertThat(one.take()).isEmpty();
        assertThat(takenByAnotherProcess()).isZero();

        one.giveBack(FIRST);
        assertThat(takenByAnotherProcess()).isEqualTo(FIRST);
        assertThat(other.take()).isEqualTo(OptionalInt.of(FIRST));
        one.giveBack(FIRST + 2);
        other.giveBack(FIRST);
        other.giveBack(FIRST + 1);
    }
}
