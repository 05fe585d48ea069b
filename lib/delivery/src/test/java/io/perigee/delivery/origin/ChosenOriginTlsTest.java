package io.perigee.delivery.origin;

import static io.perigee.delivery.Fixtures.VIEWER;
import static io.perigee.delivery.Fixtures.compiled;
import static io.perigee.delivery.Fixtures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.perigee.cache.Failure;
import io.perigee.cache.SequenceView;
import io.perigee.cache.Upstream;
import io.perigee.cache.UpstreamException;
import io.perigee.delivery.Asides;
import io.perigee.delivery.DeliveryRequest;
import io.perigee.delivery.FakeFunctions;
import io.perigee.delivery.Loop;
import io.perigee.delivery.exchange.UpstreamClients;
import io.perigee.delivery.exchange.UpstreamExchange;
import io.perigee.delivery.functions.FunctionPoints;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.functions.OriginChoice;
import io.perigee.functions.OriginChoiceReader;
import io.perigee.node.listen.SelfSigned;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By which names an HTTPS origin is spoken to that a CloudFront Function has chosen. Its certificate is for {@code shop.example.com}. */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class ChosenOriginTlsTest {

    private static final SequenceView LOG = new SequenceView() {
        @Override
        public long applied() {
            return 1;
        }

        @Override
        public boolean logKept() {
            return true;
        }
    };

    /** What the origin was asked: the name of the handshake, the version of TLS, and the host of the request. */
    private record Asked(String serverName, String protocol, String host) {}

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private Loop loop;
    private HttpServer origin;
    private UpstreamClients clients;
    private OriginFetch fetch;

    @BeforeEach
    void open(Vertx vertx) {
        loop = new Loop(vertx);
        SelfSigned shop = SelfSigned.create(List.of("shop.example.com"), Clock.systemUTC(), new SecureRandom());
        Buffer certificate = Buffer.buffer(shop.certificatePem());
        origin = Await.get(vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setSsl(true)
                        .setSni(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(certificate)
                                .addKeyValue(Buffer.buffer(shop.keyPem()))))
                .requestHandler(request -> {
                    asked.add(new Asked(
                            request.connection().indicatedServerName(),
                            request.sslSession().getProtocol(),
                            String.valueOf(request.getHeader("Host"))));
                    request.response().end("hello");
                })
                .listen(0));
        clients = new UpstreamClients(vertx, 8, new PemTrustOptions().addCertValue(certificate));
        UpstreamExchange exchange = new UpstreamExchange(vertx, clients, head -> "signed");
        fetch = new OriginFetch(exchange, new FunctionPoints(new FakeFunctions(), "perigee"), LOG);
    }

    @AfterEach
    void close() {
        Await.get(clients.close());
        Await.get(origin.close());
    }

    /** Of a distribution whose origin {@code plain} is another, and whose origin {@code shop} is this one by its address. */
    private DeliveryRequest chosen(String choice) {
        CompiledDistribution distribution = compiled("""
            id: d
            origins:
              - {id: plain, domainName: plain.example.com, connectionAttempts: 1}
              - {id: shop, domainName: 127.0.0.1, httpsPort: %d, protocolPolicy: https-only, connectionAttempts: 1}
            defaultCacheBehavior: {targetOriginId: plain}
            """.formatted(origin.actualPort()));
        OriginChoice chosen = OriginChoiceReader.read(new JsonObject(choice));
        return new DeliveryRequest(
                distribution, distribution.behaviorFor("/a"), VIEWER, get("/a"), null, Asides.UNHEARD, chosen);
    }

    private String text(String choice) {
        Upstream.Response response = loop.call(() -> fetch.fetch(chosen(choice)));
        return loop.text(response);
    }

    private Failure failure(String choice) {
        return ((UpstreamException) Await.failure(loop.start(() -> fetch.fetch(chosen(choice))))).failure();
    }

    @Test
    void theHandshakeNamesTheHostHeaderOfTheChoice() {
        assertThat(text("""
                {"method": "selectRequestOriginById", "originId": "shop", "originOverrides": {"hostHeader": "shop.example.com"}}""")).isEqualTo("hello");

        assertThat(asked)
                .extracting(Asked::serverName, Asked::host)
                .containsExactly(tuple("shop.example.com", "shop.example.com"));
    }

    @Test
    void theHandshakeNamesWhatTheChoiceSaysThoughTheHostHeaderIsAnother() {
        assertThat(text("""
                {"method": "selectRequestOriginById", "originId": "shop",
                 "originOverrides": {"hostHeader": "tenant.example.com", "sni": "shop.example.com"}}""")).isEqualTo("hello");

        assertThat(asked)
                .extracting(Asked::serverName, Asked::host)
                .containsExactly(tuple("shop.example.com", "tenant.example.com"));
    }

    @Test
    void aCertificateForAnotherNameIsNotTaken() {
        assertThat(failure("{\"method\": \"selectRequestOriginById\", \"originId\": \"shop\"}"))
                .isEqualTo(Failure.UPSTREAM_CONNECT);
        assertThat(failure("""
                {"method": "selectRequestOriginById", "originId": "shop", "originOverrides": {"hostHeader": "other.example.com"}}""")).isEqualTo(Failure.UPSTREAM_CONNECT);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"TLSv1.2\"]", "[\"TLSv1.1\", \"TLSv1.2\"]"})
    void anUpdatedOriginIsSpokenToInTheVersionsOfTlsThatTheChoiceNamesAndNoOther(String protocols) {
        assertThat(text("""
                {"method": "updateRequestOrigin", "properties": {
                    "domainName": "localhost", "hostHeader": "shop.example.com",
                    "customOriginConfig": {"port": %d, "protocol": "https", "sslProtocols": %s}}}""".formatted(origin.actualPort(), protocols))).isEqualTo("hello");

        assertThat(asked).containsExactly(new Asked("shop.example.com", "TLSv1.2", "shop.example.com"));
    }
}
