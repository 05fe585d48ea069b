package io.perigee.benchmarks.peers;

import com.sun.net.httpserver.HttpServer;
import io.perigee.benchmarks.server.Contestant;
import io.perigee.benchmarks.server.Stage;
import io.perigee.benchmarks.server.Started;
import io.perigee.benchmarks.server.Storage;
import io.perigee.benchmarks.server.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** A peer that is a shell asleep; what it answers is answered in the test's own process. */
final class FakePeer implements Contestant, AutoCloseable {

    private final String name;
    private final String script;
    private final AtomicReference<Process> process = new AtomicReference<>();
    private final HttpServer server;

    FakePeer(String name, String script, int status, byte[] body) throws IOException {
        this.name = name;
        this.script = script;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    Process process() {
        Process started = process.get();
        if (started == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return started;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Storage storage() {
        return Storage.MEMORY;
    }

    @Override
    public Role role() {
        return Role.PEER;
    }

    @Override
    public String setup() {
        return "none";
    }

    @Override
    public Set<Transport> transports() {
        return Set.of(Transport.HTTP);
    }

    @Override
    public Availability availability() {
        return new Availability.Installed("1.0");
    }

    @Override
    public Started start(Stage stage) throws IOException {
        Path output = stage.folder().resolve("output.log");
        Process started = stage.children().start(List.of("/bin/sh", "-c", script), Map.of(), stage.folder(), output);
        process.set(started);
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new Started(List.of(started), Map.of(Transport.HTTP, url), output);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
