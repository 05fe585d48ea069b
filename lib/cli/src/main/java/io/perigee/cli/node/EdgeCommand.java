package io.perigee.cli.node;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code perigee edge}. */
@Command(
        name = "edge",
        header = "Run an edge node: of a network with --config, alone with --origin.",
        description = {
            "Alone it needs no network and no file: it caches in memory what any HTTP server answers, for as long as the answers' headers say, and serves every host name.",
            "Ends on SIGTERM or Ctrl-C, after the requests in flight."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee edge --origin http://127.0.0.1:9000",
            "  perigee edge --listen 0.0.0.0:80 --origin https://www.example.org --memory 1GiB",
            "  perigee edge --config edge-tokyo-1.yaml"
        })
public final class EdgeCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--config", paramLabel = "FILE", description = "The node's configuration, as part of a network.")
    private @Nullable Path config;

    @Option(
            names = "--origin",
            paramLabel = "URL",
            description = "Alone: where content comes from, as http://HOST:PORT or https://HOST:PORT.")
    private @Nullable String origin;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Alone: where viewers reach it. Default: 127.0.0.1:8080.")
    private @Nullable String listen;

    @Option(
            names = "--management",
            paramLabel = "HOST:PORT",
            description = "Alone: where health and metrics are. Default: a free port of 127.0.0.1.")
    private @Nullable String management;

    @Option(names = "--memory", paramLabel = "SIZE", description = "Alone: the cache's size. Default: 256MiB.")
    private @Nullable String memory;

    @Option(
            names = "--disk",
            paramLabel = "DIR",
            description = "Alone: a folder for what memory has no room for. Default: none.")
    private @Nullable Path disk;

    @Option(
            names = "--disk-size",
            paramLabel = "SIZE",
            description = "Alone: what the files in that folder take together. Default: 10GiB.")
    private @Nullable String diskSize;

    @Option(
            names = "--compress",
            description = "Alone: compresses responses that gain by it for viewers that accept Brotli, zstd or gzip.")
    private boolean compress;

    @Option(names = "--access-log", paramLabel = "FILE", description = "Alone: writes a line for each request.")
    private @Nullable Path accessLog;

    EdgeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        boolean alone = origin != null
                || listen != null
                || management != null
                || memory != null
                || disk != null
                || diskSize != null
                || compress
                || accessLog != null;
        if (config != null && !alone) {
            return EdgeRun.ofNetwork(terminal, config);
        }
        if (config == null && origin != null) {
            return EdgeRun.alone(
                    terminal,
                    origin,
                    new EdgeRun.Extras(listen, management, memory, disk, diskSize, compress, accessLog));
        }
        throw CommandFailure.invalid(
                config == null
                        ? "an edge needs an origin or a configuration"
                        : "--config is for an edge of a network; its file says all of this",
                "alone:        perigee edge --origin http://127.0.0.1:9000",
                "in a network: perigee edge --config FILE");
    }
}
