package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Network.Viewer;
import io.perigee.cache.Outcome.StaleHit;
import io.perigee.cache.Outcome.StaleHit.StaleReason;
import io.perigee.cache.ScriptedUpstream.Fetch;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SoftInvalidationTest {
    private static final String[] FRESH = {"Cache-Control", "max-age=600", "ETag", "\"1\""};
    private static final String[] WINDOW = {
        "Cache-Control", "max-age=600, stale-while-revalidate=60, stale-if-error=60", "ETag", "\"1\""
    };

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

    private void soften(String path) {
        network.cache.staleMarks().addPath("d", path, network.applied.get() + 1);
        network.applied.incrementAndGet();
    }

    private void assertHit(String path, String text) {
        Viewer viewer = network.get(path);
        assertThat(viewer.outcome()).isEqualTo(Outcome.HIT);
        assertThat(viewer.text()).isEqualTo(text);
    }

    @Test
    void whatIsCoveredIsRevalidatedAndA304MakesItGoodAgain() {
        store("/a", "old", FRESH);
        store("/b", "old", FRESH);
        soften("/a");
        Viewer viewer = network.get("/a");
        Fetch fetch = network.upstream.next();
        assertThat(fetch.header("If-None-Match")).isEqualTo("\"1\"");
        fetch.empty(304, FRESH);
        assertThat(viewer.outcome()).isEqualTo(Outcome.REFRESH_HIT);
        assertThat(viewer.text()).isEqualTo("old");
        assertHit("/a", "old");
        assertHit("/b", "old");
        soften("/*");
        Viewer again = network.get("/a");
        network.upstream.next().answer(200, "new", FRESH);
        assertThat(again.text()).isEqualTo("new");
        assertHit("/a", "new");
    }

    @Test
    void aTagMakesStaleWhatCarriesIt() {
        store("/a", "old", "Cache-Control", "max-age=600", "Cache-Tag", "red");
        store("/b", "old", "Cache-Control", "max-age=600", "Cache-Tag", "blue");
        network.cache.staleMarks().addTag("d", "red", 11);
        network.applied.set(11);
        Viewer viewer = network.get("/a");
        network.upstream.next().answer(200, "new", "Cache-Control", "max-age=600");
        assertThat(viewer.text()).isEqualTo("new");
        assertHit("/b", "old");
    }

    @Test
    void itIsServedWhileItIsRevalidatedForAsLongAsTheOriginPermitsFromTheInvalidationOn() {
        store("/a", "old", WINDOW);
        network.pass(100);
        soften("/a");
        network.pass(59);
        Viewer stale = network.get("/a");
        assertThat(stale.outcome()).isEqualTo(new StaleHit(StaleReason.WHILE_REVALIDATE));
        assertThat(stale.answer().stillValid()).isTrue();
        assertThat(stale.answer().ttlSeconds()).isEqualTo(-59);
        stale.leave();
        network.upstream.next().answer(500, "no");
        network.pass(2);
        Viewer later = network.get("/a");
        network.upstream.next().answer(200, "new", FRESH);
        assertThat(later.text()).isEqualTo("new");
    }

    @Test
    void itIsServedInPlaceOfAnErrorWhereTheOriginPermitsThat() {
        store("/a", "old", "Cache-Control", "max-age=600, stale-if-error=60");
        soften("/a");
        Viewer viewer = network.get("/a");
        network.upstream.next().answer(503, "no");
        assertThat(viewer.outcome()).isEqualTo(new StaleHit(StaleReason.IF_ERROR));
        assertThat(viewer.answer().stillValid()).isTrue();
        viewer.leave();
        network.pass(61);
        Viewer late = network.get("/a");
        network.upstream.next().answer(503, "no");
        assertThat(late.answer().head().status()).isEqualTo(503);
        late.leave();
    }

    @Test
    void whatMustBeRevalidatedIsNeverServedStale() {
        store("/a", "old", "Cache-Control", "max-age=600, must-revalidate, stale-while-revalidate=60");
        soften("/a");
        Viewer viewer = network.get("/a");
        network.upstream.next().fail(Failure.UPSTREAM_CONNECT);
        assertThat(viewer.outcome()).isEqualTo(new Outcome.Failed(Failure.UPSTREAM_CONNECT));
    }

    @Test
    void aHardInvalidationWins() {
        store("/a", "old", WINDOW);
        soften("/a");
        network.invalidate("/a");
        Viewer viewer = network.get("/a");
        Fetch fetch = network.upstream.next();
        assertThat(fetch.request().purpose()).isEqualTo(Upstream.Purpose.FETCH);
        fetch.answer(200, "new", FRESH);
        assertThat(viewer.text()).isEqualTo("new");
        soften("/a");
        network.invalidate("/b");
        Viewer softOnly = network.get("/a");
        network.upstream.next().empty(304, FRESH);
        assertThat(softOnly.text()).isEqualTo("new");
    }

    @Test
    void aHitThatHasNotBeenSentFallsToASoftInvalidationAndAStaleAnswerDoesNot() {
        store("/a", "old", WINDOW);
        Viewer hit = network.get("/a");
        soften("/a");
        assertThat(hit.answer().stillValid()).isFalse();
        hit.leave();
        Viewer stale = network.get("/a");
        Fetch refresh = network.upstream.next();
        soften("/a");
        assertThat(stale.answer().stillValid()).isTrue();
        network.invalidate("/a");
        assertThat(stale.answer().stillValid()).isFalse();
        stale.leave();
        refresh.fail(Failure.UPSTREAM_CONNECT);
    }

    @Test
    void nobodyJoinsAFetchThatIsOlderThanASoftInvalidation() {
        Viewer before = network.get("/a");
        Fetch old = network.upstream.next();
        old.head(200, FRESH).bytes("old");
        assertThat(before.outcome()).isInstanceOf(Outcome.Miss.class);
        soften("/a");
        Viewer after = network.get("/a");
        network.upstream.next().answer(200, "new", FRESH);
        assertThat(after.text()).isEqualTo("new");
        old.end();
        assertThat(before.text()).isEqualTo("old");
    }

    @Test
    void aFetchThatASoftInvalidationOvertakesServesWhoAskedAndIsStoredAsStale() {
        Viewer leader = network.get("/a");
        Fetch old = network.upstream.next();
        soften("/a");
        old.answer(200, "old", FRESH);
        assertThat(leader.outcome()).isInstanceOf(Outcome.Miss.class);
        assertThat(leader.text()).isEqualTo("old");
        Viewer next = network.get("/a");
        Fetch check = network.upstream.next();
        assertThat(check.header("If-None-Match")).isEqualTo("\"1\"");
        check.empty(304, FRESH);
        assertThat(next.text()).isEqualTo("old");
        assertHit("/a", "old");
    }

    @Test
    void whatACacheFurtherUpServesStaleStaysStaleHere() {
        soften("/a");
        Viewer leader = network.get("/a");
        Viewer follower = network.get("/a");
        network.upstream.next().validatedAt(10, 200, FRESH).bytes("old").end();
        Fetch own = network.upstream.next();
        assertThat(leader.text()).isEqualTo("old");
        own.validatedAt(11, 200, FRESH).bytes("new").end();
        assertThat(follower.text()).isEqualTo("new");
        assertHit("/a", "new");
    }

    @Test
    void a304OfACacheFurtherUpThatServesStaleDoesNotMakeItGood() {
        store("/a", "old", FRESH);
        soften("/a");
        Viewer first = network.get("/a");
        network.upstream.next().validatedAt(10, 304, FRESH);
        assertThat(first.text()).isEqualTo("old");
        Viewer second = network.get("/a");
        network.upstream.next().validatedAt(11, 304, FRESH);
        assertThat(second.text()).isEqualTo("old");
        assertHit("/a", "old");
    }

    @Test
    void whatThisNodeHasNotHeardOfYetMakesStaleWhenItHears() {
        Viewer viewer = network.get("/a");
        network.upstream.next().validatedAt(8, 200, FRESH).bytes("old").end();
        assertThat(viewer.text()).isEqualTo("old");
        assertHit("/a", "old");
        network.cache.staleMarks().raiseFloor(11);
        Viewer later = network.get("/a");
        network.upstream.next().empty(304, FRESH);
        assertThat(later.outcome()).isEqualTo(Outcome.REFRESH_HIT);
        later.leave();
    }

    @Test
    void aSweepLeavesStaleWhatIsStaleAndTakesTheWindowFromIt() {
        network.close();
        Network small = new Network(
                new CacheSettings(1 << 20, 1 << 20, 1 << 20, 1 << 20, 65536, 65536, 4, 10, Duration.ofSeconds(5), 10));
        try (small) {
            for (String path : new String[] {"/good", "/stale"}) {
                Viewer viewer = small.get(path);
                small.upstream.next().answer(200, path, WINDOW);
                viewer.leave();
            }
            for (int i = 0; i < 25; i++) {
                small.cache.staleMarks().addPath("d", i == 0 ? "/stale" : "/other/" + i, small.applied.get() + 1);
                small.applied.incrementAndGet();
            }
            assertThat(small.cache.counters().marks()).isLessThanOrEqualTo(20);
            Viewer good = small.get("/good");
            assertThat(good.outcome()).isEqualTo(Outcome.HIT);
            good.leave();
            Viewer stale = small.get("/stale");
            small.upstream.next().empty(304, WINDOW);
            assertThat(stale.outcome()).isEqualTo(Outcome.REFRESH_HIT);
            stale.leave();
        }
    }
}
