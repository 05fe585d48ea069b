package io.perigee.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check finds what it is there for: a manifest is broken in memory, and the finding is what an operator would read. */
class BrokenManifestsTest {

    /** As JSON; {@code (gone)}: the field is taken away. */
    private static final String GONE = "(gone)";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Deployment/perigee-edge | /spec/template/spec/containers/0/imagePulPolicy | "Always" | imagePulPolicy is not a field of Container
            Deployment/perigee-edge | /spec/template/spec/containers/0/ports/0/containerPort | "8080" | containerPort
            Service/perigee-edge | /spec/ports/0/name | true | /spec/ports/0/name
            Deployment/perigee-edge | /kind | "Deploiment" | apps/v1/Deploiment is no kind that is known here
            PriorityClass/perigee-serving | /value | (gone) | /value is required
            StatefulSet/perigee-regional | /spec/podManagementPolicy | "parallel" | podManagementPolicy is parallel, expected one of [OrderedReady, Parallel]
            NetworkPolicy/perigee-edge | /spec/policyTypes/0 | "ingress" | policyTypes is ingress
            Deployment/perigee-edge | /spec/template/spec/securityContext/runAsNonRoot | false | runAsNonRoot is false, expected true
            Deployment/perigee-edge | /spec/template/spec/enableServiceLinks | (gone) | enableServiceLinks is missing, expected false
            Deployment/perigee-edge | /spec/template/spec/shareProcessNamespace | (gone) | shareProcessNamespace is missing, expected true
            Deployment/perigee-edge | /spec/template/spec/containers/0/image | "perigee/edge:latest" | /image is "perigee/edge:latest", expected perigee/edge:
            Deployment/perigee-edge | /spec/template/spec/containers/0/readinessProbe/httpGet/path | "/ready" | /readinessProbe/httpGet/path is "/ready", expected /readyz
            Deployment/perigee-edge | /spec/template/spec/containers/0/resources/limits/memory | "16Gi" | requests and limits of memory differ
            Deployment/perigee-edge | /spec/template/metadata/labels/app.kubernetes.io~1name | "egde" | no pod has the labels {app.kubernetes.io/name=edge
            StatefulSet/perigee-regional | /spec/serviceName | "regional" | serviceName regional is no Service of its pods
            Deployment/perigee-edge | /spec/template/spec/priorityClassName | "serving" | there is no PriorityClass serving
            Deployment/perigee-edge | /spec/template/spec/containers/0/volumeMounts/2/name | "temp" | mounts [config, data, temp] of the volumes [config, data, tmp]
            Deployment/perigee-edge | /spec/template/spec/containers/0/envFrom/0/configMapRef/name | "perigee-region" | there is no ConfigMap perigee-region
            Deployment/perigee-edge | /spec/template/spec/volumes/0/projected/sources/1/secret/items/0/key | "key" | README.md has no secret perigee-network with the key "key"
            Deployment/perigee-edge | /spec/template/spec/volumes/0/projected/sources/1/secret/items/0/path | "keys" | no secret brings the file network.keys
            Deployment/perigee-edge | /spec/template/metadata/annotations/prometheus.io~1port | "9091" | prometheus.io/port is 9091, not the port management
            Service/perigee-edge | /spec/ports/0/targetPort | "web" | there is no port "web" among {http=8080, https=8443, management=9090}
            Service/perigee-control-cluster | /spec/clusterIP | (gone) | gives one address for all control planes
            Service/perigee-control | /spec/ports/0/port | 7401 | there is no Service for https://perigee-control:7400
            PodDisruptionBudget/perigee-edge | /spec/selector/matchLabels/app.kubernetes.io~1name | "edges" | no pod has the labels
            HorizontalPodAutoscaler/perigee-edge | /spec/scaleTargetRef/name | "edge" | there is no Deployment edge
            HorizontalPodAutoscaler/perigee-edge | /spec/metrics/1/pods/metric/name | "requests" | prometheus-adapter.yaml has no rule for requests
            Deployment/perigee-edge | /spec/replicas | 3 | its target sets replicas
            NetworkPolicy/perigee-regional | /spec/ingress/0/ports/0/port | "http" | none of the pods that it names has the port "http"
            NetworkPolicy/perigee-edge | /spec/egress/0/ports/0/port | "http" | none of the pods that it names has the port "http"
            NetworkPolicy/perigee-edge | /spec/egress/0/to/0/podSelector/matchLabels/app.kubernetes.io~1name | "regionals" | no pod has the labels {app.kubernetes.io/name=regionals
            Deployment/perigee-edge | /spec/template/spec/terminationGracePeriodSeconds | 60 | a drain may take 112 s, and the pod is killed after 60 s
            Deployment/perigee-edge | /spec/template/spec/containers/0/ports/1/containerPort | 8081 | port 8080 is not the container's port http
            Deployment/perigee-edge | /spec/template/spec/containers/0/ports/3 | {"name": "admin", "containerPort": 1} | nothing listens on the ports {admin=1}
            """)
    void isFound(String resource, String pointer, String value, String finding) {
        Manifests production = Overlays.build("production");
        set(production, resource, pointer, value);

        assertThat(production.findings()).anyMatch(each -> each.contains(finding));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            perigee-edge | port: 8080 | port: 8090 | port 8090 is not the container's port http
            perigee-edge | readinessDelay | readynessDelay | drain.readynessDelay
            perigee-edge | memory: 3GiB | memory: 4GiB | cache.memory is more than two fifths
            perigee-edge | perigee-control-cluster:5701 | perigee-control:5701 | there is no Service for perigee-control:5701
            perigee-edge | https://perigee-control:7400 | http://perigee-control:7400 | trust goes with https
            perigee-edge | ${LATITUDE} | ${LAT} | the environment variable LAT to be set
            perigee-edge | name: perigee | name: other | the nodes are of networks
            perigee-edge | data: /var/lib/perigee | data: /srv/perigee | no secret brings the file perigee
            perigee-regional | size: 180GiB | size: 200GiB | cache.disk.size is more than nine tenths
            perigee-control | share: false | share: true | tokens.share writes where nothing can be written
            perigee-control | host: 0.0.0.0 | host: 127.0.0.1 | listens on 127.0.0.1, where nobody reaches it
            perigee-control | bindAddress: ${POD_IP} | bindAddress: 0.0.0.0 | cluster.bindAddress is not the pod's address
            perigee-control | postgresql.password | password | no secret brings the file password
            perigee-control | sslrootcert=/etc/perigee/postgresql.ca | sslrootcert=/etc/perigee/ca | no secret brings the file ca
            """)
    void isFoundInAConfiguration(String map, String written, String instead, String finding) {
        Manifests production = Overlays.build("production");
        ObjectNode data = production
                .ofKind("ConfigMap")
                .filter(each -> each.at("/data").has("config.yaml")
                        && Manifests.nameOf(each).matches(map + "-[a-z0-9]+"))
                .map(each -> (ObjectNode) each.path("data"))
                .findFirst()
                .orElseThrow();
        String config = data.path("config.yaml").asText();
        assertThat(config).contains(written);
        data.put("config.yaml", config.replace(written, instead));

        assertThat(production.findings()).anyMatch(each -> each.contains(finding));
    }

    private static void set(Manifests manifests, String resource, String pointer, String value) {
        ObjectNode changed = manifests.resources().stream()
                .filter(each -> Manifests.idOf(each).equals(resource))
                .findFirst()
                .orElseThrow();
        JsonPointer at = JsonPointer.compile(pointer);
        JsonNode parent = changed.at(Objects.requireNonNull(at.head()));
        JsonPointer last = Objects.requireNonNull(at.last());
        JsonNode node = value.equals(GONE) ? null : json(value);
        if (parent instanceof ArrayNode array) {
            int index = last.getMatchingIndex();
            if (index == array.size()) {
                array.add(node);
            } else {
                array.set(index, Objects.requireNonNullElse(node, TextNode.valueOf("")));
            }
        } else if (node == null) {
            ((ObjectNode) parent).remove(last.getMatchingProperty());
        } else {
            ((ObjectNode) parent).set(last.getMatchingProperty(), node);
        }
    }

    private static JsonNode json(String value) {
        try {
            return Overlays.YAML.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
