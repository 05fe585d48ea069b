package io.perigee.cli.images;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A container engine's command line, Docker's or Podman's.
 *
 * @param name {@code docker} or {@code podman}
 * @param program its file
 */
record Engine(String name, Path program) {

    private static final List<String> KNOWN = List.of("docker", "podman");

    /**
     * What came of a call.
     *
     * @param lines all that it said
     */
    record Ended(int exitCode, List<String> lines) {

        boolean well() {
            return exitCode == 0;
        }
    }

    /**
     * The engine of that name; where none is named, the first that is installed.
     *
     * @throws CommandFailure if there is none, it does not answer, or it may not be used
     */
    static Engine find(Terminal terminal, @Nullable String wanted) {
        if (wanted != null && !KNOWN.contains(wanted)) {
            throw CommandFailure.invalid("--engine is \"" + wanted + "\"", "expected: docker or podman");
        }
        List<String> names = wanted == null ? KNOWN : List.of(wanted);
        for (String name : names) {
            Optional<Path> program = onPath(terminal, name);
            if (program.isPresent()) {
                Engine engine = new Engine(name, program.get());
                engine.check();
                return engine;
            }
        }
        throw CommandFailure.failed(
                "no container engine: " + (wanted == null ? "neither docker nor podman" : "no " + wanted)
                        + " is on the path",
                "install one, on Debian or Ubuntu: apt-get install docker.io");
    }

    private static Optional<Path> onPath(Terminal terminal, String name) {
        String path = terminal.variable("PATH");
        return path == null
                ? Optional.empty()
                : Arrays.stream(path.split(Pattern.quote(File.pathSeparator)))
                        .map(folder -> Path.of(folder, name))
                        .filter(Files::isExecutable)
                        .findFirst();
    }

    private void check() {
        Ended info = call(List.of("info"), line -> {});
        if (info.well()) {
            return;
        }
        String said = String.join("\n", info.lines());
        if (said.contains("permission denied")) {
            throw CommandFailure.failed(
                    name + " may not be used by this user",
                    "run the command as root, or add the user to the group " + name + " and log in again");
        }
        throw CommandFailure.failed(
                name + " does not answer: "
                        + info.lines().stream().reduce((first, last) -> last).orElse("it said nothing"),
                "start it: systemctl start " + name + ", or as root in the background: dockerd");
    }

    /** Whether an image is there without fetching it. */
    boolean has(String image) {
        return call(List.of("image", "inspect", image), line -> {}).well();
    }

    /** Runs the engine's program to its end. */
    Ended call(List<String> arguments, Consumer<String> onLine) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(arguments);
        List<String> lines = new ArrayList<>();
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            try (BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    lines.add(line);
                    onLine.accept(line);
                }
            }
            return new Ended(process.waitFor(), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted");
        }
    }
}
