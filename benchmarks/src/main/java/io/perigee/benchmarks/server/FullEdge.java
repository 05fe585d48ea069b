package io.perigee.benchmarks.server;

import io.perigee.benchmarks.process.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
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

    public FullEdge(JavaProgram perigee) {
        this.perigee = perigee;
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
        return "an edge of a network: " + BEHAVIORS
                + " behaviors, cache, origin request and response headers policies, metrics, access log in CloudFront's format; one event loop;"
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

    private record Ports(int api, int cluster, int http, int tls) {}

    @Override
    public Started start(Stage stage) throws IOException, InterruptedException {
        Ports ports = new Ports(FreePorts.next(), FreePorts.next(), FreePorts.next(), FreePorts.next());
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Path keyFile = stage.write("network.key", Base64.getEncoder().encodeToString(key) + "\n");
        keyFile.toFile().setReadable(false, false);
        keyFile.toFile().setReadable(true, true);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(key);
        Path tokenFile = stage.write("api-token", token + "\n");

        Path control = stage.write("control.yaml", control(stage.folder(), ports, keyFile, tokenFile));
        stage.support(perigee.with(List.of("control", "--config", control.toString())), Map.of(), "control.log");
        Path edge = stage.write("edge.yaml", edge(stage, ports, keyFile));
        Process process = stage.run(perigee.with(List.of("edge", "--config", edge.toString())), Map.of());
        apply(stage, ports.api(), token);
        return Started.onPorts(
                List.of(process), stage.output(), Map.of(Transport.HTTP, ports.http(), Transport.TLS, ports.tls()));
    }

    /** Tries until the control plane is there; {@code --wait} returns when the edge has the distribution. */
    private void apply(Stage stage, int api, String token) throws IOException, InterruptedException {
        Path document = stage.write("distribution.yaml", distribution(stage.origin()));
        List<String> command = perigee.with(
                List.of("apply", "-f", document.toString(), "--wait", "--server", "http://127.0.0.1:" + api));
        Path output = stage.folder().resolve("apply.log");
        for (int attempt = 0; attempt < 30; attempt++) {
            Process apply = stage.support(command, Map.of("PERIGEE_TOKEN", token), "apply.log");
            if (apply.waitFor() == 0) {
                return;
            }
        }
        throw new IOException("the control plane does not take the distribution: "
                + Files.readString(output).strip());
    }

    private static String control(Path folder, Ports ports, Path keyFile, Path tokenFile) {
        return """
                id: control-bench-1
                api:
                  host: 127.0.0.1
                  port: %1$d
                router:
                  host: 127.0.0.1
                  port: 0
                management:
                  host: 127.0.0.1
                  port: 0
                cluster:
                  name: bench
                  bindAddress: 127.0.0.1
                  port: %2$d
                  members: ["127.0.0.1:%2$d"]
                data: %3$s
                keyFile: %4$s
                tokens:
                  file: %5$s
                  share: false
                drain:
                  readinessDelay: 0s
                """.formatted(ports.api(), ports.cluster(), folder.resolve("control"), keyFile, tokenFile);
    }

    private static String edge(Stage stage, Ports ports, Path keyFile) {
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
                network:
                  name: bench
                  members: ["127.0.0.1:%5$d"]
                  controlPlanes: ["http://127.0.0.1:%6$d"]
                  keyFile: %7$s
                data: %8$s
                cache:
                  memory: 512MiB
                geography: {}
                accessLog: %9$s
                eventLoops: 1
                drain:
                  readinessDelay: 0s
                """.formatted(
                        ports.http(),
                        ports.tls(),
                        stage.certificate(),
                        stage.key(),
                        ports.cluster(),
                        ports.api(),
                        keyFile,
                        stage.folder().resolve("edge"),
                        stage.folder().resolve("access.log"));
    }

    static String distribution(URI origin) {
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
