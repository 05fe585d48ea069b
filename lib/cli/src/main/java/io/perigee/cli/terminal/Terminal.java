package io.perigee.cli.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All that a command sees of the process that it runs in.
 *
 * @param out for what was asked for; made to be piped
 * @param err for errors and progress
 * @param environment the environment's variables
 * @param home the user's home folder
 * @param interactive which of the streams a person is at
 * @param nanos a monotonic clock
 */
public record Terminal(
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        Map<String, String> environment,
        Path home,
        Set<Stream> interactive,
        LongSupplier nanos) {

    /** The three streams of a process. */
    public enum Stream {
        IN,
        OUT,
        ERR
    }

    /**
     * The process's own. Java 21 cannot tell a terminal from a pipe stream by stream: the script that starts the program
     * does, in the system property {@code perigee.terminal}, such as {@code out,err}.
     */
    public static Terminal ofProcess() {
        Set<Stream> interactive = EnumSet.noneOf(Stream.class);
        for (Stream stream : Stream.values()) {
            if (System.getProperty("perigee.terminal", "")
                    .contains(stream.name().toLowerCase(Locale.ROOT))) {
                interactive.add(stream);
            }
        }
        return new Terminal(
                System.in,
                writer(System.out),
                writer(System.err),
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                interactive,
                System::nanoTime);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
    }

    /** An environment variable's value; null where it is unset or empty. */
    public @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    public boolean isInteractive(Stream stream) {
        return interactive.contains(stream);
    }

    /** All of standard input as a text. */
    public String readIn() {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks whether to delete that, unless it is known; fails where it is not to be. */
    public void confirmDeletion(String subject, boolean yes) {
        if (!yes && !confirms("Delete " + subject + "?")) {
            throw CommandFailure.failed(subject + " was not deleted", "--yes deletes without asking");
        }
    }

    /** Asks a question that only {@code y} or {@code yes} affirms; no where nobody is there to answer. */
    private boolean confirms(String question) {
        if (!isInteractive(Stream.IN) || !isInteractive(Stream.ERR)) {
            return false;
        }
        err.print(question + " [y/N] ");
        err.flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
            return answer != null && answer.strip().matches("(?i)y|yes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Progress of one long piece of work: a bar where a person looks on, else a line for each change. */
    public Progress progress(String task) {
        return isInteractive(Stream.ERR) ? new BarProgress(task) : new LineProgress(task, err);
    }
}
