package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.routing.DistributionRouting;
import io.perigee.node.config.ByteSize;
import io.perigee.observability.AccessLogWriter;
import io.perigee.observability.LogSink;
import io.perigee.testkit.AccessLines;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Received;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a distribution's {@code logging} to an object in its bucket; here the origin is the object store, too. */
@Conversation
class AccessLogDeliveryTest {

    private static final Map<String, String> LOGGING = Map.of(
            "logged", "logging: {bucket: logs, prefix: sites/}",
            "with-cookies", "logging: {bucket: logs, includeCookies: true}",
            "disabled", "logging: {bucket: logs, enabled: false}",
            "not-logged", "comment: ''");

    @TempDir
    private Path folder;

    private static Change site(String id, String logging, FakeOrigin origin) {
        return new Change.DistributionApplied(
                Documents.parse("""
                        id: %s
                        aliases: [%s.example.org]
                        origins: [{id: o, domainName: 127.0.0.1, httpPort: %d, protocolPolicy: http-only}]
                        defaultCacheBehavior: {targetOriginId: o}
                        %s
                        """.formatted(id, id, origin.port(), logging), Distribution.class)
                        .orThrow());
    }

    @Test
    void eachDistributionsRequestsGoWhereItsLoggingSays(Vertx vertx, FakeOrigin origin, Viewer viewer)
            throws IOException {
        Change[] sites = LOGGING.entrySet().stream()
                .map(site -> site(site.getKey(), site.getValue(), origin))
                .toArray(Change[]::new);
        NetworkConfig config = NetworkConfig.EMPTY;
        for (int i = 0; i < sites.length; i++) {
            config = config.with(i + 1L, sites[i]);
        }
        DistributionRouting routing = DistributionRouting.of(config);
        Path secret = Files.writeString(folder.resolve("secret"), "a secret\n");
        LogSink sink = AccessLogs.bucket(
                new LogDeliveryConfig(
                        URI.create(origin.url()),
                        "us-east-1",
                        "logs",
                        secret,
                        Duration.ofMinutes(5),
                        new ByteSize(1 << 20)),
                folder,
                routing::byId,
                new SimpleMeterRegistry());
        AccessLogWriter log =
                AccessLogWriter.start(List.of(sink), 1_000, InstantSource.system(), new SimpleMeterRegistry());
        origin.otherwise(request -> Answer.ok(""));
        try (TestEdges.NetworkEdge edge = new TestEdges.NetworkEdge(vertx, log, (runtime, steps) -> steps, sites)) {
            for (String site : LOGGING.keySet()) {
                viewer.send(Asked.get(edge.url() + "/page")
                        .with("Host", site + ".example.org")
                        .with("Cookie", "id=42"));
            }
        }
        log.close();

        List<Received> puts = origin.requests().stream()
                .filter(request -> request.method().equals("PUT"))
                .toList();
        assertThat(puts)
                .extracting(Received::target)
                .allMatch(target -> target.matches(
                        "/logs/(sites/logged|with-cookies)\\.\\d{4}-\\d\\d-\\d\\d-\\d\\d\\.[0-9a-f]{8}\\.gz"));
        assertThat(cookies(puts, "/logs/sites/logged")).isEqualTo("-");
        assertThat(cookies(puts, "/logs/with-cookies")).isEqualTo("id=42");
        assertThat(puts)
                .hasSize(2)
                .allSatisfy(
                        put -> assertThat(put.header("Authorization")).startsWith("AWS4-HMAC-SHA256 Credential=logs/"));
    }

    private String cookies(List<Received> puts, String begin) throws IOException {
        Received put = puts.stream()
                .filter(each -> each.target().startsWith(begin))
                .findFirst()
                .orElseThrow();
        Path file = Files.write(folder.resolve("object.gz"), put.body().getBytes());
        List<Map<String, String>> requests = AccessLines.read(file);
        assertThat(requests).hasSize(1);
        return requests.getFirst().getOrDefault("cs(Cookie)", "");
    }
}
