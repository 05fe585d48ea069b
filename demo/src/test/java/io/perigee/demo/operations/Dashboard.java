package io.perigee.demo.operations;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Grafana dashboard, as far as ours go; read strictly.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/">JSON model</a>
 */
record Dashboard(
        String uid,
        String title,
        String description,
        List<String> tags,
        int schemaVersion,
        int version,
        boolean editable,
        String refresh,
        JsonNode time,
        String timezone,
        JsonNode links,
        Templating templating,
        JsonNode annotations,
        List<Panel> panels) {

    record Templating(List<Variable> list) {}

    record Variable(
            String name,
            String label,
            String type,
            @Nullable Source datasource,
            JsonNode query,
            boolean includeAll,
            boolean multi,
            @Nullable String allValue,
            int refresh,
            @Nullable JsonNode current) {}

    record Source(String type, String uid) {}

    record Panel(
            int id,
            String type,
            String title,
            String description,
            Source datasource,
            JsonNode fieldConfig,
            List<Target> targets,
            JsonNode options,
            Place gridPos) {}

    record Target(Source datasource, String refId, String expr, String legendFormat) {}

    record Place(int x, int y, int w, int h) {

        boolean overlaps(Place other) {
            return x < other.x + other.w && other.x < x + w && y < other.y + other.h && other.y < y + h;
        }
    }

    static Dashboard read(Path file) throws IOException {
        return new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .readValue(file.toFile(), Dashboard.class);
    }

    /** The expression with Grafana's variables replaced by what they may stand for. */
    static String filledIn(String expression) {
        return expression.replace("$__rate_interval", "5m").replaceAll("\\$\\{?[a-z]+\\}?", ".*");
    }
}
