package io.perigee.distribution.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemasTest {

    private final ObjectNode schemas = Schemas.openApiComponents();

    @Test
    void everyReferenceLeadsToASchema() {
        Set<String> missing = new HashSet<>();
        schemas.findValuesAsText("$ref").forEach(reference -> {
            String name = reference.substring("#/components/schemas/".length());
            if (!schemas.has(name)) {
                missing.add(name);
            }
        });

        assertThat(missing).isEmpty();
        assertThat(schemas.properties())
                .extracting(entry -> entry.getKey())
                .contains("Distribution", "CacheBehavior", "CachePolicy", "FunctionVersion", "Invalidation", "Cors");
    }

    @Test
    void everyFieldHasADescription() {
        schemas.properties()
                .forEach(schema -> schema.getValue()
                        .get("properties")
                        .properties()
                        .forEach(field -> {
                            if (!field.getKey().equals("kind")) {
                                assertThat(field.getValue().path("description").asText())
                                        .as(schema.getKey() + "." + field.getKey())
                                        .isNotBlank();
                            }
                        }));
    }

    @Test
    void rangesDefaultsAndChoicesAreGiven() {
        JsonNode origin = schemas.at("/Origin/properties");

        assertThat(origin.at("/httpPort/minimum").asInt()).isEqualTo(1);
        assertThat(origin.at("/httpPort/maximum").asInt()).isEqualTo(65_535);
        assertThat(origin.at("/httpPort/default").asInt()).isEqualTo(80);
        assertThat(origin.at("/protocolPolicy/enum"))
                .extracting(JsonNode::asText)
                .contains("https-only");
        assertThat(origin.at("/connectionTimeout/default").asText()).isEqualTo("10s");
        assertThat(schemas.at("/Distribution/required"))
                .extracting(JsonNode::asText)
                .containsExactly("origins", "defaultCacheBehavior");
        assertThat(schemas.at("/Distribution/properties/aliases/maxItems").asInt())
                .isEqualTo(100);
    }
}
