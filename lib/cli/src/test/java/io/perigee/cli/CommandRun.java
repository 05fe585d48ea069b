package io.perigee.cli;

import io.perigee.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Runs commands in this JVM, as one user at one terminal whose environment a test sets up. */
final class CommandRun {

    /** What came of a command. */
    record Result(int exitCode, String out, String err) {}

    private final Map<String, String> environment = new HashMap<>();
    private final Set<Terminal.Stream> interactive = EnumSet.noneOf(Terminal.Stream.class);
    private final Path home;
    private final AtomicLong nanos = new AtomicLong();
    private String input = "";

    CommandRun(Path home) {
        this.home = home;
    }

    CommandRun variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    CommandRun input(String text) {
        input = text;
        return this;
    }

    CommandRun interactive() {
        interactive.addAll(EnumSet.allOf(Terminal.Stream.class));
        return this;
    }

    Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                environment,
                home,
                interactive,
                () -> nanos.addAndGet(500_000_000));
        int exitCode = CommandLines.of(terminal).execute(arguments);
        return new Result(exitCode, out.toString(), err.toString());
    }
}
