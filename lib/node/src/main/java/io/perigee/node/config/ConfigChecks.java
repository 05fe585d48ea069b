package io.perigee.node.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For the compact constructor of a configuration record: collects what is wrong with its components, so that the reader
 * reports all of it under the right path.
 *
 * <pre>{@code
 * public ListenerConfig {
 *     new ConfigChecks()
 *             .that(port >= 0 && port < 65536, "port", port, "0 to 65535")
 *             .done();
 * }
 * }</pre>
 */
public final class ConfigChecks {

    private final List<ConfigViolation> violations = new ArrayList<>();

    /** Notes a violation unless the condition holds; {@code field} is the component's name. */
    public ConfigChecks that(boolean condition, String field, @Nullable Object value, String expected) {
        if (!condition) {
            violations.add(
                    new ConfigViolation(field, value == null ? ConfigViolation.NONE : value.toString(), expected));
        }
        return this;
    }

    /**
     * Ends the checks.
     *
     * @throws ConfigException if there was a violation
     */
    public void done() {
        if (!violations.isEmpty()) {
            throw new ConfigException("configuration", violations);
        }
    }
}
