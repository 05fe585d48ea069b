package io.perigee.regional;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Failure;
import io.perigee.delivery.hop.Hop;
import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.ManualClock;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Only edges of the network get an answer; whatever else comes never makes this node ask an origin. */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class EdgeAuthenticationTest {

    private static final Set<String> NOT_IN_REQUESTS = Set.of(
            "Perigee-Fetched-At", "Perigee-Viewer", "Perigee-Invalidate", "Perigee-Prewarm", "Perigee-Invocation");

    private FakeOrigin origin;
    private Viewer edge;
    private ManualClock clock;
    private Harness regional;

    @BeforeEach
    void open(Vertx vertx, FakeOrigin origin, Viewer edge, ManualClock clock) {
        this.origin = origin;
        this.edge = edge;
        this.clock = clock;
        regional = new Harness(vertx, origin, clock);
        origin.on("/a", Answer.ok("hello").with("Cache-Control", "max-age=60"));
    }

    @AfterEach
    void close() {
        regional.close();
    }

    private void assertRefused(Asked asked) {
        Answered answered = edge.send(asked);

        assertThat(answered.status()).isEqualTo(401);
        assertThat(answered.header(InternalHeaders.FAILURE)).isEqualTo(Failure.CLOSED.name());
        assertThat(answered.body().length()).isZero();
        assertThat(origin.fetches()).isZero();
    }

    static Stream<String> signedFields() {
        return NodeAuthenticator.SIGNED_FIELDS.stream().filter(name -> !NOT_IN_REQUESTS.contains(name));
    }

    @Test
    void whoBringsNoCredentialsGetsNothing() {
        assertRefused(regional.asked(regional.hop("GET", "/a", 0)));
        assertRefused(Asked.get(regional.url() + "/a"));
    }

    @Test
    void whoDoesNotHaveTheNetworksKeyGetsNothing() {
        assertRefused(regional.asked(regional.signed(regional.hop("GET", "/a", 0), regional.stranger())));
    }

    @Test
    void aRequestThatIsHeardTwiceIsAnsweredOnce() {
        Asked asked = regional.asked("/a");

        assertThat(edge.send(asked).status()).isEqualTo(200);
        assertThat(edge.send(asked).status()).isEqualTo(401);
        assertThat(origin.fetches()).isEqualTo(1);
    }

    @Test
    void aSignatureThatIsTooOldIsNone() {
        Asked asked = regional.asked("/a");
        clock.advance(Duration.ofMillis(NodeAuthenticator.WINDOW_MILLIS + 1));

        assertRefused(asked);
    }

    @ParameterizedTest
    @MethodSource("signedFields")
    void noneOfTheEdgesHeadersCanBeChangedDroppedOrAdded(String field) {
        RequestHead hop = regional.hop("GET", "/a", 0);
        RequestHead signed = regional.signed(hop.withHeaders(hop.headers().with(InternalHeaders.FRESH, "1")));
        Headers headers = signed.headers();

        assertRefused(regional.asked(signed.withHeaders(headers.with(field, "9"))));
        assertRefused(regional.asked(signed.withHeaders(headers.without(field))));
        assertRefused(regional.asked(signed.withHeaders(headers.withAdded(field, "9"))));
    }

    @Test
    void onlyAnEdgeCanSayWhatIsToBeForgotten() {
        RequestHead told = regional.signed(new Hop.Written("site", List.of("/a")).outgoing());

        assertRefused(regional.asked(told.withHeaders(told.headers().with(InternalHeaders.INVALIDATE, "/b"))));
        assertRefused(regional.asked(told.withHeaders(told.headers().with(InternalHeaders.DISTRIBUTION, "other"))));
        assertRefused(regional.asked(told.withHeaders(told.headers().without(InternalHeaders.AUTH))));
        RequestHead hop = regional.signed(regional.hop("GET", "/a", 0));
        assertRefused(regional.asked(hop.withHeaders(hop.headers().with(InternalHeaders.INVALIDATE, "/a"))));
        assertThat(edge.send(regional.asked(told)).status()).isEqualTo(204);
    }

    @Test
    void aSignatureIsForOneMethodAndTargetOnly() {
        RequestHead signed = regional.signed(regional.hop("GET", "/a", 0));

        assertRefused(regional.asked(new RequestHead("HEAD", "/a", signed.headers())));
        assertRefused(regional.asked(new RequestHead("GET", "/a?b", signed.headers())));
    }

    @Test
    void whatNobodySignedChangesNothingAndGoesNoFurther() {
        RequestHead signed = regional.signed(regional.hop("GET", "/a", 0));
        Headers more = signed.headers()
                .withAdded("Perigee-Result", "LambdaGeneratedResponse")
                .withAdded("perigee-failure", "CLOSED");

        Answered answered = edge.send(regional.asked(signed.withHeaders(more)));

        assertThat(answered.text()).isEqualTo("hello");
        assertThat(answered.header("Perigee-Result")).isNull();
        assertThat(origin.lastRequest().fields())
                .noneMatch(line -> line.getKey().toLowerCase(Locale.ROOT).startsWith("perigee-"));
    }

    @Test
    void anEdgeThatForgetsAHeaderIsToldSo() {
        RequestHead hop = regional.hop("GET", "/a", 0);
        RequestHead signed = regional.signed(hop.withHeaders(hop.headers().without(InternalHeaders.LOCATION)));

        Answered answered = edge.send(regional.asked(signed));

        assertThat(answered.status()).isEqualTo(400);
        assertThat(answered.header(InternalHeaders.FAILURE)).isEqualTo(Failure.CLOSED.name());
        assertThat(origin.fetches()).isZero();
    }
}
