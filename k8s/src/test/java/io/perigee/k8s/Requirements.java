package io.perigee.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the API server demands beyond the model's types: required fields, and enumerations, which are texts to the model. From the API
 * reference of Kubernetes 1.32; only for what is in these manifests.
 */
final class Requirements {

    private static final Set<String> POLICY_TYPES = Set.of("Ingress", "Egress");
    private static final Set<String> PROTOCOLS = Set.of("TCP", "UDP", "SCTP");

    private static final Map<String, List<String>> REQUIRED = Map.of(
            "Deployment",
            List.of("/spec/selector/matchLabels", "/spec/template/metadata/labels", "/spec/template/spec/containers"),
            "StatefulSet",
            List.of(
                    "/spec/selector/matchLabels",
                    "/spec/template/metadata/labels",
                    "/spec/template/spec/containers",
                    "/spec/serviceName"),
            "PodDisruptionBudget",
            List.of("/spec/selector/matchLabels", "/spec/maxUnavailable"),
            "HorizontalPodAutoscaler",
            List.of(
                    "/spec/scaleTargetRef/kind",
                    "/spec/scaleTargetRef/name",
                    "/spec/minReplicas",
                    "/spec/maxReplicas",
                    "/spec/metrics"),
            "NetworkPolicy",
            List.of("/spec/podSelector", "/spec/policyTypes"),
            "PriorityClass",
            List.of("/value"),
            "Service",
            List.of("/spec/ports"));

    /** Fields by their names alone, wherever they are: none is used in two meanings. */
    private static final Map<String, Set<String>> VALUES = Map.ofEntries(
            Map.entry("imagePullPolicy", Set.of("Always", "IfNotPresent", "Never")),
            Map.entry("whenUnsatisfiable", Set.of("DoNotSchedule", "ScheduleAnyway")),
            Map.entry("externalTrafficPolicy", Set.of("Cluster", "Local")),
            Map.entry("podManagementPolicy", Set.of("OrderedReady", "Parallel")),
            Map.entry("fsGroupChangePolicy", Set.of("OnRootMismatch", "Always")),
            Map.entry("whenDeleted", Set.of("Retain", "Delete")),
            Map.entry("whenScaled", Set.of("Retain", "Delete")),
            Map.entry("protocol", PROTOCOLS),
            Map.entry("policyTypes", POLICY_TYPES),
            Map.entry("accessModes", Set.of("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")));

    /** The values of {@code type}, by what it is the type of. */
    private static final Map<String, Set<String>> TYPES = Map.of(
            "Service.spec", Set.of("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"),
            "seccompProfile", Set.of("RuntimeDefault", "Localhost", "Unconfined"),
            "strategy", Set.of("RollingUpdate", "Recreate"),
            "metrics", Set.of("Resource", "Pods", "Object", "External", "ContainerResource"),
            "policies", Set.of("Pods", "Percent"),
            "target", Set.of("Utilization", "Value", "AverageValue"));

    private Requirements() {}

    static List<String> findings(Manifests manifests) {
        List<String> findings = new ArrayList<>();
        for (JsonNode resource : manifests.resources()) {
            String id = Manifests.idOf(resource);
            REQUIRED.getOrDefault(resource.path("kind").asText(), List.of()).stream()
                    .filter(field -> resource.at(field).isMissingNode())
                    .forEach(field -> findings.add(id + ": " + field + " is required"));
            look(id, resource.path("kind").asText(), "", resource, findings);
        }
        return findings;
    }

    private static void look(String id, String kind, String within, JsonNode node, List<String> findings) {
        node.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            Set<String> allowed = name.equals("type")
                    ? TYPES.get(kind.equals("Service") && within.equals("spec") ? "Service.spec" : within)
                    : VALUES.get(name);
            if (allowed != null) {
                texts(value).stream()
                        .filter(text -> !allowed.contains(text))
                        .forEach(text -> findings.add(id + ": " + name + " is " + text + ", expected one of "
                                + allowed.stream().sorted().toList()));
            }
            look(id, kind, name, value, findings);
        });
        if (node.isArray()) {
            node.forEach(item -> look(id, kind, within, item, findings));
        }
    }

    private static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(item -> texts.add(item.asText()));
        } else {
            texts.add(value.asText());
        }
        return texts;
    }
}
