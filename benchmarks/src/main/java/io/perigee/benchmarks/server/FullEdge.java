package io.perigee.benchmarks.server;

import io.perigee.benchmarks.process.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An edge of a network, with a control plane that gave it a distribution of ten behaviors. The last one that is tried serves what is asked
 * for, so that a request goes past all the others.
 */
public final class FullEdge implements Contestant {

    private static final int BEHAVIORS = 10;

    private final JavaProgram perigee;
    private final Storage storage;
    private final String memory;
    private final boolean files;

    private FullEdge(JavaProgram perigee, Storage storage, String memory, boolean files) {
        this.perigee = perigee;
        this.storage = storage;
        this.memory = memory;
        this.files = files;
    }

    /**
     * Without a disk.
     *
     * @param memory of its cache, such as {@code 512MiB}
     */
    public static FullEdge inMemory(JavaProgram perigee, String memory) {
        return new FullEdge(perigee, Storage.MEMORY, memory, false);
    }

    /** With what is long in files in memory as well, as nginx has it. */
    public static FullEdge inMemoryAndFiles(JavaProgram perigee, String memory) {
        return new FullEdge(perigee, Storage.MEMORY, memory, true);
    }

    /** With as little memory as makes it serve from disk. */
    public static FullEdge onDisk(JavaProgram perigee) {
        return new FullEdge(perigee, Storage.DISK, Storage.MEMORY_OVER_DISK, true);
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public String name() {
        return "full-edge";
    }

    @Override
    public Role role() {
        return Role.EDGE;
    }

    @Override
    public String setup() {
        if (storage == Storage.DISK) {
            return "the same with a disk below a memory of " + memory
                    + ": heads are in memory, bodies of more than 64 KiB are sent from"
                    + " files, by sendfile without TLS; shorter ones are read from disk, and checked, each time";
        }
        return "an edge of a network: " + BEHAVIORS
                + " behaviors, cache, origin request and response headers policies, metrics, access log in CloudFront's format; one event loop;"
                + (files
                        ? " its disk is a file system in memory, like nginx's, from which bodies of more than 64 KiB are sent without TLS;"
                        : "")
                + " its control plane runs on the load's processor";
    }

    @Override
    public Set<Transport> transports() {
        return Set.of(Transport.HTTP, Transport.TLS);
    }

    @Override
    public Availability availability() {
        return new Availability.Installed("Java " + Runtime.version());
    }

    @Override
    public Started start(Stage stage) throws IOException, InterruptedException {
        int http = FreePorts.next();
        int tls = FreePorts.next();
        ControlPlane control = ControlPlane.prepare(stage.folder());
        stage.support(perigee.with(control.command()), Map.of(), "control.log");
        Path edge = stage.write("edge.yaml", edge(stage, http, tls, control));
        Process process = stage.run(perigee.with(List.of("edge", "--config", edge.toString())), Map.of());
        apply(stage, control);
        return Started.onPorts(List.of(process), stage.output(), Map.of(Transport.HTTP, http, Transport.TLS, tls));
    }

    /** Tries until the control plane is there; {@code --wait} returns when the edge has the distribution. */
    private void apply(Stage stage, ControlPlane control) throws IOException, InterruptedException {
        Path document = stage.write("distribution.yaml", distribution(stage.origin()));
        Path output = stage.folder().resolve("apply.log");
        for (int attempt = 0; attempt < 30; attempt++) {
            Process apply = stage.support(perigee.with(control.apply(document)), control.credentials(), "apply.log");
            if (apply.waitFor() == 0) {
                return;
            }
        }
        throw new IOException("the control plane does not take the distribution: "
                + Files.readString(output).strip());
    }

    private String edge(Stage stage, int http, int tls, ControlPlane control) {
        return """
                node:
                  id: edge-bench-1
                  region: bench
                  location: BENCH50-P1
                  latitude: 0
                  longitude: 0
                listeners:
                  - host: 127.0.0.1
                    port: %1$d
                  - host: 127.0.0.1
                    port: %2$d
                    tls:
                      certificates:
                        - certificate: %3$s
                          key: %4$s
                management:
                  host: 127.0.0.1
                  port: 0
                %5$s
                data: %6$s
                cache:
                  memory: %8$s%9$s
                geography: {}
                accessLog: %7$s
                eventLoops: 1
                drain:
                  readinessDelay: 0s
                """.formatted(
                        http,
                        tls,
                        stage.certificate(),
                        stage.key(),
                        control.network().indent(0).strip(),
                        stage.folder().resolve("edge"),
                        stage.folder().resolve("access.log"),
                        memory,
                        disk(stage));
    }

    private String disk(Stage stage) {
        return files
                ? "\n  disk: {path: " + stage.folder().resolve("disk") + ", size: " + Storage.DISK_MEBIBYTES + "MiB}"
                : "";
    }

    /** The distribution of ten behaviors, as a document. */
    public static String distribution(URI origin) {
        StringBuilder text = new StringBuilder("""
                kind: Distribution
                id: bench
                aliases: [127.0.0.1]
                origins:
                  - id: main
                    domainName: 127.0.0.1
                    httpPort: %d
                    protocolPolicy: http-only
                defaultCacheBehavior:
                  targetOriginId: main
                  cachePolicyId: Managed-CachingOptimized
                cacheBehaviors:
                """.formatted(origin.getPort()));
        // The default one is the tenth.
        for (int i = 1; i < BEHAVIORS; i++) {
            text.append("""
                      - pathPattern: %s
                        targetOriginId: main
                        compress: true
                        cachePolicyId: Managed-CachingOptimized
                        originRequestPolicyId: Managed-CORS-S3Origin
                        responseHeadersPolicyId: Managed-SecurityHeadersPolicy
                    """.formatted(i == BEHAVIORS - 1 ? ObjectsOrigin.PREFIX + "*" : "/section-" + i + "/*.html"));
        }
        return text.toString();
    }
}
