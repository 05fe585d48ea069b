package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testkit.Answer;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Gate;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An edge and a regional cache before an origin in trouble. */
@Conversation
@SuppressWarnings("NullAway.Init") // started before each test
class TwoTierTroubledOriginTest extends TroubledOriginContract {

    private TwoTiers tiers;

    @Override
    int start(Vertx vertx, FakeOrigin origin) {
        tiers = new TwoTiers(vertx, origin);
        return tiers.port();
    }

    @Override
    void stop() {
        tiers.close();
    }

    @Test
    void staleIfErrorCoversAnOriginThatTakesTooLong(Vertx vertx, FakeOrigin origin, Viewer viewer) {
        Answer old = Answer.ok("old").with("Age", "100");
        Answer never = Answer.status(200).waitFor(new Gate()).body("new");
        origin.on("/may", old.with("Cache-Control", "max-age=10, stale-if-error=600"));
        origin.on("/must", old.with("Cache-Control", "max-age=10, must-revalidate"));
        try (var impatient = new TwoTiers(vertx, origin, "1s")) {
            String url = "http://127.0.0.1:" + impatient.port();
            for (String path : List.of("/may", "/must")) {
                // On a busy machine a first answer may come too late.
                Await.until(path, () -> viewer.get(url + path).status() == 200);
                origin.on(path, never);
            }

            assertThat(viewer.get(url + "/may").text()).isEqualTo("old");
            assertThat(viewer.get(url + "/must").status()).isEqualTo(504);
        }
    }
}
