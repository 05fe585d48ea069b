package io.perigee.control.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.control.router.RoutableEdge.State;
import io.perigee.geo.Cidr;
import io.perigee.geo.GeoDatabase;
import io.perigee.geo.places.NamedPlaces;
import io.perigee.geo.viewer.ClientAddress;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Conversation
class RedirectRouterTest {
    private static final NamedPlaces PLACES = NamedPlaces.builtIn();
    private static final GeoDatabase GEOGRAPHY = PLACES.database();

    private final List<RoutableEdge> edges = new ArrayList<>();
    private Vertx vertx;
    private Viewer viewer;

    @BeforeEach
    void threeRegions(Vertx vertx, Viewer viewer) {
        this.vertx = vertx;
        this.viewer = viewer;
        edges.add(edge("eu-1", "europe", "Frankfurt", State.ROUTABLE));
        edges.add(edge("us-1", "north-america", "Washington", State.ROUTABLE));
        edges.add(edge("ap-1", "asia-pacific", "Tokyo", State.ROUTABLE));
    }

    @Test
    void aViewerIsSentToTheNearestEdgeWithItsPathAndQuery() {
        String router = start(claims());

        Answered berlin =
                viewer.send(Asked.get(router + "/img/a%20b.jpg?w=300&x=%2F").with("Perigee-Viewer", "Berlin"));
        Answered seoul = viewer.send(Asked.get(router + "/").with("Perigee-Viewer", "Seoul"));

        assertThat(berlin.status()).isEqualTo(302);
        assertThat(berlin.header("Location")).isEqualTo("http://eu-1.example:8081/img/a%20b.jpg?w=300&x=%2F");
        assertThat(berlin.header("Cache-Control")).isEqualTo("no-store");
        assertThat(seoul.header("Location")).isEqualTo("http://ap-1.example:8081/");
    }

    @Test
    void aRequestThatMayChangeSomethingKeepsItsMethod() {
        String router = start(claims());

        Answered posted = viewer.send(Asked.of("POST", router + "/api")
                .with("Perigee-Viewer", "Berlin")
                .body("x"));
        Answered head = viewer.send(Asked.of("HEAD", router + "/").with("Perigee-Viewer", "Berlin"));

        assertThat(posted.status()).isEqualTo(307);
        assertThat(posted.header("Location")).isEqualTo("http://eu-1.example:8081/api");
        assertThat(head.status()).isEqualTo(302);
    }

    @Test
    void aClaimIsIgnoredWhereItIsNotAllowed() {
        String router = start(RouterConfig.DEFAULT);

        String honest = viewer.get(router + "/").header("Location");
        for (String city : List.of("Berlin", "Seoul", "New York", "no such city")) {
            assertThat(viewer.send(Asked.get(router + "/").with("Perigee-Viewer", city))
                            .header("Location"))
                    .isEqualTo(honest);
        }
    }

    @Test
    void aClaimOfAnUnknownPlaceIsABadRequest() {
        Answered answer = viewer.send(Asked.get(start(claims()) + "/").with("Perigee-Viewer", "Atlantis"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(violation(answer).getString("field")).isEqualTo("Perigee-Viewer");
        assertThat(violation(answer).getString("value")).isEqualTo("Atlantis");
    }

    @Test
    void aForwardedAddressCountsOnlyBehindATrustedProxy() {
        String tokyo = PLACES.addressOf("Tokyo").orElseThrow().getHostAddress();
        String saoPaulo = PLACES.addressOf("São Paulo").orElseThrow().getHostAddress();
        ClientAddress loopbackTrusted = new ClientAddress(List.of(Cidr.parse("127.0.0.0/8")));
        String trusting = start(RouterConfig.DEFAULT.withClientAddress(loopbackTrusted));
        String distrustful = start(RouterConfig.DEFAULT);

        JsonObject behindProxy = viewerOf(viewer.send(
                Asked.get(trusting + "/?perigee-explain").with("X-Forwarded-For", tokyo + ", " + saoPaulo)));
        JsonObject direct = viewerOf(
                viewer.send(Asked.get(distrustful + "/?perigee-explain").with("X-Forwarded-For", tokyo)));

        assertThat(behindProxy.getString("address")).isEqualTo(saoPaulo);
        assertThat(behindProxy.getString("addressFrom")).isEqualTo("x-forwarded-for");
        assertThat(direct.getString("address")).isEqualTo("127.0.0.1");
        assertThat(direct.getString("addressFrom")).isEqualTo("socket");
    }

    @Test
    void edgesThatAreNotRoutableArePassedOverAndTheNextNearestIsTaken() {
        edges.clear();
        edges.add(edge("ap-1", "asia-pacific", "Tokyo", State.LEASE_LOST));
        edges.add(edge("ap-2", "asia-pacific", "Tokyo", State.NOT_READY));
        edges.add(edge("eu-1", "europe", "Frankfurt", State.ROUTABLE));
        String router = start(claims());

        Answered answer = viewer.send(Asked.get(router + "/a").with("Perigee-Viewer", "Seoul"));
        JsonArray excluded = explain(router, "Seoul").getJsonArray("excluded");

        assertThat(answer.header("Location")).isEqualTo("http://eu-1.example:8081/a");
        assertThat(excluded.stream()
                        .map(one -> ((JsonObject) one).getString("edge") + " " + ((JsonObject) one).getString("why")))
                .containsExactly("ap-1 lease-lost", "ap-2 not-ready");
    }

    @Test
    void theDirectoryIsReadForEachRequest() {
        String router = start(claims());
        Asked fromSeoul = Asked.get(router + "/").with("Perigee-Viewer", "Seoul");
        assertThat(viewer.send(fromSeoul).header("Location")).startsWith("http://ap-1");

        edges.removeLast();
        assertThat(viewer.send(fromSeoul).header("Location")).startsWith("http://eu-1");
    }

    @Test
    void withoutARoutableEdgeTheViewerIsToldToComeBack() {
        edges.replaceAll(edge -> new RoutableEdge(
                edge.id(), edge.region(), edge.coordinates(), edge.publicUrl(), edge.weight(), State.NOT_READY));
        String router = start(claims());

        Answered answer = viewer.get(router + "/");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.text()).doesNotContain("eu-1");
        assertThat(explain(router, "Seoul").getValue("choice")).isNull();

        edges.clear();
        assertThat(viewer.get(router + "/").status()).isEqualTo(503);
    }

    @Test
    void aDistributionsPriceClassLimitsTheRegions() {
        ServedRegions europeOnly = (host, region) -> !host.equals("cheap.example") || region.equals("europe");
        String router = start(claims(), europeOnly);
        Asked fromSeoul = Asked.get(router + "/").with("Perigee-Viewer", "Seoul");

        assertThat(viewer.send(fromSeoul.with("Host", "Cheap.Example:7600")).header("Location"))
                .startsWith("http://eu-1");
        assertThat(viewer.send(fromSeoul).header("Location")).startsWith("http://ap-1");
        JsonObject why = viewer.get(router + "/.perigee/route?viewer=Seoul&host=cheap.example")
                .body()
                .toJsonObject();
        assertThat(why.getJsonArray("excluded").stream().map(one -> ((JsonObject) one).getString("why")))
                .containsExactly("region-not-served", "region-not-served");
    }

    @Test
    void anEdgeWhoseUrlIsTheRoutersIsNeverATarget() {
        String router = start(claims());
        edges.removeLast();
        edges.add(new RoutableEdge(
                "ap-1", "asia-pacific", edges.getFirst().coordinates(), URI.create(router), 100, State.ROUTABLE));

        JsonObject why =
                viewer.get(router + "/.perigee/route?viewer=Berlin").body().toJsonObject();

        assertThat(why.getJsonArray("excluded").getJsonObject(0).getString("why"))
                .isEqualTo("router-itself");
        assertThat(why.getJsonObject("choice").getString("edge")).isEqualTo("eu-1");
    }

    @Test
    void anExplanationSaysWhoWhereAndWhy() {
        String router = start(RouterConfig.DEFAULT);

        Answered answer = viewer.get(router + "/.perigee/route?viewer=S%C3%A3o%20Paulo");
        JsonObject why = answer.body().toJsonObject();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(why.getJsonObject("viewer").getString("addressFrom")).isEqualTo("claim");
        assertThat(why.getJsonObject("viewer").getJsonObject("geography").getString("description"))
                .isEqualTo("São Paulo, Brazil, South America");
        assertThat(why.getString("policy")).isEqualTo("proximity");
        assertThat(why.getString("reason")).isEqualTo("nearest healthy edge first");
        assertThat(why.getJsonObject("choice").getString("edge")).isEqualTo("us-1");
        assertThat(why.getJsonObject("choice").getString("location")).isEqualTo("http://us-1.example:8081/");
        assertThat(why.getJsonArray("candidates").stream().map(one -> ((JsonObject) one).getString("edge")))
                .containsExactly("us-1", "eu-1", "ap-1");
        assertThat(why.getJsonArray("candidates").getJsonObject(0).getInteger("distanceKm"))
                .isBetween(7600, 7800);
        assertThat(why.getJsonArray("excluded")).isEmpty();
    }

    @Test
    void aViewerFromNowhereKeepsItsEdgeAndIsToldWhy() {
        String router = start(RouterConfig.DEFAULT);

        JsonObject why = viewer.get(router + "/a?b=c&perigee-explain").body().toJsonObject();
        String location = viewer.get(router + "/a").header("Location");

        assertThat(why.getString("reason")).startsWith("the viewer's place is unknown");
        assertThat(location).isEqualTo("http://" + why.getJsonObject("choice").getString("edge") + ".example:8081/a");
        assertThat(why.getJsonObject("choice").getString("location")).endsWith("/a?b=c&perigee-explain");
    }

    @Test
    void explanationsCanBeTurnedOff() {
        String router = start(RouterConfig.DEFAULT.withExplanations(false));

        assertThat(viewer.get(router + "/.perigee/route?viewer=Tokyo").status()).isEqualTo(404);
        assertThat(viewer.get(router + "/a?perigee-explain").status()).isEqualTo(302);
    }

    @Test
    void anExplanationIsOnlyRead() {
        Answered answer = viewer.send(Asked.of("DELETE", start(RouterConfig.DEFAULT) + "/.perigee/route"));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?viewer=Atlantis", "?viewer=", "?viewer=%zz", "?viewer=127.1"})
    void anUnknownViewerInTheQueryIsABadRequest(String query) {
        Answered answer = viewer.get(start(RouterConfig.DEFAULT) + "/.perigee/route" + query);

        assertThat(answer.status()).isEqualTo(query.isEmpty() ? 200 : 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/x",
                "/%2F%2Fevil.example",
                "/\\evil.example",
                "/@evil.example",
                "/.evil.example",
                "/x?u=http://evil.example",
                "/a/../../b"
            })
    void noPathLeadsAwayFromTheEdge(String target) {
        int port = URI.create(start(RouterConfig.DEFAULT)).getPort();

        String answer = viewer.raw(port)
                .send("GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                .readAll();

        assertThat(answer).startsWith("HTTP/1.1 302 ");
        assertThat(answer.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("location:")))
                .singleElement()
                .asString()
                .matches("(?i)location: http://[a-z]{2}-1\\.example:8081/.*")
                .endsWith(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://evil.example/ HTTP/1.1\r\nHost: a\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n",
                "GET /a#b HTTP/1.1\r\nHost: a\r\n",
                "GET /\u00e9 HTTP/1.1\r\nHost: a\r\n",
                "GET /\u0001 HTTP/1.1\r\nHost: a\r\n",
                "GET / HTTP/1.1\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n"
            })
    void malformedRequestsAreRefused(String head) {
        int port = URI.create(start(RouterConfig.DEFAULT)).getPort();

        String answer =
                viewer.raw(port).send(head + "Connection: close\r\n\r\n").readAll();

        assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContainIgnoringCase("location:");
    }

    @Test
    void aTargetThatIsTooLongIsRefused() {
        assertThat(viewer.get(start(RouterConfig.DEFAULT) + "/" + "a".repeat(RouterRequest.LONGEST_TARGET))
                        .status())
                .isEqualTo(414);
    }

    @Test
    void anEndlessBodyIsCutOff() {
        int port = URI.create(start(RouterConfig.DEFAULT)).getPort();

        String answer = viewer.raw(port)
                .send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\n\r\n" + "x".repeat(2_000_000))
                .readAll();

        assertThat(answer).startsWith("HTTP/1.1 307 ");
    }

    private String start(RouterConfig config) {
        return start(config, ServedRegions.EVERYWHERE);
    }

    private String start(RouterConfig config, ServedRegions servedRegions) {
        HttpServer server = Await.get(vertx.createHttpServer(
                        new HttpServerOptions().setMaxInitialLineLength(2 * RouterRequest.LONGEST_TARGET))
                .requestHandler(new RedirectRouter(config, GEOGRAPHY, PLACES, () -> List.copyOf(edges), servedRegions))
                .listen(0, "127.0.0.1"));
        return "http://127.0.0.1:" + server.actualPort();
    }

    private JsonObject explain(String router, String city) {
        return viewer.get(router + "/.perigee/route?viewer=" + city).body().toJsonObject();
    }

    private static JsonObject viewerOf(Answered answer) {
        return answer.body().toJsonObject().getJsonObject("viewer");
    }

    private static JsonObject violation(Answered answer) {
        return answer.body().toJsonObject().getJsonArray("violations").getJsonObject(0);
    }

    private static RouterConfig claims() {
        return RouterConfig.DEFAULT.withViewerClaims(true);
    }

    private static RoutableEdge edge(String id, String region, String city, State state) {
        return new RoutableEdge(
                id,
                region,
                Objects.requireNonNull(
                        PLACES.named(city).orElseThrow().geography().coordinates()),
                URI.create("http://" + id + ".example:8081"),
                100,
                state);
    }
}
