package io.perigee.demo.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.demo.nemesis.PromiseCheck.Violation;
import io.perigee.demo.nemesis.RecordedRun.Delivery;
import io.perigee.demo.nemesis.RecordedRun.Fetch;
import io.perigee.demo.nemesis.RecordedRun.Invalidation;
import io.perigee.demo.nemesis.RecordedRun.Outage;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The judge of the network is judged here: it must find what is planted, and nothing else. */
class PromiseCheckTest {

    private static final Fetch OLD = new Fetch(1, "/img/1", 1, 100);
    private static final Fetch NEW = new Fetch(2, "/img/1", 2, 250);
    private static final Invalidation COMPLETED =
            new Invalidation("i-1", List.of("/img/*"), 200, OptionalLong.of(300), true);

    @Test
    void aResponseFetchedBeforeAndAskedForAfterIsFound() {
        Delivery stale = delivery(301, OLD);
        assertThat(check(List.of(stale), List.of(COMPLETED)))
                .containsExactly(new Violation.Stale(stale, OLD, COMPLETED));
    }

    @Test
    void aRequestThatBeganBeforeTheCompletionWasReadProvesNothing() {
        assertThat(check(List.of(delivery(300, OLD), delivery(301, NEW)), List.of(COMPLETED)))
                .isEmpty();
    }

    @Test
    void aResponseFetchedWhileTheInvalidationWasOnItsWayIsGoodEnough() {
        assertThat(check(List.of(delivery(301, NEW)), List.of(COMPLETED))).isEmpty();
    }

    @Test
    void anInvalidationOfOtherPathsProvesNothing() {
        Invalidation other = new Invalidation("i-2", List.of("/a", "/im"), 400, OptionalLong.of(500), true);
        assertThat(check(List.of(delivery(501, NEW)), List.of(COMPLETED, other)))
                .isEmpty();
    }

    @Test
    void anInvalidationThatWasSentLaterAndCompletedEarlierCounts() {
        Invalidation slow = new Invalidation("i-2", List.of("/img/1"), 150, OptionalLong.of(400), true);
        Delivery stale = delivery(450, OLD);
        assertThat(check(List.of(stale), List.of(slow, COMPLETED)))
                .containsExactly(new Violation.Stale(stale, OLD, COMPLETED));
        Invalidation exact = new Invalidation("i-3", List.of("/img/1"), 260, OptionalLong.of(270), true);
        Delivery staleToo = delivery(305, NEW);
        assertThat(check(List.of(staleToo, delivery(502, new Fetch(3, "/img/1", 2, 320))), List.of(COMPLETED, exact)))
                .contains(new Violation.Stale(staleToo, NEW, exact));
    }

    @Test
    void contentOfAnotherFetchIsFound() {
        Delivery foreign = new Delivery("edge-1", "/img/1", 301, 302, NEW.id(), OLD.version(), true);
        Delivery invented = new Delivery("edge-1", "/img/1", 301, 302, 99, 1, true);
        assertThat(check(List.of(foreign, invented), List.of(COMPLETED)))
                .containsExactly(new Violation.ForeignContent(foreign, NEW), new Violation.UnknownFetch(invented));
    }

    @Test
    void anInvalidationThatNeverCompletesOrIsForgottenIsFound() {
        Invalidation pending = new Invalidation("i-2", List.of("/a"), 200, OptionalLong.empty(), true);
        Invalidation forgotten = new Invalidation("i-3", List.of("/a"), 200, OptionalLong.of(290), false);
        assertThat(check(List.of(delivery(301, NEW)), List.of(COMPLETED, pending, forgotten)))
                .containsExactly(new Violation.NeverCompleted(pending), new Violation.Forgotten(forgotten));
    }

    @Test
    void anEdgeThatDoesNotComeBackIsFound() {
        assertThat(check(List.of(delivery(290, NEW)), List.of(COMPLETED)))
                .containsExactly(new Violation.NotServed("edge-1", "/img/1"));
    }

    @Test
    void interleavingsAreRequestsDuringAnInvalidationOfTheirPathDuringAnOutage() {
        Invalidation elsewhere = new Invalidation("i-2", List.of("/a"), 200, OptionalLong.of(300), true);
        RecordedRun run = new RecordedRun(
                List.of(OLD, NEW),
                List.of(
                        new Delivery("edge-1", "/img/1", 210, 220, 1, 1, true),
                        new Delivery("edge-1", "/img/1", 260, 280, 1, 1, true),
                        new Delivery("edge-1", "/img/1", 301, 310, 2, 2, true)),
                List.of(COMPLETED, elsewhere),
                List.of(
                        new Outage("edge-1", "pause", 215, 400),
                        new Outage("regional-1", "kill", 250, 400),
                        new Outage("origin", "fail", 10, 20)),
                Set.of(),
                Set.of());
        assertThat(Interleavings.count(run)).isEqualTo(1 + 2);
    }

    private static Delivery delivery(long startedAt, Fetch fetch) {
        return new Delivery("edge-1", "/img/1", startedAt, startedAt + 10, fetch.id(), fetch.version(), true);
    }

    private static List<Violation> check(List<Delivery> deliveries, List<Invalidation> invalidations) {
        return PromiseCheck.violations(new RecordedRun(
                List.of(OLD, NEW, new Fetch(3, "/img/1", 2, 320)),
                deliveries,
                invalidations,
                List.of(),
                Set.of("edge-1"),
                Set.of("/img/1")));
    }
}
