package io.perigee.demo.tour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perigee.demo.DemoEdge;
import io.perigee.demo.DemoRegion;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/** The router. */
final class NearestEdge implements TourStep {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String title() {
        return "A viewer in Berlin and one in Seoul, sent to different edges";
    }

    @Override
    public String story() {
        return """
                Both open the same address, the router's. It looks up where they are and sends each to the nearest edge that is
                well; asked why, it says so.""";
    }

    @Override
    public void take(Walk walk) throws Exception {
        String berlin = sentTo(walk, "Berlin", DemoRegion.EU);
        String seoul = sentTo(walk, "Seoul", DemoRegion.AP);
        walk.expect(
                "edges that the two were sent to",
                2L,
                Stream.of(berlin, seoul).distinct().count());
    }

    private static String sentTo(Walk walk, String city, DemoRegion region) throws Exception {
        String path = walk.path("routed.txt");
        walk.publish(path, "Wherever you are.\n");
        Seen redirect = walk.ask(walk.network().routerUrl().resolve(path), city);
        URI location = URI.create(redirect.header("Location"));
        Optional<DemoEdge> edge = walk.network().edges().stream()
                .filter(one -> one.url().getPort() == location.getPort())
                .findFirst();
        String id = edge.map(DemoEdge::id).orElse("no edge: " + location);
        walk.note(city + " -> " + redirect.status() + " " + location);
        walk.note("why: " + reason(walk, city));
        walk.expect(
                city + " is sent to an edge in " + region.title(),
                region.id(),
                edge.map(one -> one.region().id()).orElse("none"));
        Seen page = walk.ask(location, city);
        walk.expect("and served there", edge.map(DemoEdge::location).orElse(""), page.header("X-Amz-Cf-Pop"));
        return id;
    }

    private static String reason(Walk walk, String city) throws Exception {
        JsonNode route = JSON.readTree(walk.ask(walk.network().routerUrl().resolve("/?perigee-explain"), city)
                .text());
        JsonNode nearest = route.path("candidates").path(0);
        return route.path("reason").asText() + " (" + nearest.path("edge").asText() + ", "
                + nearest.path("distanceKm").asText() + " km)";
    }
}
