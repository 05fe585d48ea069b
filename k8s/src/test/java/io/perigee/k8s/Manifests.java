package io.perigee.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The resources that are applied together.
 *
 * @param name the overlay's
 */
record Manifests(String name, List<ObjectNode> resources) {

    /** A workload with the template of its pods. */
    record Workload(ObjectNode resource) {

        String name() {
            return Manifests.nameOf(resource);
        }

        /** Such as {@code Deployment/perigee-edge}. */
        String id() {
            return Manifests.idOf(resource);
        }

        JsonNode template() {
            return resource.at("/spec/template");
        }

        JsonNode pod() {
            return template().path("spec");
        }

        /** All pods have one. */
        JsonNode container() {
            return pod().path("containers").path(0);
        }

        String role() {
            return container().path("name").asText();
        }

        Map<String, String> labels() {
            return Manifests.texts(template().at("/metadata/labels"));
        }

        /** Container ports by name. */
        Map<String, Integer> ports() {
            Map<String, Integer> ports = new TreeMap<>();
            container()
                    .path("ports")
                    .forEach(port -> ports.put(
                            port.path("name").asText(),
                            port.path("containerPort").asInt()));
            return ports;
        }

        boolean isChosenBy(JsonNode matchLabels) {
            return labels().entrySet().containsAll(Manifests.texts(matchLabels).entrySet());
        }
    }

    static String nameOf(JsonNode resource) {
        return resource.at("/metadata/name").asText();
    }

    static String idOf(JsonNode resource) {
        return resource.path("kind").asText() + "/" + nameOf(resource);
    }

    static Map<String, String> texts(JsonNode map) {
        Map<String, String> texts = new TreeMap<>();
        map.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    Stream<ObjectNode> ofKind(String kind) {
        return resources.stream().filter(each -> each.path("kind").asText().equals(kind));
    }

    Optional<ObjectNode> find(String kind, String name) {
        return ofKind(kind).filter(each -> nameOf(each).equals(name)).findFirst();
    }

    List<Workload> workloads() {
        return Stream.concat(ofKind("Deployment"), ofKind("StatefulSet"))
                .map(Workload::new)
                .toList();
    }

    /** All findings of all checks. */
    List<String> findings() {
        List<String> findings = new ArrayList<>(StrictModel.findings(this));
        // What has the wrong shape is not worth further looks.
        if (findings.isEmpty()) {
            findings.addAll(Requirements.findings(this));
            findings.addAll(PodRules.findings(this));
            findings.addAll(References.findings(this));
            findings.addAll(NodeConfigs.findings(this));
        }
        return findings;
    }
}
