package io.perigee.functions.lambda.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs short programs to their end. */
public final class Commands {
    private static final long LIMIT_SECONDS = 20;
    private static final int OUTPUT_BYTES = 8192;

    private Commands() {}

    /** Whether that program is there and ends with status 0. */
    static boolean succeeds(List<String> command) {
        return output(command).isPresent();
    }

    /** The first 8 KiB of what it says, on either stream; empty if it is not there or does not end with status 0. */
    public static Optional<String> output(List<String> command) {
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
            process = builder.start();
        } catch (IOException notThere) {
            return Optional.empty();
        }
        try (InputStream out = process.getInputStream()) {
            String said = new String(out.readNBytes(OUTPUT_BYTES), StandardCharsets.UTF_8);
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(said)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }
}
