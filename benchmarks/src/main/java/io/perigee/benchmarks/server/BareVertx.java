package io.perigee.benchmarks.server;

import io.perigee.benchmarks.process.FreePorts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@link BareServer} as a process. */
public final class BareVertx implements Contestant {

    private final JavaProgram program;

    public BareVertx(JavaProgram program) {
        this.program = program;
    }

    @Override
    public String name() {
        return "bare";
    }

    @Override
    public Storage storage() {
        return Storage.MEMORY;
    }

    @Override
    public Role role() {
        return Role.BASELINE;
    }

    @Override
    public String setup() {
        return "a Vert.x handler that answers from a map on the heap with as many headers as the full edge; no log, no metrics; JVM options of"
                + " perigee edge";
    }

    @Override
    public Set<Transport> transports() {
        return Set.of(Transport.HTTP, Transport.TLS);
    }

    @Override
    public Availability availability() {
        return new Availability.Installed("Vert.x on Java " + Runtime.version());
    }

    @Override
    public Started start(Stage stage) throws IOException {
        int http = FreePorts.next();
        int tls = FreePorts.next();
        List<String> arguments = new ArrayList<>(List.of(
                Integer.toString(http),
                Integer.toString(tls),
                stage.certificate().toString(),
                stage.key().toString(),
                stage.origin().toString()));
        arguments.addAll(stage.paths());
        Process process = stage.run(program.with(arguments), Map.of());
        return Started.onPorts(List.of(process), stage.output(), Map.of(Transport.HTTP, http, Transport.TLS, tls));
    }
}
