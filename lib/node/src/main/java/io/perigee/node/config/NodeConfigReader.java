package io.perigee.node.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a configuration file (YAML, or JSON if its name ends so) into a record. Neither environment nor command line
 * overrides a field, but a value may name environment variables: <code>${NAME}</code>, with <code>$${</code> for these two characters themselves.
 *
 * <p>Components may be {@code String}, {@code int}, {@code long}, {@code double}, {@code boolean}, {@link
 * java.time.Duration}, {@link ByteSize}, {@link Path} (relative ones are relative to the file's folder), {@link
 * java.net.URI}, enums (written in lower case with hyphens), records, and {@code List}s and {@code Map}s (with
 * {@code String} keys) of these. What the file leaves out is the component's {@link Default}, else null if it is
 * {@code @Nullable}, else empty if it is a list or a map, else, for a record, the record of its defaults; otherwise it is
 * required. Unknown keys are refused. A compact constructor refuses with {@link ConfigChecks} or an
 * {@link IllegalArgumentException}.
 */
public final class NodeConfigReader {

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();

    private NodeConfigReader() {}

    /**
     * Reads the file; its values may name the environment variables of this process.
     *
     * @throws ConfigException if it cannot be read or is not valid; with every violation
     */
    public static <T extends Record> T read(Path file, Class<T> type) {
        return read(file, type, System.getenv());
    }

    /**
     * Reads the file.
     *
     * @param environment the variables that its values may name
     * @throws ConfigException if it cannot be read or is not valid; with every violation
     */
    public static <T extends Record> T read(Path file, Class<T> type, Map<String, String> environment) {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw refused(file.toString(), "no such file", "an existing file");
        } catch (AccessDeniedException e) {
            throw refused(file.toString(), "not readable", "a file that this user may read");
        } catch (IOException e) {
            throw refused(file.toString(), "not readable: " + e.getMessage(), "a text file in UTF-8");
        }
        boolean json = file.toString().endsWith(".json");
        Path folder = file.toAbsolutePath().normalize().getParent();
        return parse(file.toString(), text, json, folder == null ? Path.of("/") : folder, type, environment);
    }

    /**
     * Reads YAML text that names no environment variables; relative paths are relative to the folder.
     *
     * @throws ConfigException if it is not valid; with every violation
     */
    public static <T extends Record> T parse(String source, String yaml, Path folder, Class<T> type) {
        return parse(source, yaml, false, folder, type, Map.of());
    }

    private static <T extends Record> T parse(
            String source, String text, boolean json, Path folder, Class<T> type, Map<String, String> environment) {
        JsonNode root;
        try {
            root = (json ? JSON : YAML).readTree(text);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            // SnakeYAML's further lines repeat the place, and cite it.
            String problem = e.getOriginalMessage().lines().findFirst().orElse("");
            throw refused(source, problem + where, json ? "JSON" : "YAML");
        }
        List<ConfigViolation> violations = new ArrayList<>();
        Object bound = new RecordBinder(folder, new Placeholders(environment), violations).bindRoot(root, type);
        if (!violations.isEmpty() || bound == null) {
            throw new ConfigException(source, violations);
        }
        return type.cast(bound);
    }

    private static ConfigException refused(String source, String value, String expected) {
        return new ConfigException(source, List.of(new ConfigViolation("", value, expected)));
    }
}
