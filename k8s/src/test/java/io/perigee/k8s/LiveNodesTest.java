package io.perigee.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.ControlConfig;
import io.perigee.control.ControlNode;
import io.perigee.edge.EdgeConfig;
import io.perigee.edge.EdgeNode;
import io.perigee.node.auth.NetworkKeys;
import io.perigee.node.config.NodeConfigReader;
import io.perigee.node.process.DrainConfig;
import io.perigee.node.process.NodeProcess;
import io.perigee.origin.OriginNode;
import io.perigee.origin.OriginNodeConfig;
import io.perigee.regional.RegionalCache;
import io.perigee.regional.RegionalConfig;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.Viewer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real nodes with the demo's configuration: they start with it, answer what the manifests' probes and annotations ask for, and stop within
 * the time that their pods are given. Only addresses, ports and folders are this machine's.
 */
@Conversation
class LiveNodesTest {

    /** A node of a workload, with the port where its probes go. */
    private record Node(Manifests.Workload workload, DrainConfig drain, NodeProcess process, int management) {}

    @TempDir
    private Path folder;

    @Test
    void everyNodeStartsAndAnswersItsProbesAndGoesAwayInTime(Vertx vertx, Viewer viewer) throws IOException {
        Manifests demo = Overlays.build("demo");
        List<Node> nodes = new ArrayList<>();
        Manifests.Workload controls = workload(demo, "perigee-control");
        ControlConfig ofControl = config(demo, controls, ControlConfig.class, "");
        ControlNode control = new ControlNode(vertx, ofControl);
        Await.get(control.start());
        nodes.add(new Node(controls, ofControl.drain(), control.process(), control.managementPort()));
        String member = control.clusterAddress();

        Manifests.Workload regionals = workload(demo, "perigee-regional-eu");
        RegionalConfig ofRegional = config(demo, regionals, RegionalConfig.class, member);
        RegionalCache regional = new RegionalCache(vertx, ofRegional);
        Await.get(regional.start());
        nodes.add(new Node(regionals, ofRegional.drain(), regional.process(), regional.managementPort()));

        Manifests.Workload edges = workload(demo, "perigee-edge-eu");
        EdgeConfig ofEdge = config(demo, edges, EdgeConfig.class, member);
        EdgeNode edge = new EdgeNode(vertx, ofEdge);
        Await.get(edge.start());
        nodes.add(new Node(edges, ofEdge.drain(), edge.process(), edge.managementPort()));

        Manifests.Workload origins = workload(demo, "perigee-origin");
        OriginNodeConfig ofOrigin = config(demo, origins, OriginNodeConfig.class, member);
        OriginNode origin = Await.get(OriginNode.start(vertx, ofOrigin));
        nodes.add(new Node(origins, ofOrigin.drain(), origin.process(), origin.managementPort()));

        for (Node node : nodes) {
            JsonNode container = node.workload().container();
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                String path = container.at("/" + probe + "/httpGet/path").asText();
                Await.until(
                        node.workload().id() + " " + path,
                        () -> ask(viewer, node, path).status() == 200);
            }
            Map<String, String> annotations =
                    Manifests.texts(node.workload().template().at("/metadata/annotations"));
            assertThat(ask(viewer, node, String.valueOf(annotations.get("prometheus.io/path")))
                            .text())
                    .contains("# TYPE perigee_");
            // By this the manifests' terminationGracePeriodSeconds are judged.
            assertThat(node.process().longestStop())
                    .as(node.workload().id())
                    .isLessThanOrEqualTo(NodeConfigs.longestStop(node.drain()));
        }

        viewer.get("http://127.0.0.1:" + edge.port(0) + "/");
        String series = Overlays.YAML
                .readTree(Overlays.FOLDER
                        .resolve("overlays/production/prometheus-adapter.yaml")
                        .toFile())
                .at("/rules/0/name/matches")
                .asText()
                .replaceAll("[$^]", "");
        Await.until(series, () -> ask(viewer, nodes.get(2), "/metrics").text().contains("\n" + series + "{"));

        // A control plane that is away makes no node unready, and restarts none.
        Await.get(control.stop());
        for (Node node : nodes.subList(1, nodes.size())) {
            assertThat(ask(viewer, node, "/readyz").status()).isEqualTo(200);
            assertThat(ask(viewer, node, "/healthz").status()).isEqualTo(200);
        }
        Await.get(Future.join(edge.stop(), regional.stop(), origin.close()));
    }

    private static Answered ask(Viewer viewer, Node node, String path) {
        return viewer.get("http://127.0.0.1:" + node.management() + path);
    }

    private static Manifests.Workload workload(Manifests manifests, String name) {
        return manifests.workloads().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private <T extends Record> T config(Manifests manifests, Manifests.Workload workload, Class<T> type, String member)
            throws IOException {
        Path own = Files.createDirectories(folder.resolve(workload.name()));
        for (Map.Entry<String, String> secret : secrets().entrySet()) {
            Files.writeString(own.resolve(secret.getKey()), secret.getValue());
        }
        ObjectNode config = (ObjectNode) Overlays.YAML.readTree(NodeConfigs.text(manifests, workload)
                .replace("/var/lib/perigee", own.resolve("data").toString()));
        onThisMachine(config, member);
        Path file = own.resolve("config.yaml");
        Overlays.YAML.writeValue(file.toFile(), config);
        return NodeConfigReader.read(file, type, NodeConfigs.environment(manifests, workload, "127.0.0.1"));
    }

    private Map<String, String> secrets() throws IOException {
        Path keys = folder.resolve("network.keys");
        if (!Files.exists(keys)) {
            Files.writeString(keys, NetworkKeys.generate(new SecureRandom()));
        }
        return Map.of(
                "network.keys",
                Files.readString(keys),
                "api.tokens",
                "0123456789".repeat(4),
                "s3.secret",
                "for a test");
    }

    /** Listens on free ports of loopback, finds the control plane there, and has nobody to wait for. */
    private static void onThisMachine(JsonNode node, String member) {
        if (node instanceof ObjectNode map) {
            if (map.has("port")) {
                map.put("port", 0);
            }
            if (map.has("host")) {
                map.put("host", "127.0.0.1");
            }
            if (map.has("members")) {
                map.putArray("members");
                if (!member.isEmpty()) {
                    map.withArray("members").add(member);
                }
            }
            if (map.has("controlPlanes")) {
                map.putArray("controlPlanes").add("http://127.0.0.1:1");
            }
            if (map.has("readinessDelay")) {
                map.put("readinessDelay", "0s");
            }
        }
        node.forEach(child -> onThisMachine(child, member));
    }
}
