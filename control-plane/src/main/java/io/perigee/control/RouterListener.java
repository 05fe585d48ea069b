package io.perigee.control;

import io.perigee.control.router.RouterConfig;
import io.perigee.geo.Cidr;
import io.perigee.geo.Continent;
import io.perigee.geo.routing.RoutingPolicy;
import io.perigee.geo.viewer.ClientAddress;
import io.perigee.node.config.ByteSize;
import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.listen.TlsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where and how viewers are redirected to edges. */
public record RouterListener(
        @Setting("Whether there is a router.") @Default("true")
        boolean enabled,

        @Setting("The address to listen on.") @Default("127.0.0.1")
        String host,

        @Setting(value = "The port; 0: any free one.", min = "0", max = "65535") @Default("7600")
        int port,

        @Setting("Certificates; left out: plain HTTP.") @Nullable
        TlsConfig tls,

        @Setting("Whether every connection begins with a PROXY protocol header.") @Default("false")
        boolean proxyProtocol,

        @Setting(
                "How an edge is chosen: the nearest one, the nearest one of the region that is set for the viewer's country or continent, or all in proportion to their weights.")
        @Default("proximity")
        Policy policy,

        @Setting(
                value = "For geolocation: the region of each country, by its ISO 3166-1 code.",
                form = "a region's name")
        Map<String, String> countries,

        @Setting(
                value = "For geolocation: the region of each continent (AF, AN, AS, EU, NA, OC, SA).",
                form = "a region's name")
        Map<String, String> continents,

        @Setting("A file in MaxMind's format, read anew when it changes; left out: the built-in table of continents.")
        @Nullable
        Path database,

        @Setting(value = "CIDR blocks whose X-Forwarded-For is believed.", form = "a CIDR block such as 10.0.0.0/8")
        List<String> trustedProxies,

        @Setting(
                "Whether a request may claim to come from elsewhere (Perigee-Viewer); for demonstrations and tests only.")
        @Default("false")
        boolean claims,

        @Setting("Whether the router says on request why it routes so.") @Default("true")
        boolean explanations,

        @Setting(value = "What a viewer is told to wait when there is no edge.", min = "1s", max = "1h") @Default("5s")
        Duration retryAfter) {

    /** How an edge is chosen. */
    public enum Policy {
        /** The nearest one. */
        PROXIMITY,
        /** The nearest one of the region that is set for the viewer's country or continent. */
        GEOLOCATION,
        /** All in proportion to their weights. */
        WEIGHTED
    }

    /** Longer than edges take, so that it is the edge that refuses. */
    private static final int LONGEST_TARGET = 32 << 10;

    public RouterListener {
        countries = Map.copyOf(countries);
        continents = Map.copyOf(continents);
        trustedProxies = List.copyOf(trustedProxies);
        ConfigChecks checks = new ConfigChecks();
        for (String block : trustedProxies) {
            checks.that(Cidr.isBlock(block), "trustedProxies", block, "a CIDR block such as 10.0.0.0/8");
        }
        for (String code : continents.keySet()) {
            checks.that(Continent.withCode(code).isPresent(), "continents", code, "AF, AN, AS, EU, NA, OC or SA");
        }
        checks.done();
    }

    /** On the loopback address, by proximity, nothing claimed. */
    public static RouterListener local(int port) {
        return new RouterListener(
                true,
                "127.0.0.1",
                port,
                null,
                false,
                Policy.PROXIMITY,
                Map.of(),
                Map.of(),
                null,
                List.of(),
                false,
                true,
                Duration.ofSeconds(5));
    }

    /** The same, believing claims of {@code Perigee-Viewer}. */
    public RouterListener believingClaims() {
        return new RouterListener(
                enabled,
                host,
                port,
                tls,
                proxyProtocol,
                policy,
                countries,
                continents,
                database,
                trustedProxies,
                true,
                explanations,
                retryAfter);
    }

    RouterConfig router() {
        List<Cidr> trusted = new ArrayList<>();
        trustedProxies.forEach(block -> trusted.add(Cidr.parse(block)));
        ClientAddress client = trusted.isEmpty() ? ClientAddress.SOCKET : new ClientAddress(trusted);
        return new RouterConfig(routingPolicy(), client, claims, explanations, retryAfter);
    }

    private RoutingPolicy routingPolicy() {
        return switch (policy) {
            case PROXIMITY -> RoutingPolicy.PROXIMITY;
            case WEIGHTED -> new RoutingPolicy.Weighted();
            case GEOLOCATION -> {
                Map<Continent, String> byContinent = new HashMap<>();
                continents.forEach((code, region) ->
                        byContinent.put(Continent.withCode(code).orElseThrow(), region));
                yield new RoutingPolicy.Geolocation(countries, byContinent);
            }
        };
    }

    ListenerConfig settings() {
        return new ListenerConfig(
                host,
                port,
                tls,
                true,
                false,
                proxyProtocol,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                new ByteSize(64 << 10),
                new ByteSize(LONGEST_TARGET),
                new ByteSize(20L << 30),
                20_000,
                10_000,
                128);
    }
}
