package io.perigee.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ManifestsTest {

    static final List<String> OVERLAYS = Overlays.ALL;

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void anOverlayIsValidAndAgreesWithItselfAndWithTheNodes(String overlay) {
        assertThat(Overlays.build(overlay).findings()).isEmpty();
    }

    /** Also where there is no kubectl: all that is a resource as a whole. */
    @Test
    void everyManifestIsOfTheKubernetesModel() throws IOException {
        List<String> findings = new ArrayList<>();
        for (Path kustomization : files("kustomization.yaml")) {
            JsonNode wanted = Overlays.YAML.readTree(kustomization.toFile());
            for (JsonNode resource : wanted.path("resources")) {
                Path file = kustomization.resolveSibling(resource.asText());
                if (file.toString().endsWith(".yaml")) {
                    Overlays.documents(Files.readString(file))
                            .forEach(document -> StrictModel.findings(document)
                                    .forEach(finding ->
                                            findings.add(Overlays.FOLDER.relativize(file) + ": " + finding)));
                }
            }
        }
        assertThat(findings).isEmpty();
    }

    @Test
    void everySecretIsExplainedAndNoneIsHere() throws IOException {
        String readme = Files.readString(Overlays.FOLDER.resolve("README.md"));
        References.SECRETS.forEach((name, keys) -> {
            assertThat(readme).contains("create secret generic " + name + " ");
            String command = readme.substring(readme.indexOf("create secret generic " + name + " "));
            String until = command.lines().takeWhile(line -> !line.isBlank()).collect(Collectors.joining("\n"));
            keys.forEach(
                    key -> assertThat(until).as(name).contains("=" + key + "=").as(key));
        });
        for (Path file : files(".yaml")) {
            assertThat(Files.readString(file))
                    .as(file.toString())
                    .doesNotContain("kind: Secret", "secretGenerator", "BEGIN ");
        }
    }

    @Test
    void theDemosSiteIsADistributionWhoseOriginIsTheDemosService() throws IOException {
        JsonNode site = Overlays.YAML.readTree(
                Overlays.FOLDER.resolve("overlays/demo/site.yaml").toFile());
        Manifests demo = Overlays.build("demo");

        assertThat(Documents.parseAll(site.toString())).isInstanceOf(Parsed.Valid.class);
        JsonNode origin = site.at("/origins/0");
        JsonNode service =
                demo.find("Service", origin.path("domainName").asText()).orElseThrow();
        assertThat(service.at("/spec/ports").findValues("port"))
                .extracting(JsonNode::asInt)
                .contains(origin.path("httpPort").asInt());
    }

    @Test
    void nodesOfOneNetworkHaveIdsOfTheirOwnInAllClusters() {
        List<String> ids = new ArrayList<>();
        for (String overlay :
                List.of("multi-cluster/center", "multi-cluster/eu", "multi-cluster/na", "multi-cluster/ap")) {
            Manifests manifests = Overlays.build(overlay);
            manifests.workloads().forEach(workload -> ids.add(NodeConfigs.id(manifests, workload)));
        }
        assertThat(new TreeSet<>(ids)).hasSameSizeAs(ids);
    }

    private static List<Path> files(String end) throws IOException {
        try (Stream<Path> files = Files.walk(Overlays.FOLDER)) {
            return files.filter(file -> file.toString().endsWith(end))
                    .filter(file -> !Overlays.FOLDER.relativize(file).startsWith("src")
                            && !Overlays.FOLDER.relativize(file).startsWith("target"))
                    .toList();
        }
    }
}
