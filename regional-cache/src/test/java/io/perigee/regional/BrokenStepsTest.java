package io.perigee.regional;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Failure;
import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.ManualClock;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps that throw: the edge gets what makes it ask elsewhere, and the next request is served. */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class BrokenStepsTest {

    private Harness regional;

    @BeforeEach
    void open(Vertx vertx, FakeOrigin origin, ManualClock clock) {
        regional = new Harness(vertx, origin, clock);
        origin.on("/a", Answer.ok("hello").with("Cache-Control", "max-age=60"));
    }

    @AfterEach
    void close() {
        Await.until("no request is left", () -> regional.inFlight.count() == 0);
        regional.close();
    }

    private static void assertBroken(Answered answer) {
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.header(InternalHeaders.FAILURE)).isEqualTo(Failure.CLOSED.name());
        assertThat(answer.header(InternalHeaders.FETCHED_AT)).isNull();
    }

    @Test
    void aStepThatThrowsAtOnceSendsTheEdgeElsewhere(Viewer edge) {
        regional.log.breakDown();

        assertBroken(edge.send(regional.asked(regional.signed(regional.hop("GET", "/a", 10)))));
        regional.log.apply(10);

        assertThat(edge.send(regional.asked("/a")).text()).isEqualTo("hello");
    }

    @Test
    void aStepThatThrowsWhileTheEdgeIsKeptWaitingSendsItElsewhere(Viewer edge) {
        regional.log.breakDownAfter(1);

        assertBroken(edge.send(regional.asked(regional.signed(regional.hop("GET", "/a", 11)))));
    }
}
