package io.perigee.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.perigee.control.ControlConfig;
import io.perigee.delivery.tier.CacheConfig;
import io.perigee.delivery.tier.MembershipConfig;
import io.perigee.edge.EdgeConfig;
import io.perigee.node.config.ConfigException;
import io.perigee.node.config.NodeConfigReader;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.process.DrainConfig;
import io.perigee.node.process.ManagementConfig;
import io.perigee.origin.OriginNodeConfig;
import io.perigee.regional.RegionalConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The nodes' configuration, as they will read it, agrees with what is around them. */
final class NodeConfigs {

    static final String POD_IP = "192.0.2.7";

    private static final Path FOLDER = Path.of("/etc/perigee");

    /** A file in it that something else than a path names, such as a database's URL. */
    private static final Pattern FILE = Pattern.compile("=/etc/perigee/([\\w.-]+)");

    private static final Map<String, Class<? extends Record>> TYPES = Map.of(
            "edge", EdgeConfig.class,
            "regional", RegionalConfig.class,
            "origin", OriginNodeConfig.class,
            "control", ControlConfig.class);

    /** Parts of a node, each of which may take {@code partLimit} to stop; the edge with two listeners has the most. */
    private static final int MOST_PARTS = 6;

    private final Manifests manifests;
    private final List<String> findings = new ArrayList<>();
    private final Set<String> networks = new HashSet<>();
    private final Set<Object> leases = new HashSet<>();

    private NodeConfigs(Manifests manifests) {
        this.manifests = manifests;
    }

    static List<String> findings(Manifests manifests) {
        NodeConfigs configs = new NodeConfigs(manifests);
        manifests.workloads().forEach(configs::check);
        if (configs.networks.size() > 1 || configs.leases.size() > 1) {
            configs.findings.add("the nodes are of networks " + configs.networks + " with leases " + configs.leases);
        }
        return configs.findings;
    }

    /** The text of the pods' config.yaml. */
    static String text(Manifests manifests, Manifests.Workload workload) {
        for (JsonNode source : workload.pod().at("/volumes/0/projected/sources")) {
            if (source.has("configMap")) {
                return manifests
                        .find("ConfigMap", source.at("/configMap/name").asText())
                        .map(map -> map.at("/data/config.yaml").asText())
                        .orElse("");
            }
        }
        return "";
    }

    /** The variables of the pods' environment. */
    static Map<String, String> environment(Manifests manifests, Manifests.Workload workload, String podIp) {
        Map<String, String> environment = new TreeMap<>();
        for (JsonNode source : workload.container().path("envFrom")) {
            manifests
                    .find("ConfigMap", source.at("/configMapRef/name").asText())
                    .ifPresent(map -> environment.putAll(Manifests.texts(map.path("data"))));
        }
        for (JsonNode variable : workload.container().path("env")) {
            switch (variable.at("/valueFrom/fieldRef/fieldPath").asText()) {
                case "metadata.name" ->
                    environment.put(variable.path("name").asText(), workload.name() + "-7d9c5bf8d4-x7x7x");
                case "status.podIP" -> environment.put(variable.path("name").asText(), podIp);
                default ->
                    environment.put(
                            variable.path("name").asText(),
                            variable.path("value").asText());
            }
        }
        return environment;
    }

    /** The id by which a pod is known in its network. */
    static String id(Manifests manifests, Manifests.Workload workload) {
        return switch (new NodeConfigs(manifests).read(workload)) {
            case EdgeConfig edge -> edge.node().id();
            case RegionalConfig regional -> regional.node().id();
            case ControlConfig control -> control.id();
            default -> workload.id();
        };
    }

    static Class<? extends Record> type(String role) {
        return Objects.requireNonNull(TYPES.get(role));
    }

    /** How long a node may take to stop. */
    static Duration longestStop(DrainConfig drain) {
        return drain.readinessDelay()
                .plus(drain.requestLimit())
                .plusSeconds(2)
                .plus(drain.partLimit().multipliedBy(MOST_PARTS));
    }

    private void check(Manifests.Workload workload) {
        Record config;
        try {
            config = read(workload);
        } catch (ConfigException refused) {
            refused.violations().forEach(violation -> findings.add(workload.id() + " config.yaml: " + violation));
            return;
        }
        new OfOne(workload).check(config);
    }

    private Record read(Manifests.Workload workload) {
        // The reader of files has the environment; paths are made what they would be in the pod.
        try {
            Path folder = Files.createTempDirectory("perigee-k8s");
            Path file = folder.resolve("config.yaml");
            Files.writeString(file, text(manifests, workload).replace(FOLDER + "/", ""));
            try {
                return NodeConfigReader.read(file, type(workload.role()), environment(manifests, workload, POD_IP));
            } finally {
                Files.delete(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One kind of pods. */
    private final class OfOne {

        private final Manifests.Workload workload;
        private final Map<String, Integer> unserved;

        OfOne(Manifests.Workload workload) {
            this.workload = workload;
            this.unserved = new TreeMap<>(workload.ports());
        }

        void check(Record config) {
            switch (config) {
                case EdgeConfig edge -> {
                    edge.listeners().forEach(listener -> listener(listener.tls() == null ? "http" : "https", listener));
                    own("internalUrl", Objects.requireNonNull(edge.internalUrl()), "http");
                    common(edge.management(), edge.drain(), edge.network(), edge.cache());
                }
                case RegionalConfig regional -> {
                    listener("edges", regional.listener());
                    own("internalUrl", Objects.requireNonNull(regional.internalUrl()), "edges");
                    common(regional.management(), regional.drain(), regional.network(), regional.cache());
                }
                case OriginNodeConfig origin -> {
                    listener("website", origin.website());
                    listener("s3", origin.api());
                    origin.controlPlanes().forEach(url -> controlPlane(url, origin.trust() != null));
                    common(origin.management(), origin.drain(), null, null);
                }
                case ControlConfig control -> {
                    serves("api", control.api().host(), control.api().port());
                    serves("router", control.router().host(), control.router().port());
                    serves("cluster", "0.0.0.0", control.cluster().port());
                    own("apiUrl", Objects.requireNonNull(control.apiUrl()), "api");
                    expect(
                            control.cluster().bindAddress().equals(POD_IP),
                            "cluster.bindAddress is not the pod's address");
                    expect(!control.tokens().share(), "tokens.share writes where nothing can be written");
                    expect(
                            control.postgresql() != null || replicas() == 1,
                            "several control planes need a database that they share");
                    control.cluster().members().forEach(this::member);
                    networks.add(control.cluster().name());
                    leases.add(control.cluster().lease());
                    common(control.management(), control.drain(), null, null);
                }
                default -> throw new IllegalStateException(config.toString());
            }
            expect(unserved.isEmpty(), "nothing listens on the ports " + unserved);
            paths(config).forEach(this::path);
            FILE.matcher(text(manifests, workload)).results().forEach(file -> path(FOLDER.resolve(file.group(1))));
        }

        private int replicas() {
            return workload.resource().at("/spec/replicas").asInt(1);
        }

        private void expect(boolean condition, String otherwise) {
            if (!condition) {
                findings.add(workload.id() + " config.yaml: " + otherwise);
            }
        }

        private void listener(String name, ListenerConfig listener) {
            serves(name, listener.host(), listener.port());
        }

        private void serves(String name, String host, int port) {
            expect(host.equals("0.0.0.0"), name + " listens on " + host + ", where nobody reaches it");
            Integer declared = unserved.remove(name);
            expect(declared != null && declared == port, "port " + port + " is not the container's port " + name);
        }

        /** A URL of the pod itself. */
        private void own(String key, URI url, String portName) {
            expect(
                    POD_IP.equals(url.getHost())
                            && Integer.valueOf(url.getPort())
                                    .equals(workload.ports().get(portName)),
                    key + " " + url + " is not the pod's port " + portName);
        }

        private void common(
                ManagementConfig management,
                DrainConfig drain,
                @Nullable MembershipConfig network,
                @Nullable CacheConfig cache) {
            serves("management", management.host(), management.port());
            own("management.url", Objects.requireNonNull(management.url()), "management");
            long longest = longestStop(drain).toSeconds();
            long grace = workload.pod().path("terminationGracePeriodSeconds").asLong(30);
            expect(grace > longest, "a drain may take " + longest + " s, and the pod is killed after " + grace + " s");
            expect(!drain.readinessDelay().isZero(), "drain.readinessDelay leaves nobody time to notice");
            if (network != null) {
                networks.add(network.name());
                leases.add(network.lease());
                network.members().forEach(this::member);
                network.controlPlanes().forEach(url -> controlPlane(url, network.trust() != null));
            }
            if (cache != null) {
                cache(cache);
            }
        }

        /** The image gives half of a pod's memory to what is outside of the heap; connections need some of that. */
        private void cache(CacheConfig cache) {
            long limit = bytes(workload.container().at("/resources/limits/memory"));
            expect(
                    cache.memory().bytes() <= limit * 2 / 5,
                    "cache.memory is more than two fifths of the pod's " + limit + " bytes");
            var disk = cache.disk();
            if (disk != null) {
                long volume =
                        bytes(workload.resource().at("/spec/volumeClaimTemplates/0/spec/resources/requests/storage"));
                expect(
                        disk.size().bytes() <= volume * 9 / 10,
                        "cache.disk.size is more than nine tenths of the volume's " + volume + " bytes");
            }
        }

        private static long bytes(JsonNode quantity) {
            return quantity.isMissingNode()
                    ? 0
                    : Quantity.getAmountInBytes(new Quantity(quantity.asText())).longValue();
        }

        private void member(String member) {
            String host = member.substring(0, member.lastIndexOf(':'));
            int port = Integer.parseInt(member.substring(host.length() + 1));
            JsonNode service = service(host, port, member);
            expect(
                    service.isMissingNode()
                            || service.path("clusterIP").asText().equals("None")
                            || service.path("type").asText().equals("ExternalName"),
                    "the Service of " + member + " gives one address for all control planes");
        }

        private void controlPlane(URI url, boolean trusts) {
            service(String.valueOf(url.getHost()), url.getPort(), url.toString());
            expect(url.getScheme().equals("https") == trusts, "trust goes with https, and " + url + " is not so");
            boolean tls = manifests.workloads().stream()
                    .filter(each -> each.role().equals("control"))
                    .allMatch(control -> ((ControlConfig) read(control)).api().tls() != null);
            boolean here =
                    manifests.workloads().stream().anyMatch(each -> each.role().equals("control"));
            expect(!here || tls == url.getScheme().equals("https"), url + " is not how the API speaks");
        }

        private JsonNode service(String host, int port, String address) {
            JsonNode service = manifests
                    .find("Service", host)
                    .map(each -> each.path("spec"))
                    .orElse(MissingNode.getInstance());
            boolean there = false;
            for (JsonNode each : service.path("ports")) {
                there |= each.path("port").asInt() == port
                        // A headless service's addresses are those of the pods: their port counts.
                        && (!service.path("clusterIP").asText().equals("None") || isPodPort(each, port));
            }
            expect(there, "there is no Service for " + address);
            return service;
        }

        private boolean isPodPort(JsonNode port, int number) {
            return manifests.workloads().stream()
                    .anyMatch(each -> Integer.valueOf(number)
                            .equals(each.ports().get(port.path("targetPort").asText())));
        }

        /** Files come with the projected volume; folders are on a volume that can be written. */
        private void path(Path path) {
            String text = path.toString();
            if (text.startsWith("/var/lib/perigee")) {
                boolean mounted = false;
                for (JsonNode mount : workload.container().path("volumeMounts")) {
                    mounted |= text.startsWith(mount.path("mountPath").asText())
                            && !mount.path("readOnly").asBoolean();
                }
                expect(mounted, text + " is on no volume");
                return;
            }
            String name = String.valueOf(path.getFileName());
            boolean projected = workload.pod().at("/volumes/0/projected/sources").findValues("path").stream()
                    .anyMatch(each -> each.asText().equals(name));
            expect(projected, "no secret brings the file " + name);
        }
    }

    /** All paths in a configuration. */
    private static List<Path> paths(@Nullable Object value) {
        List<Path> paths = new ArrayList<>();
        switch (value) {
            case null -> {}
            case Path path -> paths.add(path);
            case List<?> list -> list.forEach(each -> paths.addAll(paths(each)));
            case Map<?, ?> map -> map.values().forEach(each -> paths.addAll(paths(each)));
            case Record record -> {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    paths.addAll(paths(component(record, component)));
                }
            }
            default -> {}
        }
        return paths;
    }

    private static @Nullable Object component(Record record, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
