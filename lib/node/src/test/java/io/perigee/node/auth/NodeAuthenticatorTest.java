package io.perigee.node.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.node.auth.Authentication.Authentic;
import io.perigee.node.auth.Authentication.Cause;
import io.perigee.node.auth.Authentication.Refused;
import io.perigee.testkit.ManualClock;
import io.vertx.core.MultiMap;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NodeAuthenticatorTest {

    private static final String OLD = "old:" + "ab".repeat(32);
    private static final String NEW = "new:" + NetworkKeys.generate(new SecureRandom());

    private final ManualClock clock = new ManualClock();
    private final AtomicLong nonces = new AtomicLong(-5);
    private final NodeAuthenticator edge = authenticator("edge-fra-1", OLD, 1000);
    private final NodeAuthenticator regional = authenticator("regional-eu-1", OLD, 1000);

    private NodeAuthenticator authenticator(String node, String keys, int capacity) {
        return new NodeAuthenticator(NetworkKeys.parse(keys), node, clock::millis, nonces::incrementAndGet, capacity);
    }

    private static MultiMap fields() {
        return MultiMap.caseInsensitiveMultiMap()
                .add("Perigee-Distribution", "E123")
                .add("Perigee-Applied", "17")
                .add("Accept", "*/*");
    }

    private MultiMap signedBy(NodeAuthenticator sender) {
        MultiMap fields = fields();
        return fields.add(NodeAuthenticator.FIELD, sender.sign("GET", "/a?b=c", fields::getAll));
    }

    private Authentication verify(MultiMap fields) {
        return regional.verify("GET", "/a?b=c", fields::getAll);
    }

    @Test
    void acceptsANodeOfTheNetworkAndTellsWhich() {
        assertThat(verify(signedBy(edge))).isEqualTo(new Authentic("edge-fra-1"));
    }

    @Test
    void refusesARequestWithoutASignature() {
        assertThat(verify(fields())).isEqualTo(new Refused(Cause.MISSING));
    }

    @Test
    void refusesWhatItCannotRead() {
        for (String value :
                List.of("", "v1", "v2 key=old", "Bearer abc", signedBy(edge).get("Perigee-Auth") + " ")) {
            assertThat(verify(fields().add("Perigee-Auth", value))).isEqualTo(new Refused(Cause.MALFORMED));
        }
        String good = signedBy(edge).get("Perigee-Auth");
        assertThat(verify(fields().add("Perigee-Auth", good).add("Perigee-Auth", good)))
                .isEqualTo(new Refused(Cause.MALFORMED));
    }

    @Test
    void refusesAForgedSignature() {
        var forger = authenticator("edge-fra-1", "old:" + NetworkKeys.generate(new SecureRandom()), 10);

        assertThat(verify(signedBy(forger))).isEqualTo(new Refused(Cause.BAD_SIGNATURE));
    }

    @Test
    void refusesAnUnknownKey() {
        assertThat(verify(signedBy(authenticator("edge-fra-1", NEW, 10)))).isEqualTo(new Refused(Cause.UNKNOWN_KEY));
    }

    @Test
    void refusesATamperedRequest() {
        MultiMap fields = signedBy(edge);

        assertThat(regional.verify("POST", "/a?b=c", fields::getAll)).isEqualTo(new Refused(Cause.BAD_SIGNATURE));
        assertThat(regional.verify("GET", "/a?b=d", fields::getAll)).isEqualTo(new Refused(Cause.BAD_SIGNATURE));
        assertThat(verify(signedBy(edge).set("Perigee-Distribution", "E999")))
                .isEqualTo(new Refused(Cause.BAD_SIGNATURE));
        assertThat(verify(signedBy(edge).add("Perigee-Distribution", "E999")))
                .isEqualTo(new Refused(Cause.BAD_SIGNATURE));
        assertThat(verify(signedBy(edge).add("Perigee-Viewer", "Tokyo"))).isEqualTo(new Refused(Cause.BAD_SIGNATURE));
        assertThat(verify(signedBy(edge).remove("Perigee-Applied"))).isEqualTo(new Refused(Cause.BAD_SIGNATURE));
        MultiMap otherNode = signedBy(edge);
        otherNode.set(
                "Perigee-Auth", String.valueOf(otherNode.get("Perigee-Auth")).replace("edge-fra-1", "edge-fra-2"));
        assertThat(verify(otherNode)).isEqualTo(new Refused(Cause.BAD_SIGNATURE));
        assertThat(verify(signedBy(edge).set("Accept", "text/html"))).isEqualTo(new Authentic("edge-fra-1"));
    }

    @Test
    void refusesAReplayForAsLongAsTheSignatureWouldBeGood() {
        MultiMap fields = signedBy(edge);
        assertThat(verify(fields)).isInstanceOf(Authentic.class);

        assertThat(verify(fields)).isEqualTo(new Refused(Cause.REPLAYED));
        clock.advance(Duration.ofMillis(30_000));
        assertThat(verify(fields)).isEqualTo(new Refused(Cause.REPLAYED));
        clock.advance(Duration.ofMillis(1));
        assertThat(verify(fields)).isEqualTo(new Refused(Cause.EXPIRED));
    }

    @Test
    void receiversDoNotShareWhatTheyHaveHeard() {
        MultiMap fields = signedBy(edge);
        assertThat(verify(fields)).isInstanceOf(Authentic.class);
        NodeAuthenticator another = authenticator("regional-eu-2", OLD, 1000);

        assertThat(another.verify("GET", "/a?b=c", fields::getAll)).isInstanceOf(Authentic.class);
        assertThat(another.verify("GET", "/a?b=c", fields::getAll)).isEqualTo(new Refused(Cause.REPLAYED));
    }

    @Test
    void refusesASignatureOfThePastAndOfTheFuture() {
        MultiMap fromThePast = signedBy(edge);
        clock.advance(Duration.ofMillis(30_001));
        assertThat(verify(fromThePast)).isEqualTo(new Refused(Cause.EXPIRED));

        MultiMap fromTheFuture = signedBy(edge);
        clock.shiftWallClock(Duration.ofMillis(-30_001));
        assertThat(verify(fromTheFuture)).isEqualTo(new Refused(Cause.EXPIRED));
    }

    @Test
    void remembersABoundedNumberOfRequestsAndRefusesBeyondIt() {
        var small = authenticator("regional-eu-2", OLD, 160);
        int accepted = 0;
        var random = new java.util.SplittableRandom(3);
        var busy = new NodeAuthenticator(NetworkKeys.parse(OLD), "edge-1", clock::millis, random::nextLong, 10);
        for (int i = 0; i < 1000; i++) {
            MultiMap fields = signedBy(busy);
            Authentication result = small.verify("GET", "/a?b=c", fields::getAll);
            accepted += result instanceof Authentic ? 1 : 0;
            assertThat(result).isIn(new Authentic("edge-1"), new Refused(Cause.REPLAY_MEMORY_FULL));
        }
        assertThat(accepted).isEqualTo(160);

        clock.advance(Duration.ofSeconds(31));
        MultiMap later = signedBy(busy);
        assertThat(small.verify("GET", "/a?b=c", later::getAll)).isEqualTo(new Authentic("edge-1"));
    }

    @Test
    void keysAreRotatedWithoutAGap() {
        var signsWithNew = authenticator("edge-fra-1", NEW + "\n" + OLD, 10);
        var acceptsBoth = authenticator("regional-eu-1", OLD + "\n# coming\n\n" + NEW + "\n", 10);
        MultiMap fields = signedBy(signsWithNew);

        assertThat(fields.get("Perigee-Auth")).contains("key=new ");
        assertThat(acceptsBoth.verify("GET", "/a?b=c", fields::getAll)).isEqualTo(new Authentic("edge-fra-1"));
    }

    @Test
    void keysAreThirtyTwoBytesAndNeverShown() {
        assertThatThrownBy(() -> NetworkKeys.parse("# nothing")).hasMessageContaining("no key");
        assertThatThrownBy(() -> NetworkKeys.parse(OLD + "\nc2VjcmV0"))
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("c2VjcmV0");
        assertThatThrownBy(() -> NetworkKeys.parse(OLD + "\n" + OLD)).hasMessageContaining("same id");
        String bare = NetworkKeys.generate(new SecureRandom());
        assertThat(NetworkKeys.parse(bare)).asString().matches("NetworkKeys\\[[0-9a-f]{8}]");
    }
}
