package io.perigee.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What names something else names something that is there. */
final class References {

    /** Secrets are not in the repository: README.md says how to make them. */
    static final Map<String, Set<String>> SECRETS = Map.of(
            "perigee-network", Set.of("keys"),
            "perigee-api-tokens", Set.of("tokens"),
            "perigee-origin-s3", Set.of("secret"),
            "perigee-postgresql", Set.of("password", "ca.crt"),
            "perigee-api-tls", Set.of("tls.crt", "tls.key", "ca.crt"),
            "perigee-viewer-tls", Set.of("tls.crt", "tls.key"));

    /** The values of {@code app.kubernetes.io/name}. */
    private static final Set<String> ROLES = Set.of("control", "edge", "regional", "origin");

    private final Manifests manifests;
    private final List<Manifests.Workload> workloads;
    private final List<String> findings = new ArrayList<>();

    private References(Manifests manifests) {
        this.manifests = manifests;
        this.workloads = manifests.workloads();
    }

    static List<String> findings(Manifests manifests) {
        References references = new References(manifests);
        references.unique();
        references.workloads.forEach(references::workload);
        manifests.ofKind("Service").forEach(references::service);
        manifests
                .ofKind("PodDisruptionBudget")
                .forEach(budget -> references.chosen(Manifests.idOf(budget), budget.at("/spec/selector/matchLabels")));
        manifests.ofKind("HorizontalPodAutoscaler").forEach(references::autoscaler);
        manifests.ofKind("NetworkPolicy").forEach(references::policy);
        return references.findings;
    }

    private void found(String where, String what) {
        findings.add(where + ": " + what);
    }

    private void unique() {
        Set<String> seen = new HashSet<>();
        manifests.resources().stream()
                .map(Manifests::idOf)
                .filter(id -> !seen.add(id))
                .forEach(id -> found(id, "is there twice"));
    }

    private List<Manifests.Workload> chosen(String where, JsonNode matchLabels) {
        List<Manifests.Workload> chosen = workloads.stream()
                .filter(workload -> workload.isChosenBy(matchLabels))
                .toList();
        if (chosen.isEmpty()) {
            found(where, "no pod has the labels " + Manifests.texts(matchLabels));
        }
        return chosen;
    }

    private void workload(Manifests.Workload workload) {
        String id = workload.id();
        List<Manifests.Workload> chosen = chosen(id, workload.resource().at("/spec/selector/matchLabels"));
        if (!chosen.equals(List.of(workload))) {
            found(
                    id,
                    "its selector takes the pods of "
                            + chosen.stream().map(Manifests.Workload::id).toList());
        }
        JsonNode priority = workload.pod().path("priorityClassName");
        if (!priority.isMissingNode()
                && manifests.find("PriorityClass", priority.asText()).isEmpty()) {
            found(id, "there is no PriorityClass " + priority.asText());
        }
        JsonNode service = workload.resource().at("/spec/serviceName");
        if (!service.isMissingNode()
                && manifests
                        .find("Service", service.asText())
                        .filter(each -> workload.isChosenBy(each.at("/spec/selector")))
                        .isEmpty()) {
            found(id, "serviceName " + service.asText() + " is no Service of its pods");
        }
        environment(id, workload.container());
        volumes(workload);
        workload.pod().findValues("labelSelector").stream()
                .map(selector -> selector.path("matchLabels"))
                .filter(labels -> !workload.isChosenBy(labels))
                .forEach(labels -> found(id, "its pods are spread by labels that they do not have: " + labels));
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            port(id + " " + probe, workload, workload.container().path(probe).at("/httpGet/port"));
        }
        Map<String, String> annotations = Manifests.texts(workload.template().at("/metadata/annotations"));
        if (!String.valueOf(workload.ports().get("management")).equals(annotations.get("prometheus.io/port"))) {
            found(id, "prometheus.io/port is " + annotations.get("prometheus.io/port") + ", not the port management");
        }
    }

    private void port(String where, Manifests.Workload workload, JsonNode port) {
        boolean there = port.isInt()
                ? workload.ports().containsValue(port.asInt())
                : workload.ports().containsKey(port.asText());
        if (!there) {
            found(where, "there is no port " + port + " among " + workload.ports());
        }
    }

    private void environment(String id, JsonNode container) {
        for (JsonNode source : container.path("envFrom")) {
            String name = source.at("/configMapRef/name").asText();
            if (manifests.find("ConfigMap", name).isEmpty()) {
                found(id, "there is no ConfigMap " + name);
            }
            if (source.has("secretRef")) {
                found(id, "a secret in the environment shows wherever the environment is shown");
            }
        }
        for (JsonNode variable : container.path("env")) {
            if (variable.at("/valueFrom").has("secretKeyRef")) {
                found(id, "a secret in the environment shows wherever the environment is shown");
            }
        }
    }

    private void volumes(Manifests.Workload workload) {
        Set<String> mounted = new TreeSet<>();
        workload.container()
                .path("volumeMounts")
                .forEach(mount -> mounted.add(mount.path("name").asText()));
        Set<String> volumes = new TreeSet<>();
        for (JsonNode volume : workload.pod().path("volumes")) {
            volumes.add(volume.path("name").asText());
            volume.at("/projected/sources").forEach(source -> projected(workload.id(), source));
        }
        workload.resource().at("/spec/volumeClaimTemplates").forEach(claim -> volumes.add(Manifests.nameOf(claim)));
        if (!mounted.equals(volumes)) {
            found(workload.id(), "mounts " + mounted + " of the volumes " + volumes);
        }
    }

    private void projected(String id, JsonNode source) {
        if (source.has("configMap")) {
            String name = source.at("/configMap/name").asText();
            JsonNode data = manifests
                    .find("ConfigMap", name)
                    .map(map -> map.path("data"))
                    .orElse(null);
            if (data == null) {
                found(id, "there is no ConfigMap " + name);
                return;
            }
            source.at("/configMap/items").forEach(item -> {
                if (!data.has(item.path("key").asText())) {
                    found(id, "ConfigMap " + name + " has no key " + item.path("key"));
                }
            });
        } else {
            String name = source.at("/secret/name").asText();
            source.at("/secret/items").forEach(item -> {
                if (!SECRETS.getOrDefault(name, Set.of())
                        .contains(item.path("key").asText())) {
                    found(id, "README.md has no secret " + name + " with the key " + item.path("key"));
                }
            });
        }
    }

    private void service(JsonNode service) {
        String id = Manifests.idOf(service);
        if (service.at("/spec/type").asText().equals("ExternalName")) {
            return;
        }
        for (Manifests.Workload workload : chosen(id, service.at("/spec/selector"))) {
            service.at("/spec/ports").forEach(port -> port(id, workload, port.path("targetPort")));
        }
    }

    private void autoscaler(JsonNode autoscaler) {
        String id = Manifests.idOf(autoscaler);
        JsonNode target = autoscaler.at("/spec/scaleTargetRef");
        manifests
                .find(target.path("kind").asText(), target.path("name").asText())
                .ifPresentOrElse(
                        scaled -> {
                            if (scaled.path("spec").has("replicas")) {
                                found(id, "its target sets replicas, so each apply would undo what it has scaled");
                            }
                        },
                        () -> found(
                                id,
                                "there is no " + target.path("kind").asText() + " "
                                        + target.path("name").asText()));
        for (JsonNode metric : autoscaler.findValues("metric")) {
            String name = metric.path("name").asText();
            try {
                String rules = Files.readString(Overlays.FOLDER.resolve("overlays/production/prometheus-adapter.yaml"));
                if (!rules.contains("as: " + name + "\n")) {
                    found(id, "prometheus-adapter.yaml has no rule for " + name);
                }
            } catch (IOException e) {
                found(id, String.valueOf(e));
            }
        }
    }

    private void policy(JsonNode policy) {
        String id = Manifests.idOf(policy);
        List<Manifests.Workload> self = chosen(id, policy.at("/spec/podSelector/matchLabels"));
        policy.at("/spec/ingress").forEach(rule -> {
            peers(id, rule.path("from"));
            ports(id, rule, self);
        });
        policy.at("/spec/egress").forEach(rule -> {
            List<Manifests.Workload> peers = peers(id, rule.path("to"));
            if (!peers.isEmpty()) {
                ports(id, rule, peers);
            }
        });
    }

    /** The pods of ours that are meant; roles that are in another cluster are left to the policies for its addresses. */
    private List<Manifests.Workload> peers(String id, JsonNode peers) {
        List<Manifests.Workload> found = new ArrayList<>();
        for (JsonNode peer : peers) {
            JsonNode labels = peer.at("/podSelector/matchLabels");
            if (peer.has("podSelector") && !peer.has("namespaceSelector")) {
                List<Manifests.Workload> chosen = workloads.stream()
                        .filter(workload -> workload.isChosenBy(labels))
                        .toList();
                if (chosen.isEmpty()
                        && !ROLES.contains(labels.path("app.kubernetes.io/name").asText())) {
                    found(id, "no pod has the labels " + Manifests.texts(labels));
                }
                found.addAll(chosen);
            }
        }
        return found;
    }

    private void ports(String id, JsonNode rule, List<Manifests.Workload> pods) {
        for (JsonNode port : rule.path("ports")) {
            JsonNode wanted = port.path("port");
            boolean there = pods.isEmpty()
                    || pods.stream()
                            .anyMatch(pod -> wanted.isInt()
                                    ? pod.ports().containsValue(wanted.asInt())
                                    : pod.ports().containsKey(wanted.asText()));
            if (!there) {
                found(id, "none of the pods that it names has the port " + wanted);
            }
        }
    }
}
