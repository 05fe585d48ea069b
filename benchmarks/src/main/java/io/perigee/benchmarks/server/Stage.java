package io.perigee.benchmarks.server;

import io.perigee.benchmarks.process.ChildProcesses;
import io.perigee.benchmarks.process.Processors;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a server finds when it starts.
 *
 * @param children who runs it
 * @param folder for all that it writes; its own
 * @param taskset the program that pins it
 * @param origin what it caches, without a path
 * @param paths what the origin has
 * @param identity for TLS
 */
public record Stage(
        ChildProcesses children,
        Path folder,
        Path taskset,
        Processors processors,
        URI origin,
        List<String> paths,
        ServerIdentity identity) {

    private static final String OUTPUT = "output.log";

    public Stage {
        paths = List.copyOf(paths);
    }

    /** PEM. */
    Path certificate() {
        return identity.certificate();
    }

    /** PEM. */
    Path key() {
        return identity.key();
    }

    /** Where a program's output goes. */
    Path output() {
        return folder.resolve(OUTPUT);
    }

    /** Writes a file in the server's folder. */
    Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, content);
    }

    /** Starts what is measured, on the server's processor. */
    Process run(List<String> command, Map<String, String> environment) throws IOException {
        return run(processors.server(), command, environment, OUTPUT);
    }

    /** Starts what is measured beside the server itself, on the server's processor. */
    Process runBeside(List<String> command, String output) throws IOException {
        return run(processors.server(), command, Map.of(), output);
    }

    /** Starts what the server only needs, on the load's processor. */
    Process support(List<String> command, Map<String, String> environment, String output) throws IOException {
        return run(processors.load(), command, environment, output);
    }

    private Process run(int processor, List<String> command, Map<String, String> environment, String output)
            throws IOException {
        List<String> pinned = new ArrayList<>(List.of(taskset.toString(), "-c", Integer.toString(processor)));
        pinned.addAll(command);
        return children.start(pinned, environment, folder, folder.resolve(output));
    }
}
