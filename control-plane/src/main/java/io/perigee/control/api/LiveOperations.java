package io.perigee.control.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.live.LiveJson;
import io.perigee.control.live.LiveNetwork;
import io.perigee.control.live.LiveStreams;
import io.perigee.control.live.TrafficReport;
import io.perigee.geo.Countries;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/** What the network does now, and did within the last half hour. */
final class LiveOperations {

    private static final long LONGEST_SECONDS = 1_800;
    private static final long USUAL_SECONDS = 300;

    private final LiveNetwork network;
    private final LiveStreams streams;
    private final Work work;

    LiveOperations(LiveNetwork network, LiveStreams streams, Work work) {
        this.network = network;
        this.streams = streams;
        this.work = work;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(
                                "/v1/live",
                                "followNetwork",
                                "Follows what happens in the network, as server-sent events: tick every two seconds, change, completed.")
                        .answers(200, Operation.EVENTS)
                        .handledBy(call -> Future.succeededFuture(follow())),
                Operation.get("/v1/live/history", "getHistory", "Reads the ticks of the last half hour.")
                        .query("from", "string", "Only what ended after this time (ISO 8601).")
                        .query("to", "string", "Only what had ended by this time (ISO 8601).")
                        .answers(200, "TickList")
                        .handledBy(call -> work.run(() -> history(call))),
                Operation.get("/v1/traffic", "getTraffic", "Sums up what edges and regional caches answered.")
                        .query("seconds", "integer", "How long ago it begins, 300 if it is not given, 1800 at most.")
                        .query("distribution", "string", "Only of this distribution.")
                        .query("region", "string", "Only of this region's nodes.")
                        .query("node", "string", "Only of this node.")
                        .answers(200, "Traffic")
                        .handledBy(call -> work.run(() -> traffic(call))),
                Operation.get(
                                "/v1/countries",
                                "listCountry",
                                "Lists the countries that viewers are counted by, with a place for each.")
                        .answers(200, "CountryList")
                        .handledBy(call -> Future.succeededFuture(countries())));
    }

    private Answer follow() {
        return streams.hasRoom()
                ? Answer.stream(Operation.EVENTS, streams::tell)
                : Problem.of(503, "Too many clients follow the network already.")
                        .answer()
                        .with("Retry-After", "10");
    }

    private Answer history(Call call) {
        return Answer.json(
                200, LiveJson.history(network, time(call, "from", Instant.EPOCH), time(call, "to", Instant.MAX)));
    }

    private static Instant time(Call call, String name, Instant absent) {
        return call.query(name)
                .map(text -> {
                    try {
                        return Instant.parse(text);
                    } catch (DateTimeParseException e) {
                        throw new ProblemException(Problem.invalid(name, text, "a time such as 2026-01-31T12:00:00Z"));
                    }
                })
                .orElse(absent);
    }

    private Answer traffic(Call call) {
        long seconds = call.number("seconds", USUAL_SECONDS, 1, LONGEST_SECONDS);
        TrafficReport.Part part =
                new TrafficReport.Part(call.query("distribution"), call.query("region"), call.query("node"));
        return Answer.json(200, TrafficReport.of(network, part, Duration.ofSeconds(seconds)));
    }

    private static Answer countries() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        Countries.all()
                .forEach(country -> items.addObject()
                        .put("code", country.code())
                        .put("name", country.name())
                        .put("latitude", country.coordinates().latitude())
                        .put("longitude", country.coordinates().longitude()));
        return Answer.json(200, json);
    }
}
