package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests of the network itself, for a distribution that lets in viewers of one country over HTTPS only. */
@Conversation
@SuppressWarnings("NullAway.Init") // started before each test
class PrewarmingTest {

    private TwoTiers tiers;
    private Viewer viewer;

    @BeforeEach
    void open(Vertx vertx, FakeOrigin origin, Viewer viewer) {
        this.viewer = viewer;
        tiers = new TwoTiers(vertx, origin);
        origin.on("/a", Answer.ok("x").with("Cache-Control", "max-age=60"));
    }

    @AfterEach
    void close() {
        tiers.close();
    }

    private Answered ask(String target, Map<String, String> fields) {
        Asked asked = Asked.get("http://127.0.0.1:" + tiers.port() + target).with("Host", "locked.example.org");
        for (Map.Entry<String, String> field : fields.entrySet()) {
            asked = asked.with(field.getKey(), field.getValue());
        }
        return viewer.send(asked);
    }

    @Test
    void whatKeepsViewersOutDoesNotKeepTheNetworkFromFillingBothTiers(FakeOrigin origin) {
        Answered filled = ask("/a", tiers.prewarming("/a"));

        assertThat(filled.status()).isEqualTo(200);
        assertThat(filled.header("X-Cache")).isEqualTo("Miss from perigee");
        assertThat(filled.header("Cache-Status")).endsWith("stored");
        Await.until(
                "both tiers have it",
                () -> tiers.edge().objects() == 1 && tiers.regional().objects() == 1);
        assertThat(ask("/a", tiers.prewarming("/a")).header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(origin.fetches()).isEqualTo(1);
    }

    @Test
    void aViewerWhoSaysSoIsAViewer(FakeOrigin origin) {
        Map<String, String> signed = tiers.prewarming("/a");
        Map<String, String> forged = new HashMap<>(signed);
        forged.put(InternalHeaders.PREWARM, "P2");

        assertThat(ask("/a", Map.of(InternalHeaders.PREWARM, "P1")).status()).isEqualTo(403);
        assertThat(ask("/a", forged).status()).isEqualTo(403);
        assertThat(ask("/b", signed).status()).isEqualTo(403);
        assertThat(ask("/a", signed).status()).isEqualTo(200);
        assertThat(ask("/a", signed).status()).as("replayed").isEqualTo(403);
        assertThat(origin.fetches()).isEqualTo(1);
    }
}
