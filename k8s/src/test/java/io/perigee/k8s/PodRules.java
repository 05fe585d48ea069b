package io.perigee.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What every pod of ours is like: of no privilege, of known size, watched, and with an image that there is. */
final class PodRules {

    static final String USER = "10001";

    /** The images that {@code k8s/images} builds. */
    private static final Set<String> ROLES = Set.of("edge", "regional", "origin", "control");

    /** Those whose functions may start processes that outlive them. */
    private static final Set<String> RUN_FUNCTIONS = Set.of("edge", "regional");

    private static final Map<String, String> POD = Map.of(
            "/automountServiceAccountToken", "false",
            "/enableServiceLinks", "false",
            "/securityContext/runAsNonRoot", "true",
            "/securityContext/runAsUser", USER,
            "/securityContext/runAsGroup", USER,
            "/securityContext/fsGroup", USER,
            "/securityContext/seccompProfile/type", "RuntimeDefault");

    private static final Map<String, String> CONTAINER = Map.of(
            "/securityContext/allowPrivilegeEscalation", "false",
            "/securityContext/readOnlyRootFilesystem", "true",
            "/securityContext/capabilities/drop/0", "ALL");

    private static final Map<String, String> PROBES =
            Map.of("startupProbe", "/healthz", "livenessProbe", "/healthz", "readinessProbe", "/readyz");

    private PodRules() {}

    static List<String> findings(Manifests manifests) {
        List<String> findings = new ArrayList<>();
        for (Manifests.Workload workload : manifests.workloads()) {
            String id = workload.id();
            JsonNode pod = workload.pod();
            JsonNode container = workload.container();
            expect(id, pod, POD, findings);
            if (RUN_FUNCTIONS.contains(workload.role())) {
                expect(id, pod, Map.of("/shareProcessNamespace", "true"), findings);
            }
            expect(id, container, CONTAINER, findings);
            PROBES.forEach((probe, path) -> {
                expect(id, container, Map.of("/" + probe + "/httpGet/path", path), findings);
                expect(id, container, Map.of("/" + probe + "/httpGet/port", "management"), findings);
            });
            expect(id, container, Map.of("/image", image(workload.role())), findings);
            if (!ROLES.contains(workload.role()) || pod.path("containers").size() != 1) {
                findings.add(id + ": one container is expected, named for one of the images " + ROLES);
            }
            for (String size :
                    List.of("/resources/requests/cpu", "/resources/requests/memory", "/resources/limits/memory")) {
                if (container.at(size).isMissingNode()) {
                    findings.add(id + ": " + size + " is missing");
                }
            }
            if (!container.at("/resources/requests/memory").equals(container.at("/resources/limits/memory"))) {
                findings.add(id + ": requests and limits of memory differ; caches fill what they are given");
            }
        }
        return findings;
    }

    private static String image(String role) {
        return "perigee/" + role + ":" + System.getProperty("perigee.version", "0.1.0-SNAPSHOT");
    }

    private static void expect(String id, JsonNode node, Map<String, String> expected, List<String> findings) {
        expected.forEach((path, value) -> {
            if (!node.at(path).asText().equals(value)) {
                findings.add(id + ": " + path + " is " + (node.at(path).isMissingNode() ? "missing" : node.at(path))
                        + ", expected " + value);
            }
        });
    }
}
