package io.perigee.origin;

import static io.perigee.origin.RunningOrigin.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.node.auth.NetworkKeys;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.node.config.ConfigException;
import io.perigee.node.config.NodeConfigReader;
import io.perigee.origin.store.ObjectEvent;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginNodeTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));

    @Test
    void nodeForTheNetworkOnlyAnswersSignedRequestsOnceAndNobodyElse(@TempDir Path data) throws Exception {
        String key = NetworkKeys.generate(new SecureRandom());
        Path keys = Files.writeString(data.resolve("network.keys"), key);
        OriginNodeConfig config = read(data, """
                data: objects
                networkOnly: true
                networkKeys: %s
                drain: {readinessDelay: 0s}
                defaultWebsite: site
                buckets: {site: {publicRead: true, website: {}}}
                """.formatted(keys));
        NodeAuthenticator edge = new NodeAuthenticator(NetworkKeys.parse(key), "edge-1", CLOCK::millis, () -> 7, 100);
        try (RunningOrigin origin =
                new RunningOrigin(config, OriginExtensions.none().withClock(CLOCK))) {
            origin.put("site", "a", "for the network");
            assertThat(origin.get("/a").statusCode()).isEqualTo(403);
            assertThat(origin.get("/a").body()).isEmpty();
            String signature = edge.sign("GET", "/a", name -> List.of());
            assertThat(origin.get("/b", "Perigee-Auth", signature).statusCode()).isEqualTo(403);
            assertThat(text(origin.get("/a", "Perigee-Auth", signature))).isEqualTo("for the network");
            assertThat(origin.get("/a", "Perigee-Auth", signature).statusCode()).isEqualTo(403);
            URI api = URI.create("http://127.0.0.1:" + origin.node.apiPort() + "/site/a");
            assertThat(origin.send(HttpRequest.newBuilder(api).build()).statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void nodeTellsItsHealthAndItsCounts(@TempDir Path data) throws Exception {
        try (RunningOrigin origin =
                new RunningOrigin(OriginNodeConfig.singleSite(data, "site"), OriginExtensions.none())) {
            origin.put("site", "a", "x");
            origin.get("/a");
            assertThat(management(origin, "/readyz").statusCode()).isEqualTo(200);
            assertThat(text(management(origin, "/metrics")))
                    .contains("perigee_origin_requests_total 1.0", "perigee_origin_objects 1.0");
        }
    }

    @Test
    void changesThroughTheNodesStoreReachListeners(@TempDir Path data) throws Exception {
        List<ObjectEvent> heard = new CopyOnWriteArrayList<>();
        try (RunningOrigin origin = new RunningOrigin(
                OriginNodeConfig.singleSite(data, "site"),
                OriginExtensions.none().withListener(heard::add))) {
            origin.put("site", "a", "x");
        }
        assertThat(heard).singleElement().isInstanceOf(ObjectEvent.ObjectCreated.class);
    }

    @Test
    void http2CarriesWholeObjects(@TempDir Path data) throws Exception {
        OriginNodeConfig config = read(data, """
                data: objects
                website: {h2c: true}
                drain: {readinessDelay: 0s}
                defaultWebsite: site
                buckets: {site: {website: {}}}
                """);
        byte[] bytes = new byte[1_000_000];
        new Random(1).nextBytes(bytes);
        try (RunningOrigin origin = new RunningOrigin(config, OriginExtensions.none());
                Http2 client = new Http2(origin)) {
            origin.put("site", "big", "application/octet-stream", bytes);
            assertThat(client.get("/big")).isEqualTo(bytes);
        }
    }

    @Test
    void directoryInUseFailsTheStartAndLeavesNothingOpen(@TempDir Path data) {
        OriginNodeConfig config = OriginNodeConfig.singleSite(data, "site");
        try (RunningOrigin origin = new RunningOrigin(config, OriginExtensions.none())) {
            assertThatThrownBy(() -> RunningOrigin.await(OriginNode.start(origin.vertx, config)))
                    .hasMessageContaining("in use");
            assertThat(origin.get("/").statusCode()).isEqualTo(404);
        }
        try (RunningOrigin again = new RunningOrigin(config, OriginExtensions.none())) {
            assertThat(again.get("/").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void everythingThatIsWrongWithAConfigurationIsSaidAtOnce(@TempDir Path data) {
        assertThatThrownBy(() -> read(data, """
                        data: objects
                        region: Nowhere!
                        defaultWebsite: none
                        buckets: {Bad_Name: {}}
                        """))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refusal -> assertThat(refusal.violations())
                                .extracting(violation -> violation.field())
                                .containsExactlyInAnyOrder("region", "buckets.Bad_Name", "defaultWebsite"));
    }

    private static OriginNodeConfig read(Path folder, String yaml) {
        return NodeConfigReader.parse("origin.yaml", yaml, folder, OriginNodeConfig.class);
    }

    private static HttpResponse<byte[]> management(RunningOrigin origin, String path) {
        return origin.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + origin.node.managementPort() + path))
                .build());
    }

    /** A client that speaks HTTP/2 without TLS. */
    private record Http2(RunningOrigin origin, HttpClient client) implements AutoCloseable {

        Http2(RunningOrigin origin) {
            this(
                    origin,
                    origin.vertx.createHttpClient(new HttpClientOptions()
                            .setProtocolVersion(HttpVersion.HTTP_2)
                            .setHttp2ClearTextUpgrade(false)));
        }

        byte[] get(String path) {
            return RunningOrigin.await(client.request(HttpMethod.GET, origin.node.websitePort(), "127.0.0.1", path)
                            .compose(request -> request.send())
                            .compose(response -> response.body()))
                    .getBytes();
        }

        @Override
        public void close() {
            RunningOrigin.await(client.close());
        }
    }
}
