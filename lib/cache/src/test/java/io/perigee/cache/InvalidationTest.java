package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Network.Viewer;
import io.perigee.cache.Outcome.Miss.ForwardReason;
import io.perigee.cache.ScriptedUpstream.Fetch;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.ResponseHead;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InvalidationTest {
    private static final String[] FRESH = {"Cache-Control", "max-age=600", "ETag", "\"1\""};

    private final Network network = new Network();

    @AfterEach
    void close() {
        network.close();
    }

    private void store(String path, String text, String... headers) {
        Viewer viewer = network.get(path);
        network.upstream.next().answer(200, text, headers);
        assertThat(viewer.text()).isEqualTo(text);
    }

    private void assertFetchedAnew(String path) {
        Viewer viewer = network.get(path);
        Fetch fetch = network.upstream.next();
        assertThat(fetch.request().purpose()).isEqualTo(Upstream.Purpose.FETCH);
        fetch.answer(200, "new", FRESH);
        assertThat(viewer.outcome()).isEqualTo(new Outcome.Miss(ForwardReason.INVALIDATED));
        assertThat(viewer.text()).isEqualTo("new");
    }

    private void assertHit(String path, String text) {
        Viewer viewer = network.get(path);
        assertThat(viewer.outcome()).isEqualTo(Outcome.HIT);
        assertThat(viewer.text()).isEqualTo(text);
    }

    @Test
    void aMarkKillsWhatItCoversAndNothingElse() {
        store("/img/a", "old", FRESH);
        store("/img/b", "old", FRESH);
        store("/css/a", "old", FRESH);
        network.invalidate("/img/a");
        assertFetchedAnew("/img/a");
        assertHit("/img/b", "old");
        network.invalidate("/img/*");
        assertFetchedAnew("/img/a");
        assertFetchedAnew("/img/b");
        assertHit("/css/a", "old");
        network.invalidate("/*");
        assertFetchedAnew("/css/a");
        assertHit("/css/a", "new");
    }

    @Test
    void aTagKillsWhatCarriesIt() {
        store("/a", "old", "Cache-Control", "max-age=600", "Cache-Tag", "red, blue");
        store("/b", "old", "Cache-Control", "max-age=600", "Cache-Tag", "green");
        network.cache.marks().addTag("d", "blue", network.applied.get() + 1);
        network.applied.incrementAndGet();
        assertFetchedAnew("/a");
        assertHit("/b", "old");
    }

    @Test
    void aFetchThatAMarkOvertakesIsNeitherDeliveredNorStored() {
        Viewer leader = network.get("/a");
        Viewer follower = network.get("/a");
        Fetch old = network.upstream.next();
        network.invalidate("/a");
        old.head(200, FRESH);
        Fetch again = network.upstream.next();
        assertThat(again.request().minimumSequence()).isEqualTo(11);
        again.answer(200, "new", FRESH);
        assertThat(leader.text()).isEqualTo("new");
        assertThat(follower.text()).isEqualTo("new");
        assertThat(old.body().isAborted()).isTrue();
    }

    @Test
    void nobodyJoinsAFetchThatIsOlderThanAMark() {
        Viewer before = network.get("/a");
        Fetch old = network.upstream.next();
        old.head(200, FRESH).bytes("old");
        assertThat(before.outcome()).isInstanceOf(Outcome.Miss.class);
        network.invalidate("/a");
        Viewer after = network.get("/a");
        network.upstream.next().answer(200, "new", FRESH);
        assertThat(after.text()).isEqualTo("new");
        old.end();
        assertThat(before.text()).isEqualTo("old");
        assertHit("/a", "new");
    }

    @Test
    void anAnswerKnowsThatItFellDeadBeforeItsHeadWasSent() {
        store("/a", "old", FRESH);
        Viewer hit = network.get("/a");
        assertThat(hit.answer().stillValid()).isTrue();
        assertThat(hit.answer().fetchedAtSequence()).isEqualTo(10);
        network.invalidate("/a");
        assertThat(hit.answer().stillValid()).isFalse();
        hit.leave();
    }

    @Test
    void aResponseWhoseSequenceIsOlderThanAMarkIsFetchedAgainWhateverTheUpstreamThinks() {
        network.invalidate("/a");
        Viewer viewer = network.get("/a");
        network.upstream.next().headAt(5, 200, FRESH);
        network.upstream.next().headAt(11, 200, FRESH).bytes("new").end();
        assertThat(viewer.text()).isEqualTo("new");
    }

    @Test
    void aResponseThatIsNewerThanAMarkIsDeliveredThoughTheMarkCameAfterItsRequest() {
        Viewer viewer = network.get("/a");
        Fetch fetch = network.upstream.next();
        network.invalidate("/a");
        fetch.headAt(11, 200, FRESH).bytes("new").end();
        assertThat(viewer.text()).isEqualTo("new");
        assertHit("/a", "new");
    }

    @Test
    void aConfirmationVouchesForNoBodyThatAMarkCoversHoweverNewItIs() {
        store("/a", "old", "Cache-Control", "max-age=0", "ETag", "\"1\"");
        Viewer viewer = network.get("/a");
        Fetch fetch = network.upstream.next();
        assertThat(fetch.request().purpose()).isEqualTo(Upstream.Purpose.REVALIDATE);
        network.invalidate("/a");
        fetch.headAt(11, 304, FRESH);
        network.upstream.next().answer(200, "new", FRESH);
        assertThat(viewer.text()).isEqualTo("new");
    }

    @Test
    void aBurstOfInvalidationsFailsNobodyAndBeginsOneFetchForEachOfThem() {
        List<Viewer> viewers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            viewers.add(network.get("/a"));
        }
        for (int i = 0; i < 30; i++) {
            allWait(viewers);
            overtakeNext();
        }
        network.upstream.next().answer(200, "new", FRESH);
        viewers.forEach(viewer -> assertThat(viewer.text()).isEqualTo("new"));
        assertThat(network.upstream.asked()).isEqualTo(31);
    }

    @Test
    void invalidationsThatGoOnForHalfAMinuteEndInAnError() {
        Viewer viewer = network.get("/a");
        for (int i = 0; i < 10; i++) {
            network.pass(1);
            overtakeNext();
        }
        assertThat(viewer.isAnswered()).isFalse();
        network.pass(30);
        overtakeNext();
        assertThat(viewer.outcome()).isEqualTo(new Outcome.Failed(Failure.OVERTAKEN_BY_INVALIDATIONS));
    }

    @Test
    void aFetchThatTakesLongIsBegunAgainAFewTimesHoweverLongThatTakes() {
        Viewer viewer = network.get("/a");
        for (int i = 0; i < 4; i++) {
            network.pass(40);
            overtakeNext();
        }
        network.upstream.next().answer(200, "new", FRESH);
        assertThat(viewer.text()).isEqualTo("new");
    }

    @Test
    void anUpstreamThatAnswersAtOnceIsAskedAgainInTurnsOfItsOwn() {
        // Thirty thousand times, which would be too deep within one another.
        network.upstreams = context -> request -> {
            network.nanosAhead.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
            return Future.succeededFuture(
                    new Upstream.Response(new ResponseHead(204, Headers.of(FRESH)), null, 0, () -> {}));
        };
        network.cache.marks().addPath("d", "/a", network.applied.get() + 1);
        assertThat(network.get("/a").outcome()).isEqualTo(new Outcome.Failed(Failure.OVERTAKEN_BY_INVALIDATIONS));
    }

    /** Returns when all of them wait for the fetch that is under way. */
    private void allWait(List<Viewer> viewers) {
        Fetch underway = network.upstream.next();
        network.upstream.putBack(underway);
        // The leader sends the others on their way, and then they are on it.
        for (int round = 0; round < 2; round++) {
            for (Viewer viewer : viewers) {
                Promise<Void> turn = Promise.promise();
                viewer.context.runOnContext(turn::complete);
                Waiting.on(turn.future());
            }
        }
    }

    private void overtakeNext() {
        Fetch fetch = network.upstream.next();
        network.invalidate("/*");
        fetch.head(200, FRESH);
    }

    @Test
    void anAnswerThatMustBeGoodAtASequenceThisNodeHasNotAppliedIsFetchedAnew() {
        store("/a", "old", FRESH);
        Viewer ahead = network.request("GET", "/a", call -> call.withMinimumSequence(15));
        Fetch fetch = network.upstream.next();
        assertThat(fetch.request().minimumSequence()).isEqualTo(15);
        assertThat(fetch.request().purpose()).isEqualTo(Upstream.Purpose.FETCH);
        fetch.answer(200, "new", FRESH);
        assertThat(ahead.text()).isEqualTo("new");
        assertThat(ahead.answer().fetchedAtSequence()).isEqualTo(15);
        Viewer again = network.request("GET", "/a", call -> call.withMinimumSequence(15));
        assertThat(again.outcome()).isEqualTo(Outcome.HIT);
        again.leave();
    }

    @Test
    void aNodeThatLostTheLogValidatesBeforeItServesAndJoinsNoOthersFetch() {
        store("/a", "old", FRESH);
        network.logKept.set(false);
        Viewer first = network.get("/a");
        Viewer second = network.get("/a");
        for (int i = 0; i < 2; i++) {
            Fetch fetch = network.upstream.next();
            assertThat(fetch.header("If-None-Match")).isEqualTo("\"1\"");
            fetch.empty(304, FRESH);
        }
        assertThat(first.outcome()).isEqualTo(Outcome.REFRESH_HIT);
        assertThat(first.answer().stillValid()).isTrue();
        assertThat(first.text()).isEqualTo("old");
        assertThat(second.text()).isEqualTo("old");
        Viewer unreachable = network.get("/a");
        network.upstream.next().fail(Failure.UPSTREAM_CONNECT);
        assertThat(unreachable.outcome()).isEqualTo(new Outcome.Failed(Failure.UPSTREAM_CONNECT));
        network.logKept.set(true);
        assertHit("/a", "old");
    }

    @Test
    void a304DoesNotRescueABodyFromAMarkThatThisNodeHadNotHeardOf() {
        store("/a", "old", FRESH);
        network.logKept.set(false);
        Viewer viewer = network.get("/a");
        network.upstream.next().headAt(20, 304, FRESH).end();
        assertThat(viewer.text()).isEqualTo("old");
        network.cache.marks().addPath("d", "/a", 15);
        network.applied.set(20);
        network.logKept.set(true);
        assertFetchedAnew("/a");
    }

    @Test
    void marksBeyondTheLimitAreSweptAndWhatLivesStaysAndWhatIsDeadGoes() {
        network.close();
        Network small = new Network(
                new CacheSettings(1 << 20, 1 << 20, 1 << 20, 1 << 20, 65536, 65536, 4, 10, Duration.ofSeconds(5), 10));
        try (small) {
            for (String path : new String[] {"/living", "/dead"}) {
                Viewer viewer = small.get(path);
                small.upstream.next().answer(200, path, FRESH);
                viewer.leave();
            }
            small.invalidate("/dead");
            for (int i = 0; i < 25; i++) {
                small.invalidate("/other/" + i);
            }
            assertThat(small.cache.counters().marks()).isLessThanOrEqualTo(20);
            assertThat(small.cache.counters().objects()).isEqualTo(1);
            Viewer living = small.get("/living");
            assertThat(living.outcome()).isEqualTo(Outcome.HIT);
            living.leave();
        }
    }

    @Test
    void aSweepKeepsTheMarksThatAFetchUnderWayMayNeedWhileThereIsRoom() {
        network.close();
        Network small = new Network(
                new CacheSettings(1 << 20, 1 << 20, 1 << 20, 1 << 20, 65536, 65536, 4, 10, Duration.ofSeconds(5), 10));
        try (small) {
            Viewer viewer = small.get("/a");
            Fetch fetch = small.upstream.next();
            for (int i = 0; i < 10; i++) {
                small.invalidate("/other/" + i);
            }
            fetch.answer(200, "alive", FRESH);
            assertThat(viewer.outcome()).isInstanceOf(Outcome.Miss.class);
            viewer.leave();
            assertThat(small.upstream.asked()).isEqualTo(1);
        }
    }

    @Test
    void purgeRemovesWhatIsStoredAndWhatIsBeingFetchedIsNotStored() {
        store("/a", "old", FRESH);
        Viewer underWay = network.get("/b");
        Fetch fetch = network.upstream.next().head(200, FRESH);
        assertThat(underWay.outcome()).isInstanceOf(Outcome.Miss.class);
        network.cache.purge();
        fetch.bytes("b").end();
        assertThat(underWay.text()).isEqualTo("b");
        assertThat(network.cache.counters().objects()).isZero();
    }
}
