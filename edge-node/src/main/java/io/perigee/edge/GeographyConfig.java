package io.perigee.edge;

import io.perigee.node.config.Default;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How viewers are located.
 *
 * @param database a file in MaxMind's format, read anew when it changes; where it is left out, the built-in table of continents
 * @param trustedProxies CIDR blocks whose {@code X-Forwarded-For} is believed
 * @param claims whether a request may claim to come from elsewhere ({@code Perigee-Viewer}); for demonstrations and tests only
 */
public record GeographyConfig(
        @Nullable Path database,
        List<String> trustedProxies,
        @Default("false") boolean claims) {

    public GeographyConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }
}
