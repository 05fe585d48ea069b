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

/**
 * A network's control plane: its files and what its nodes have to know. Whoever prepares it starts it.
 *
 * @param config its configuration
 * @param api where its API will be
 * @param metrics where its metrics will be
 * @param token what the API wants to see
 * @param network the section {@code network} of its nodes' configurations
 */
public record ControlPlane(Path config, URI api, URI metrics, String token, String network) {

    /** Writes its files into {@code folder}, with new keys and on free ports. */
    public static ControlPlane prepare(Path folder) throws IOException {
        int api = FreePorts.next();
        int cluster = FreePorts.next();
        int management = FreePorts.next();
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Path keyFile = Files.writeString(
                folder.resolve("network.key"), Base64.getEncoder().encodeToString(key) + "\n");
        keyFile.toFile().setReadable(false, false);
        keyFile.toFile().setReadable(true, true);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(key);
        Path tokenFile = Files.writeString(folder.resolve("api-token"), token + "\n");
        Path config = Files.writeString(folder.resolve("control.yaml"), """
                id: control-bench-1
                api:
                  host: 127.0.0.1
                  port: %1$d
                router:
                  host: 127.0.0.1
                  port: 0
                management:
                  host: 127.0.0.1
                  port: %6$d
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
                """.formatted(
                        api, cluster, folder.resolve("control"), keyFile, tokenFile, management));
        String network = """
                network:
                  name: bench
                  members: ["127.0.0.1:%d"]
                  controlPlanes: ["http://127.0.0.1:%d"]
                  keyFile: %s
                """.formatted(cluster, api, keyFile);
        return new ControlPlane(
                config,
                URI.create("http://127.0.0.1:" + api),
                URI.create("http://127.0.0.1:" + management + "/metrics"),
                token,
                network);
    }

    /** The arguments that start it. */
    public List<String> command() {
        return List.of("control", "--config", config.toString());
    }

    /** The arguments that apply a document and wait until every node has it. */
    public List<String> apply(Path document) {
        return List.of("apply", "-f", document.toString(), "--wait", "--server", api.toString());
    }

    /** What the environment of {@link #apply} needs. */
    public Map<String, String> credentials() {
        return Map.of("PERIGEE_TOKEN", token);
    }
}
