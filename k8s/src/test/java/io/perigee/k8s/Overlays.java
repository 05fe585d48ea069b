package io.perigee.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.perigee.testkit.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The overlays as {@code kubectl kustomize} builds them. */
final class Overlays {

    /** The folder of the module, in which its tests run. */
    static final Path FOLDER = Path.of("").toAbsolutePath();

    /** Those that are applied. */
    static final List<String> ALL = List.of(
            "demo", "production", "multi-cluster/center", "multi-cluster/eu", "multi-cluster/na", "multi-cluster/ap");

    static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());

    private static final Map<String, String> BUILT = new ConcurrentHashMap<>();

    private Overlays() {}

    /** An overlay's resources, for this caller alone. Without kubectl the calling test is skipped, or fails in CI. */
    static Manifests build(String overlay) {
        return new Manifests(overlay, documents(BUILT.computeIfAbsent(overlay, Overlays::kustomize)));
    }

    static List<ObjectNode> documents(String yaml) {
        List<ObjectNode> documents = new ArrayList<>();
        try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            while (values.hasNext()) {
                documents.add((ObjectNode) values.next());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return documents;
    }

    private static String kustomize(String overlay) {
        Path folder = FOLDER.resolve("overlays").resolve(overlay);
        try {
            Process process = new ProcessBuilder("kubectl", "kustomize", folder.toString()).start();
            process.getOutputStream().close();
            String built = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0 || !errors.isEmpty()) {
                throw new AssertionError("kubectl kustomize " + folder + ": " + errors);
            }
            return built;
        } catch (IOException e) {
            throw Needs.missing("kubectl is not installed (Debian's package kubernetes-client): " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
