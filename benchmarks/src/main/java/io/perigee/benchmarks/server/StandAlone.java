package io.perigee.benchmarks.server;

import io.perigee.benchmarks.process.FreePorts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code perigee edge --origin}. */
public final class StandAlone implements Contestant {

    private final JavaProgram perigee;

    public StandAlone(JavaProgram perigee) {
        this.perigee = perigee;
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
        return "perigee edge --origin with an access log; one event loop";
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
        Process process = stage.run(
                perigee.with(List.of(
                        "edge",
                        "--listen",
                        "127.0.0.1:" + http,
                        "--origin",
                        stage.origin().toString(),
                        "--memory",
                        "512MiB",
                        "--access-log",
                        stage.folder().resolve("access.log").toString())),
                Map.of());
        return Started.onPorts(List.of(process), stage.output(), Map.of(Transport.HTTP, http));
    }
}
