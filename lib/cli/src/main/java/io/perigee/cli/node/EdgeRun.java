package io.perigee.cli.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import io.perigee.delivery.tier.CacheConfig;
import io.perigee.delivery.tier.DiskConfig;
import io.perigee.edge.EdgeProgram;
import io.perigee.edge.StandAloneEdge;
import io.perigee.node.config.ConfigException;
import io.perigee.node.config.NodeConfigReader;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.process.DrainConfig;
import io.perigee.node.process.ManagementConfig;
import io.perigee.node.program.NodeProgram;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Starts edges. Apart from the command, which help and completion look at without loading a server. */
final class EdgeRun {

    private static final String DEFAULT_MEMORY = "256MiB";
    private static final String DEFAULT_DISK = "10GiB";

    /** Behind nothing that would have to notice: the listener closes at once, requests in flight may end. */
    private static final DrainConfig DRAIN =
            new DrainConfig(Duration.ZERO, Duration.ofSeconds(30), Duration.ofSeconds(10));

    /** What the command line may say beside the origin; null: the default. */
    record Extras(
            @Nullable String listen,
            @Nullable String management,
            @Nullable String memory,
            @Nullable Path disk,
            @Nullable String diskSize,
            boolean compress,
            @Nullable Path accessLog) {}

    private EdgeRun() {}

    static int ofNetwork(Terminal terminal, Path file) {
        return NodeRun.ofFile(terminal, EdgeProgram.PROGRAM, file);
    }

    static int alone(Terminal terminal, String origin, Extras extras) {
        String listen = extras.listen() == null ? "127.0.0.1:8080" : extras.listen();
        String health = extras.management() == null ? "127.0.0.1:0" : extras.management();
        ListenerConfig listener = address("--listen", listen, ListenerConfig.class);
        ManagementConfig management = address("--management", health, ManagementConfig.class);
        StandAloneEdge.Options options = new StandAloneEdge.Options(
                listener, management, origin(origin), extras.compress(), cache(extras), extras.accessLog(), 0, DRAIN);
        return NodeRun.asCommand(() -> NodeProgram.untilSignal(
                null,
                vertx -> {
                    StandAloneEdge edge = new StandAloneEdge(vertx, options);
                    return edge.start()
                            .map(started -> new NodeProgram.Started(
                                    edge.process(),
                                    "edge is ready: http://" + listener.host() + ":" + edge.port() + " in front of "
                                            + origin,
                                    management.host(),
                                    edge.managementPort()));
                },
                terminal.out()));
    }

    private static URI origin(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Reported below, with the form that is expected.
        }
        throw CommandFailure.invalid("--origin is \"" + text + "\"", "expected: http://HOST:PORT or https://HOST:PORT");
    }

    private static CacheConfig cache(Extras extras) {
        CacheConfig inMemory = memory(extras.memory());
        if (extras.disk() == null) {
            if (extras.diskSize() != null) {
                throw CommandFailure.invalid("--disk-size needs --disk", "expected: --disk DIR --disk-size SIZE");
            }
            return inMemory;
        }
        return new CacheConfig(
                inMemory.memory(),
                inMemory.sliceThreshold(),
                inMemory.sliceSize(),
                disk(extras.disk(), extras.diskSize() == null ? DEFAULT_DISK : extras.diskSize()));
    }

    private static CacheConfig memory(@Nullable String text) {
        try {
            ObjectNode cache = JsonNodeFactory.instance.objectNode();
            cache.put("memory", text == null ? DEFAULT_MEMORY : text);
            return NodeConfigReader.parse("--memory", cache.toString(), Path.of(""), CacheConfig.class);
        } catch (ConfigException e) {
            throw CommandFailure.invalid(
                    "--memory is \"" + text + "\"", "expected: 1MiB or more, such as 512MiB or 2GiB");
        }
    }

    private static DiskConfig disk(Path folder, String size) {
        try {
            ObjectNode disk = JsonNodeFactory.instance.objectNode();
            disk.put("path", folder.toAbsolutePath().toString());
            disk.put("size", size);
            return NodeConfigReader.parse("--disk-size", disk.toString(), Path.of(""), DiskConfig.class);
        } catch (ConfigException e) {
            throw CommandFailure.invalid("--disk-size is \"" + size + "\"", "expected: 64MiB or more, such as 20GiB");
        }
    }

    /** A listener's or the management's configuration with an address of the command line, and defaults for the rest. */
    private static <T extends Record> T address(String option, String text, Class<T> type) {
        try {
            URI uri = new URI("http://" + text);
            if (uri.getHost() != null && uri.getPort() >= 0 && uri.getPath().isEmpty()) {
                ObjectNode address = JsonNodeFactory.instance.objectNode();
                address.put("host", uri.getHost().replaceAll("[\\[\\]]", ""));
                address.put("port", uri.getPort());
                return NodeConfigReader.parse(option, address.toString(), Path.of(""), type);
            }
        } catch (URISyntaxException | ConfigException e) {
            // Reported below, with the form that is expected.
        }
        throw CommandFailure.invalid(option + " is \"" + text + "\"", "expected: HOST:PORT, such as 127.0.0.1:8080");
    }
}
