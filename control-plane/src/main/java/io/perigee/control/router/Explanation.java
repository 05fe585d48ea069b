package io.perigee.control.router;

import io.perigee.geo.Coordinates;
import io.perigee.geo.Geography;
import io.perigee.geo.RoundTripTime;
import io.perigee.geo.routing.RoutingPolicy;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A route as JSON for people and scripts. Keys whose value is not known are left out. */
final class Explanation {
    private Explanation() {}

    static JsonObject of(Route route, String target) {
        JsonObject choice = route.choice()
                .map(edge -> edge(edge).put("location", edge.urlOf(target)))
                .orElse(null);
        return new JsonObject()
                .put(
                        "viewer",
                        new JsonObject()
                                .put("address", route.query().viewer().getHostAddress())
                                .put("addressFrom", route.query().source().label())
                                .put("geography", geography(route.geography())))
                .put("host", route.query().host())
                .put("policy", policy(route.policy()))
                .put(
                        "reason",
                        choice == null ? "no edge may be taken" : route.reason().describe())
                .put("choice", choice)
                .put("candidates", candidates(route))
                .put("excluded", excluded(route));
    }

    private static JsonArray candidates(Route route) {
        JsonArray candidates = new JsonArray();
        for (Route.Candidate candidate : route.candidates()) {
            JsonObject json =
                    edge(candidate.edge()).put("weight", candidate.edge().weight());
            Double km = candidate.distanceKm();
            if (km != null) {
                json.put("distanceKm", Math.round(km));
                json.put("estimatedRoundTripMs", RoundTripTime.betweenKm(km).toMillis());
            }
            candidates.add(json);
        }
        return candidates;
    }

    private static JsonArray excluded(Route route) {
        JsonArray excluded = new JsonArray();
        for (Route.Excluded one : route.excluded()) {
            excluded.add(edge(one.edge())
                    .put("why", one.why().label())
                    .put("explanation", one.why().description()));
        }
        return excluded;
    }

    private static JsonObject edge(RoutableEdge edge) {
        return new JsonObject().put("edge", edge.id()).put("region", edge.region());
    }

    private static JsonObject geography(Geography place) {
        JsonObject json = new JsonObject()
                .put("precision", place.precision().name().toLowerCase(Locale.ROOT))
                .put("description", place.describe());
        put(
                json,
                "continent",
                place.continent() == null ? null : place.continent().code());
        put(json, "country", place.countryCode());
        put(json, "region", place.regionCode());
        put(json, "city", place.city());
        put(json, "timeZone", place.timeZone());
        Coordinates coordinates = place.coordinates();
        if (coordinates != null) {
            json.put("latitude", coordinates.latitude()).put("longitude", coordinates.longitude());
        }
        put(json, "asn", place.asn());
        return json;
    }

    private static void put(JsonObject json, String key, @Nullable Object value) {
        if (value != null) {
            json.put(key, value);
        }
    }

    private static String policy(RoutingPolicy policy) {
        return switch (policy) {
            case RoutingPolicy.Proximity() -> "proximity";
            case RoutingPolicy.Geolocation geolocation -> "geolocation";
            case RoutingPolicy.Weighted() -> "weighted";
        };
    }
}
