package io.perigee.control;

import io.perigee.control.router.RouterConfig;
import io.perigee.geo.Cidr;
import io.perigee.geo.Continent;
import io.perigee.geo.routing.RoutingPolicy;
import io.perigee.geo.viewer.ClientAddress;
import io.perigee.node.config.ByteSize;
import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.listen.TlsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where and how viewers are redirected to edges.
 *
 * @param enabled whether there is a router
 * @param host address to listen on
 * @param port 0 for any free one
 * @param proxyProtocol every connection begins with a PROXY protocol header
 * @param policy how an edge is chosen
 * @param countries for {@code geolocation}: ISO 3166-1 code to region
 * @param continents for {@code geolocation}: {@code AF}, {@code AN}, {@code AS}, {@code EU}, {@code NA}, {@code OC} or {@code SA} to region
 * @param database a file in MaxMind's format, read anew when it changes; where it is left out, the built-in table of continents
 * @param trustedProxies CIDR blocks whose {@code X-Forwarded-For} is believed
 * @param claims whether a request may claim to come from elsewhere; for demonstrations and tests only
 * @param explanations whether the router says on request why it routes so
 * @param retryAfter what a viewer is told to wait when there is no edge
 */
public record RouterListener(
        @Default("true") boolean enabled,
        @Default("127.0.0.1") String host,
        @Default("7600") int port,
        @Nullable TlsConfig tls,
        @Default("false") boolean proxyProtocol,
        @Default("proximity") Policy policy,
        Map<String, String> countries,
        Map<String, String> continents,
        @Nullable Path database,
        List<String> trustedProxies,
        @Default("false") boolean claims,
        @Default("true") boolean explanations,
        @Default("5s") Duration retryAfter) {

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
        ConfigChecks checks = new ConfigChecks()
                .that(
                        retryAfter.compareTo(Duration.ofSeconds(1)) >= 0
                                && retryAfter.compareTo(Duration.ofHours(1)) <= 0,
                        "retryAfter",
                        retryAfter,
                        "1s to 1h");
        for (String block : trustedProxies) {
            checks.that(isBlock(block), "trustedProxies", block, "a CIDR block such as 10.0.0.0/8");
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

    private static boolean isBlock(String text) {
        try {
            Cidr.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
