package io.perigee.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * What a test needs and a machine may not have. Without it the test is skipped with a line that says what is missing; where the environment has
 * {@code PERIGEE_CI=true}, as in {@code .ci/run}, a skipped test would go unseen, and fails.
 */
public final class Needs {
    private Needs() {}

    /**
     * Says what is missing.
     *
     * @return what skips the test when it is thrown
     * @throws AssertionError in CI
     */
    public static TestAbortedException missing(String what) {
        if (inCi()) {
            throw new AssertionError(what);
        }
        return new TestAbortedException(what);
    }

    /** Whether what is missing fails. */
    public static boolean inCi() {
        return "true".equals(System.getenv("PERIGEE_CI"));
    }

    /**
     * Goes on where this program can be run.
     *
     * @param debianPackage what a user installs to have it
     * @throws TestAbortedException where it is missing
     * @throws AssertionError where it is missing, in CI
     */
    public static void program(String program, String debianPackage) {
        boolean there = Stream.concat(
                        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                        Stream.of("/usr/bin", "/usr/local/bin"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!there) {
            throw missing("the program " + program + " is missing (Debian package " + debianPackage + ")");
        }
    }
}
