package io.perigee.functions.lambda;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that tests need and a machine may not have. In CI, where a skipped test would go unseen, their lack is a failure. */
final class Programs {
    private Programs() {}

    /** Skips the test with a line that says which program is missing. */
    static void require(String program, String debianPackage) {
        boolean there = Stream.concat(
                        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                        Stream.of("/usr/bin", "/usr/local/bin"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        String missing = "the program " + program + " is missing (Debian package " + debianPackage + ")";
        if (!there && "true".equals(System.getenv("PERIGEE_CI"))) {
            throw new AssertionError(missing);
        }
        Assumptions.assumeTrue(there, missing);
    }
}
