package io.perigee.benchmarks.server;

import io.perigee.benchmarks.process.FreePorts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code perigee edge --origin}. */
public final class StandAlone implements Contestant {

    private final JavaProgram perigee;
    private final Storage storage;

    public StandAlone(JavaProgram perigee, Storage storage) {
        this.perigee = perigee;
        this.storage = storage;
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public String name() {
        return "edge";
    }

    @Override
    public Role role() {
        return Role.EDGE;
    }

    @Override
    public String setup() {
        return switch (storage) {
            case MEMORY -> "perigee edge --origin with an access log; one event loop";
            case DISK -> "the same with --memory " + Storage.MEMORY_OVER_DISK + " --disk";
        };
    }

    /** Its command line has no TLS. */
    @Override
    public Set<Transport> transports() {
        return Set.of(Transport.HTTP);
    }

    @Override
    public Availability availability() {
        return new Availability.Installed("Java " + Runtime.version());
    }

    @Override
    public Started start(Stage stage) throws IOException {
        int http = FreePorts.next();
        List<String> arguments = new ArrayList<>(List.of(
                "edge",
                "--listen",
                "127.0.0.1:" + http,
                "--origin",
                stage.origin().toString(),
                "--access-log",
                stage.folder().resolve("access.log").toString()));
        arguments.addAll(
                switch (storage) {
                    case MEMORY -> List.of("--memory", "512MiB");
                    case DISK ->
                        List.of(
                                "--memory",
                                Storage.MEMORY_OVER_DISK,
                                "--disk",
                                stage.folder().resolve("disk").toString(),
                                "--disk-size",
                                Storage.DISK_MEBIBYTES + "MiB");
                });
        Process process = stage.run(perigee.with(arguments), Map.of());
        return Started.onPorts(List.of(process), stage.output(), Map.of(Transport.HTTP, http));
    }
}
