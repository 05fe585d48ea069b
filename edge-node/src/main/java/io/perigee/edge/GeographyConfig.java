package io.perigee.edge;

import io.perigee.geo.Cidr;
import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How viewers are located. */
public record GeographyConfig(
        @Setting("A file in MaxMind's format, read anew when it changes; left out: the built-in table of continents.")
        @Nullable
        Path database,

        @Setting(value = "CIDR blocks whose X-Forwarded-For is believed.", form = "a CIDR block such as 10.0.0.0/8")
        List<String> trustedProxies,

        @Setting(
                "Whether a request may claim to come from elsewhere (Perigee-Viewer); for demonstrations and tests only.")
        @Default("false")
        boolean claims) {

    public GeographyConfig {
        trustedProxies = List.copyOf(trustedProxies);
        ConfigChecks checks = new ConfigChecks();
        for (String block : trustedProxies) {
            checks.that(Cidr.isBlock(block), "trustedProxies", block, "a CIDR block such as 10.0.0.0/8");
        }
        checks.done();
    }
}
