package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Network.Viewer;
import io.perigee.cache.Outcome.Miss.ForwardReason;
import io.perigee.cache.ScriptedUpstream.Fetch;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CollapsingTest {
    private final Network network = new Network();

    @AfterEach
    void close() {
        network.close();
    }

    private List<Viewer> viewers(int count, String path) {
        return IntStream.range(0, count).mapToObj(i -> network.get(path)).toList();
    }

    @Test
    void fortyViewersGetWhatOneFetchBrings() {
        List<Viewer> viewers = viewers(40, "/a");
        Fetch fetch = network.upstream.next();
        fetch.head(200, "Cache-Control", "max-age=60")
                .bytes("hello ")
                .bytes("world")
                .end();
        viewers.forEach(viewer -> assertThat(viewer.text()).isEqualTo("hello world"));
        assertThat(network.upstream.asked()).isEqualTo(1);
        CacheCounters counters = network.cache.counters();
        assertThat(counters.misses()).isEqualTo(1);
        assertThat(counters.collapsed()).isEqualTo(39);
        assertThat(counters.inFlight()).isZero();
        Viewer later = network.get("/a");
        assertThat(later.outcome()).isEqualTo(Outcome.HIT);
        assertThat(later.wasAnsweredAtOnce()).isTrue();
        assertThat(later.answer().head().headers().first("Content-Length")).isEqualTo("11");
        assertThat(later.text()).isEqualTo("hello world");
    }

    @Test
    void bytesReachFollowersAsTheyArriveAndWhoJoinsInMidBodyGetsAllOfThem() {
        Viewer first = network.get("/a");
        Fetch fetch = network.upstream.next().head(200, "Cache-Control", "max-age=60");
        Sink firstSink = new Sink(first.context);
        Future<Void> firstDone = first.readTo(firstSink);
        fetch.bytes("one ");
        Waiting.until(() -> firstSink.receivedBytes() == 4, "the first bytes are there before the last ones");
        Viewer second = network.get("/a");
        assertThat(second.outcome()).isEqualTo(Outcome.COLLAPSED);
        Sink secondSink = new Sink(second.context);
        Future<Void> secondDone = second.readTo(secondSink);
        Waiting.until(() -> secondSink.receivedBytes() == 4, "who joins late gets what came before");
        fetch.bytes("two").end();
        Waiting.on(firstDone);
        Waiting.on(secondDone);
        assertThat(firstSink.text()).isEqualTo("one two");
        assertThat(secondSink.text()).isEqualTo("one two");
    }

    @Test
    void oneFollowerTakesOverWhenTheFetchFailsBeforeItsHead() {
        List<Viewer> viewers = viewers(5, "/a");
        network.upstream.next().fail(Failure.UPSTREAM_CONNECT);
        assertThat(viewers.get(0).outcome()).isEqualTo(new Outcome.Failed(Failure.UPSTREAM_CONNECT));
        network.upstream.next().answer(200, "ok", "Cache-Control", "max-age=60");
        viewers.subList(1, 5).forEach(viewer -> assertThat(viewer.text()).isEqualTo("ok"));
        assertThat(network.upstream.asked()).isEqualTo(2);
    }

    @Test
    void allFailWhenTheOneThatTookOverFailsToo() {
        List<Viewer> viewers = viewers(5, "/a");
        network.upstream.next().fail(Failure.UPSTREAM_CONNECT);
        network.upstream.next().fail(Failure.UPSTREAM_TIMEOUT);
        viewers.subList(1, 5)
                .forEach(
                        viewer -> assertThat(viewer.outcome()).isEqualTo(new Outcome.Failed(Failure.UPSTREAM_TIMEOUT)));
        assertThat(viewers.get(4).answer().head().status()).isEqualTo(504);
        network.upstream.assertNoMore();
    }

    @Test
    void aResponseThatMustNotBeStoredReleasesTheRestAtOnceAndTheNextDoNotWait() {
        List<Viewer> viewers = viewers(4, "/a");
        Fetch first = network.upstream.next().head(200, "Cache-Control", "no-store");
        List<Fetch> own = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            own.add(network.upstream.next());
        }
        own.forEach(fetch -> fetch.answer(200, "own", "Cache-Control", "no-store"));
        viewers.subList(1, 4).forEach(viewer -> assertThat(viewer.text()).isEqualTo("own"));
        first.bytes("first").end();
        assertThat(viewers.get(0).text()).isEqualTo("first");
        assertThat(viewers.get(0).outcome())
                .isEqualTo(new Outcome.Bypass(Outcome.Bypass.BypassReason.NOT_STORABLE, ForwardReason.URI_MISS));

        List<Viewer> next = viewers(3, "/a");
        for (int i = 0; i < 3; i++) {
            network.upstream.next().answer(200, "again", "Cache-Control", "no-store");
        }
        next.forEach(viewer -> assertThat(viewer.outcome())
                .isEqualTo(new Outcome.Bypass(Outcome.Bypass.BypassReason.NOT_SHARED_LATELY, ForwardReason.URI_MISS)));
        next.forEach(Viewer::leave);

        network.pass(6);
        List<Viewer> afterwards = viewers(3, "/a");
        network.upstream.next().answer(200, "now storable", "Cache-Control", "max-age=60");
        afterwards.forEach(viewer -> assertThat(viewer.text()).isEqualTo("now storable"));
        network.upstream.assertNoMore();
    }

    @Test
    void theFetchGoesOnWhenTheLeadersViewerLeaves() {
        Viewer leader = network.get("/a");
        Viewer follower = network.get("/a");
        Fetch fetch = network.upstream.next().head(200, "Cache-Control", "max-age=60");
        fetch.bytes("one ");
        leader.leave();
        fetch.bytes("two").end();
        assertThat(follower.text()).isEqualTo("one two");
        assertThat(fetch.body().isAborted()).isFalse();
    }

    @Test
    void theFetchGoesOnToBeStoredWhenEveryViewerLeaves() {
        Viewer leader = network.get("/a");
        Fetch fetch = network.upstream.next().head(200, "Cache-Control", "max-age=60");
        leader.leave();
        fetch.bytes(Buffer.buffer(new byte[3 << 19])).end();
        Waiting.until(() -> network.cache.counters().objects() == 1, "it is stored");
        Viewer next = network.get("/a");
        assertThat(next.outcome()).isEqualTo(Outcome.HIT);
        next.leave();
    }

    @Test
    void aFetchThatIsNotStoredEndsWhenItsViewerLeaves() {
        Viewer leader = network.get("/a");
        Fetch fetch = network.upstream.next().head(200, "Cache-Control", "no-store");
        fetch.bytes("one");
        leader.leave();
        Waiting.until(() -> fetch.body().isAborted(), "the upstream is given up");
    }

    @Test
    void aSlowFollowerHoldsUpNobody() {
        Viewer fast = network.get("/a");
        Viewer slow = network.get("/a");
        Fetch fetch = network.upstream.next().head(200, "Cache-Control", "max-age=60");
        Sink slowSink = Sink.stalled(slow.context);
        Future<Void> slowDone = slow.readTo(slowSink);
        Sink fastSink = new Sink(fast.context);
        Future<Void> fastDone = fast.readTo(fastSink);
        Buffer piece = Buffer.buffer(new byte[128 * 1024]);
        for (int i = 0; i < 12; i++) {
            fetch.bytes(piece);
        }
        fetch.end();
        Waiting.on(fastDone);
        assertThat(fastSink.receivedBytes()).isEqualTo(12 * 128 * 1024);
        assertThat(slowDone.isComplete()).isFalse();
        slowSink.flow();
        Waiting.on(slowDone);
        assertThat(slowSink.receivedBytes()).isEqualTo(12 * 128 * 1024);
    }

    @Test
    void theUpstreamIsHeldBackWhileEvenTheFastestReaderIsAWindowBehind() {
        Viewer only = network.get("/a");
        Fetch fetch = network.upstream.next().head(200, "Cache-Control", "max-age=60");
        Sink sink = Sink.stalled(only.context);
        Future<Void> done = only.readTo(sink);
        Buffer piece = Buffer.buffer(new byte[256 * 1024]);
        for (int i = 0; i < 8; i++) {
            fetch.bytes(piece);
        }
        fetch.end();
        // The window is 1 MiB: one piece is with the sink, five are waiting, two are still with the upstream.
        assertThat(fetch.body().delivered()).isLessThanOrEqualTo(6 * 256 * 1024);
        sink.flow();
        Waiting.on(done);
        assertThat(sink.receivedBytes()).isEqualTo(8 * 256 * 1024);
    }

    @Test
    void aBodyThatBreaksOffBreaksOffForAllAndIsNotStored() {
        Viewer leader = network.get("/a");
        Viewer follower = network.get("/a");
        Fetch fetch = network.upstream.next().head(200, "Cache-Control", "max-age=60");
        Future<Void> leaderDone = leader.readTo(new Sink(leader.context));
        Future<Void> followerDone = follower.readTo(new Sink(follower.context));
        fetch.bytes("half");
        fetch.breakOff();
        assertThat(Waiting.onFailure(leaderDone)).hasMessageContaining("connection reset");
        assertThat(Waiting.onFailure(followerDone)).hasMessageContaining("connection reset");
        assertThat(network.cache.counters().objects()).isZero();
    }

    @Test
    void aBodyShorterThanItsDeclaredLengthIsNotStored() {
        Viewer leader = network.get("/a");
        Fetch fetch = network.upstream.next().head(200, "Cache-Control", "max-age=60", "Content-Length", "10");
        Future<Void> done = leader.readTo(new Sink(leader.context));
        fetch.bytes("half").end();
        assertThat(Waiting.onFailure(done)).hasMessageContaining("6 bytes short");
        assertThat(network.cache.counters().objects()).isZero();
    }

    @Test
    void requestsThatSelectOtherVariantsFetchForThemselvesAndCollapseAmongThemselves() {
        Viewer gzip = network.get("/a", "Accept-Encoding", "gzip");
        List<Viewer> brotli = IntStream.range(0, 3)
                .mapToObj(i -> network.get("/a", "Accept-Encoding", "br"))
                .toList();
        Fetch first = network.upstream.next();
        first.answer(200, "zipped", "Cache-Control", "max-age=60", "Vary", "Accept-Encoding");
        Fetch second = network.upstream.next();
        assertThat(second.header("Accept-Encoding")).isEqualTo("br");
        second.answer(200, "brotli", "Cache-Control", "max-age=60", "Vary", "Accept-Encoding");
        assertThat(gzip.text()).isEqualTo("zipped");
        brotli.forEach(viewer -> assertThat(viewer.text()).isEqualTo("brotli"));
        assertThat(network.upstream.asked()).isEqualTo(2);
        assertThat(network.get("/a", "Accept-Encoding", "gzip").text()).isEqualTo("zipped");
        assertThat(network.get("/a", "Accept-Encoding", "br").text()).isEqualTo("brotli");
    }
}
