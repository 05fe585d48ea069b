package io.perigee.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;

/** JSON trees as text, without a line's end at the end. */
public final class Texts {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Texts() {}

    /** Indented JSON with line feeds, the same on every system. */
    public static String json(JsonNode tree) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        return text(() -> JSON.writer(printer).writeValueAsString(tree));
    }

    public static String yaml(JsonNode tree) {
        YAMLMapper mapper = new YAMLMapper(YAMLFactory.builder()
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .build());
        return text(() -> mapper.writeValueAsString(tree)).stripTrailing();
    }

    private interface Writing {
        String text() throws JsonProcessingException;
    }

    private static String text(Writing writing) {
        try {
            return writing.text();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
