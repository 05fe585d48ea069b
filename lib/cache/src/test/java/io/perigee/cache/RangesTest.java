package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Network.Viewer;
import io.perigee.cache.ScriptedUpstream.Fetch;
import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.MultipartByteRanges;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Parts of bodies, also of those that are still coming. */
class RangesTest {
    private static final int PIECE = 32 * 1024;

    /** Bodies above 256 KiB are not stored. */
    private final Network network = new Network(new CacheSettings(
            1 << 20, 256 * 1024, 1 << 20, 256 * 1024, 64 * 1024, 64 * 1024, 4, 100, Duration.ofSeconds(5), 10));

    @AfterEach
    void close() {
        network.close();
    }

    private static MultipartByteRanges parts(long length, ByteRange... ranges) {
        return new MultipartByteRanges("b", null, List.of(ranges), length);
    }

    private Fetch begin(int length) {
        return network.upstream.next().head(200, "Cache-Control", "max-age=60", "Content-Length", "" + length);
    }

    @Test
    void aRangeOfABodyThatIsStillComingIsReadAsSoonAsItsBytesAreThere() {
        Viewer first = network.get("/a");
        Fetch fetch = begin(12);
        first.answer();
        Viewer early = network.get("/a", "Range", "bytes=1-2");
        Viewer late = network.get("/a", "Range", "bytes=6-8");
        Sink earlySink = new Sink(early.context);
        Sink lateSink = new Sink(late.context);
        Future<Void> earlyDone = early.readTo(earlySink, 1, 2);
        Future<Void> lateDone = late.readTo(lateSink, 6, 3);
        fetch.bytes("abcd");
        Waiting.on(earlyDone);
        assertThat(earlySink.text()).isEqualTo("bc");
        fetch.bytes("efg");
        Waiting.until(() -> lateSink.receivedBytes() == 1, "what has come of the later range is sent");
        fetch.bytes("hijkl").end();
        Waiting.on(lateDone);
        assertThat(lateSink.text()).isEqualTo("ghi");
        assertThat(first.text()).isEqualTo("abcdefghijkl");
        assertThat(network.upstream.asked()).isEqualTo(1);
    }

    @Test
    void severalRangesOfABodyThatIsStillComingAreReadInTheOrderAskedFor() {
        Viewer viewer = network.get("/a", "Range", "bytes=8-9,0-1");
        Fetch fetch = begin(10);
        MultipartByteRanges parts = parts(10, new ByteRange(8, 9), new ByteRange(0, 1));
        Sink sink = new Sink(viewer.context);
        Future<Void> done = viewer.readTo(sink, parts);
        fetch.bytes("abcdef").bytes("ghij").end();
        Waiting.on(done);
        assertThat(sink.text()).isEqualTo(parts.partHead(0) + "ij" + parts.partHead(1) + "ab" + parts.closing());
        Viewer again = network.get("/a");
        assertThat(again.outcome()).isEqualTo(Outcome.HIT);
        Sink stored = new Sink(again.context);
        Waiting.on(again.readTo(stored, parts));
        assertThat(stored.text()).isEqualTo(sink.text());
    }

    @Test
    void severalRangesBreakOffWithTheBodyThatTheyComeFrom() {
        Viewer viewer = network.get("/a");
        Fetch fetch = begin(10);
        Sink sink = new Sink(viewer.context);
        Future<Void> done = viewer.readTo(sink, parts(10, new ByteRange(0, 0), new ByteRange(8, 9)));
        fetch.bytes("abc");
        fetch.breakOff();
        assertThat(Waiting.onFailure(done)).isNotNull();
        assertThat(sink.isEnded()).isFalse();
    }

    @Test
    void whatLiesBeforeARangeOfABodyThatIsNotStoredIsLetGoOfAsItPasses() {
        Viewer viewer = network.get("/a", "Range", "bytes=524288-524289");
        Fetch fetch = begin(32 * PIECE);
        Sink sink = new Sink(viewer.context);
        Future<Void> done = viewer.readTo(sink, 16L * PIECE, 2);
        WeakReference<Buffer> passed = send(fetch);
        for (int i = 1; i < 8; i++) {
            fetch.bytes(Buffer.buffer(new byte[PIECE]));
        }
        Waiting.until(
                () -> {
                    System.gc();
                    return passed.get() == null;
                },
                "the first piece is garbage while the range is waited for");
        for (int i = 8; i < 17; i++) {
            fetch.bytes(Buffer.buffer("x".repeat(PIECE)));
        }
        Waiting.on(done);
        assertThat(sink.text()).isEqualTo("xx");
        Waiting.until(() -> fetch.body().isAborted(), "the rest is not fetched");
    }

    private static WeakReference<Buffer> send(Fetch fetch) {
        Buffer piece = Buffer.buffer(new byte[PIECE]);
        fetch.bytes(piece);
        return new WeakReference<>(piece);
    }

    @Test
    void theAnswerToHeadOutOfAStoredGetHasItsHeadAndNoBody() {
        Viewer first = network.get("/a");
        begin(3).bytes("abc").end();
        assertThat(first.text()).isEqualTo("abc");
        Viewer head = network.request("HEAD", "/a", call -> call, "Range", "bytes=0-1");
        assertThat(head.outcome()).isEqualTo(Outcome.HIT);
        assertThat(head.answer().head().headers().first("Content-Length")).isEqualTo("3");
        assertThat(head.answer().body().length()).isZero();
    }
}
