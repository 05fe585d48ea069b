package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.RealtimeLogField;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.routing.DistributionRouting;
import io.perigee.observability.AccessLogWriter;
import io.perigee.observability.RealTimeField;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which requests an edge logs in real time, and how. */
@Conversation
class RealTimeLogTest {

    @TempDir
    private Path folder;

    @Test
    void aBehaviorsRequestsAreLoggedAsItsConfigurationSays(Vertx vertx, FakeOrigin origin, Viewer viewer)
            throws IOException {
        Change site = new Change.DistributionApplied(Documents.parse("""
                        id: site
                        aliases: [www.example.org]
                        origins: [{id: o, domainName: 127.0.0.1, httpPort: %d, protocolPolicy: http-only}]
                        realtimeLogConfigs:
                          - {name: live, fields: [cs-uri-stem, sc-status, cache-behavior-path-pattern, x-edge-result-type]}
                          - {name: refused, fields: [x-edge-detailed-result-type]}
                        defaultCacheBehavior: {targetOriginId: o}
                        cacheBehaviors:
                          - {pathPattern: /live/*, targetOriginId: o, realtimeLogConfig: live}
                          - {pathPattern: /refused/*, targetOriginId: o, realtimeLogConfig: refused}
                        """.formatted(origin.port()), Distribution.class)
                .orThrow());
        DistributionRouting routing = DistributionRouting.of(NetworkConfig.EMPTY.with(1, site));
        Path file = folder.resolve("live.json");
        AccessLogWriter log = AccessLogWriter.start(
                List.of(AccessLogs.realTime(file, AccessLogFilesConfig.DEFAULT, routing::byId)),
                1_000,
                InstantSource.system(),
                new SimpleMeterRegistry());
        origin.otherwise(request -> Answer.ok("hello").with("Cache-Control", "max-age=60"));
        try (TestEdges.NetworkEdge edge = new TestEdges.NetworkEdge(vertx, log, (runtime, steps) -> steps, site)) {
            for (String path : List.of("/other", "/live/a?b=c", "/live/a?b=c")) {
                viewer.send(Asked.get(edge.url() + path).with("Host", "www.example.org"));
            }
            viewer.send(Asked.of("DELETE", edge.url() + "/refused/a").with("Host", "www.example.org"));
        }
        log.close();

        List<JsonObject> lines =
                Files.readAllLines(file).stream().map(JsonObject::new).toList();
        assertThat(lines)
                .containsExactlyInAnyOrder(
                        live("Miss"),
                        live("Hit"),
                        new JsonObject()
                                .put("log", "refused")
                                .put("x-edge-detailed-result-type", "InvalidRequestMethod"));
    }

    private static JsonObject live(String result) {
        return new JsonObject()
                .put("log", "live")
                .put("cs-uri-stem", "/live/a?b=c")
                .put("sc-status", 200)
                .put("cache-behavior-path-pattern", "/live/*")
                .put("x-edge-result-type", result);
    }

    @Test
    void everyFieldThatADistributionMayChooseIsWritten() {
        assertThat(Arrays.stream(RealtimeLogField.values()).map(RealtimeLogField::documentName))
                .containsExactlyElementsOf(Arrays.stream(RealTimeField.values())
                        .map(RealTimeField::label)
                        .toList());
    }
}
