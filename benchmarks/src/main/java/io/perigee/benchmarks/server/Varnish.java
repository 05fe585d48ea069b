package io.perigee.benchmarks.server;

import io.perigee.benchmarks.process.Executables;
import io.perigee.benchmarks.process.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Varnish with objects in its memory or in a file, and {@code varnishncsa} beside it: that is how it writes an access log. */
public final class Varnish implements Contestant {

    private final InstalledProgram server;
    private final InstalledProgram log;
    private final Storage storage;

    public Varnish(Executables executables, Storage storage) {
        this.storage = storage;
        this.server = new InstalledProgram(executables, "varnishd", "varnish", "-V");
        this.log = new InstalledProgram(executables, "varnishncsa", "varnish", "-V");
    }

    @Override
    public String name() {
        return "varnish";
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public boolean mapsItsFiles() {
        return true;
    }

    @Override
    public Role role() {
        return Role.PEER;
    }

    @Override
    public String setup() {
        return "one thread pool, storage "
                + switch (storage) {
                    case MEMORY -> "malloc";
                    case DISK -> "file, which is mapped: what is read from it cannot be told from outside";
                }
                + ", access log by varnishncsa, whose processor time counts";
    }

    /** It speaks no TLS itself. */
    @Override
    public Set<Transport> transports() {
        return Set.of(Transport.HTTP);
    }

    @Override
    public Availability availability() {
        Availability logs = log.availability();
        return logs instanceof Availability.Missing ? logs : server.availability();
    }

    @Override
    public Started start(Stage stage) throws IOException {
        int http = FreePorts.next();
        Path vcl = stage.write("origin.vcl", configuration(stage.origin()));
        Path state = stage.folder().resolve("state");
        Process varnishd = stage.run(
                List.of(
                        server.path().toString(),
                        "-F",
                        "-j",
                        "none",
                        "-n",
                        state.toString(),
                        "-a",
                        "127.0.0.1:" + http,
                        "-T",
                        "none",
                        "-f",
                        vcl.toString(),
                        "-s",
                        switch (storage) {
                            case MEMORY -> "malloc,512m";
                            case DISK ->
                                "file," + stage.folder().resolve("storage") + "," + Storage.DISK_MEBIBYTES + "m";
                        },
                        "-p",
                        "thread_pools=1"),
                Map.of());
        Process varnishncsa = stage.runBeside(
                List.of(
                        log.path().toString(),
                        "-n",
                        state.toString(),
                        "-t",
                        "60",
                        "-w",
                        stage.folder().resolve("access.log").toString()),
                "varnishncsa.log");
        return Started.onPorts(List.of(varnishd, varnishncsa), stage.output(), Map.of(Transport.HTTP, http));
    }

    static String configuration(URI origin) {
        return """
                vcl 4.1;
                backend origin {
                    .host = "%s";
                    .port = "%d";
                }
                """.formatted(origin.getHost(), origin.getPort());
    }
}
