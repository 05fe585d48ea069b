package io.perigee.benchmarks.load;

import io.perigee.benchmarks.process.ChildProcesses;
import io.perigee.benchmarks.process.Executables;
import io.perigee.benchmarks.process.UnsuitableMachineException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Drives a server with wrk: one thread, connections that are kept alive, each with one request at a time. */
public final class Wrk {

    private static final String SCRIPT = "report.lua";

    private final ChildProcesses children;
    private final List<String> command;
    private final Path folder;

    /**
     * Finds what is needed.
     *
     * @param processor what it is pinned to
     * @param connections at a time
     * @throws UnsuitableMachineException if wrk or taskset is missing
     */
    public Wrk(ChildProcesses children, Executables executables, Path folder, int processor, int connections)
            throws UnsuitableMachineException, IOException {
        this.children = children;
        this.folder = folder;
        Path script = folder.resolve(SCRIPT);
        try (InputStream resource = Wrk.class.getResourceAsStream(SCRIPT)) {
            if (resource == null) {
                throw new IllegalStateException(SCRIPT + " is not beside the class that needs it");
            }
            Files.write(script, resource.readAllBytes());
        }
        this.command = List.of(
                executables.require("taskset", "util-linux").toString(),
                "-c",
                Integer.toString(processor),
                executables.require("wrk", "wrk").toString(),
                "-t1",
                "-c" + connections,
                "-s" + script);
    }

    /**
     * Asks for one URL for so long, or for several in turn.
     *
     * @param objects 1 for the URL itself; else the paths below it from {@code /0} on, so many
     * @param time whole seconds, 1 or more
     */
    public LoadReport drive(URI url, int objects, Duration time) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.add("-d" + time.toSeconds() + "s");
        all.add(url.toString());
        if (objects > 1) {
            all.add("--");
            all.add(Integer.toString(objects));
        }
        Path output = folder.resolve("wrk.out");
        Process process = children.start(all, Map.of(), folder, output);
        try {
            process.waitFor();
        } finally {
            children.stop(process);
        }
        return LoadReport.parse(Files.readString(output));
    }
}
