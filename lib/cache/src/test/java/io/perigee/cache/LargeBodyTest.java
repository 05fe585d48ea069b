package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Network.Viewer;
import io.perigee.cache.ScriptedUpstream.Fetch;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that are too long to be stored: 256 KiB here, with a window of 64 KiB. */
class LargeBodyTest {
    private static final int PIECE = 32 * 1024;

    private final Network network = new Network(new CacheSettings(
            1 << 20, 256 * 1024, 1 << 20, 256 * 1024, 64 * 1024, 64 * 1024, 4, 100, Duration.ofSeconds(5), 10));
    private final byte[] content = new byte[32 * PIECE];

    LargeBodyTest() {
        new Random(7).nextBytes(content);
    }

    @AfterEach
    void close() {
        network.close();
    }

    private void send(Fetch fetch, int fromPiece, int toPiece) {
        for (int i = fromPiece; i < toPiece; i++) {
            fetch.bytes(Buffer.buffer(content).getBuffer(i * PIECE, (i + 1) * PIECE));
        }
    }

    @Test
    void aBodyDeclaredTooLongIsStreamedToAllWhoWaitedAndNotStored() {
        Viewer first = network.get("/a");
        Viewer second = network.get("/a");
        Fetch fetch =
                network.upstream.next().head(200, "Cache-Control", "max-age=60", "Content-Length", "" + content.length);
        Sink firstSink = new Sink(first.context);
        Sink secondSink = new Sink(second.context);
        Future<Void> firstDone = first.readTo(firstSink);
        Future<Void> secondDone = second.readTo(secondSink);
        for (int i = 0; i < 32; i++) {
            send(fetch, i, i + 1);
            int expected = (i + 1) * PIECE;
            Waiting.until(
                    () -> firstSink.receivedBytes() >= expected && secondSink.receivedBytes() >= expected,
                    "both have read " + expected);
        }
        fetch.end();
        Waiting.on(firstDone);
        Waiting.on(secondDone);
        assertThat(firstSink.received().getBytes()).isEqualTo(content);
        assertThat(secondSink.received().getBytes()).isEqualTo(content);
        assertThat(first.answer().stored()).isFalse();
        Waiting.until(() -> network.cache.memoryInUse() == 0, "no memory is held");
        assertThat(network.cache.counters().objects()).isZero();
    }

    @Test
    void requestsForWhatIsKnownToBeTooLongPassWithTheirRanges() {
        Viewer first = network.get("/a");
        Fetch fetch =
                network.upstream.next().head(200, "Cache-Control", "max-age=60", "Content-Length", "" + content.length);
        first.leave();
        Waiting.until(() -> fetch.body().isAborted(), "the fetch is given up");
        Viewer ranged = network.get("/a", "Range", "bytes=5-9");
        Fetch passed = network.upstream.next();
        assertThat(passed.header("Range")).isEqualTo("bytes=5-9");
        passed.answer(206, "56789", "Content-Range", "bytes 5-9/" + content.length);
        assertThat(ranged.text()).isEqualTo("56789");
    }

    @Test
    void aBodyThatGrowsTooLongGoesOnUnstoredAndGivesItsMemoryBack() {
        Viewer viewer = network.get("/a");
        Fetch fetch = network.upstream.next().head(200, "Cache-Control", "max-age=60");
        Sink sink = new Sink(viewer.context);
        Future<Void> done = viewer.readTo(sink);
        for (int i = 0; i < 32; i++) {
            send(fetch, i, i + 1);
            int expected = (i + 1) * PIECE;
            Waiting.until(() -> sink.receivedBytes() >= expected, "the viewer has read " + expected);
        }
        Waiting.until(() -> network.cache.memoryInUse() == 0, "memory is given back before the end");
        fetch.end();
        Waiting.on(done);
        assertThat(sink.received().getBytes()).isEqualTo(content);
        assertThat(network.cache.counters().objects()).isZero();
    }

    @Test
    void aReaderThatFallsTooFarBehindGoesOnByAFetchOfItsOwn() {
        Viewer fast = network.get("/a");
        Viewer slow = network.get("/a");
        Fetch fetch = network.upstream
                .next()
                .head(200, "Cache-Control", "max-age=60", "ETag", "\"1\"", "Content-Length", "" + content.length);
        Sink fastSink = new Sink(fast.context);
        Future<Void> fastDone = fast.readTo(fastSink);
        Sink slowSink = Sink.stalled(slow.context);
        Future<Void> slowDone = slow.readTo(slowSink);
        for (int i = 0; i < 32; i++) {
            send(fetch, i, i + 1);
            int expected = (i + 1) * PIECE;
            Waiting.until(() -> fastSink.receivedBytes() >= expected, "the fast one has read " + expected);
        }
        fetch.end();
        Waiting.on(fastDone);
        slowSink.flow();
        Fetch own = network.upstream.next();
        assertThat(own.header("If-Range")).isEqualTo("\"1\"");
        assertThat(own.header("Range")).isEqualTo("bytes=" + PIECE + "-");
        own.head(206, "ETag", "\"1\"", "Content-Range", "bytes " + PIECE + "-1048575/1048576");
        send(own, 1, 32);
        own.end();
        Waiting.on(slowDone);
        assertThat(slowSink.received().getBytes()).isEqualTo(content);
    }

    @Test
    void aReaderThatFallsTooFarBehindIsCutOffWhenNothingSaysThatTheBytesBelongTogether() {
        Viewer fast = network.get("/a");
        Viewer slow = network.get("/a");
        Fetch fetch =
                network.upstream.next().head(200, "Cache-Control", "max-age=60", "Content-Length", "" + content.length);
        Sink fastSink = new Sink(fast.context);
        Future<Void> fastDone = fast.readTo(fastSink);
        Sink slowSink = Sink.stalled(slow.context);
        Future<Void> slowDone = slow.readTo(slowSink);
        for (int i = 0; i < 32; i++) {
            send(fetch, i, i + 1);
            int expected = (i + 1) * PIECE;
            Waiting.until(() -> fastSink.receivedBytes() >= expected, "the fast one has read " + expected);
        }
        fetch.end();
        Waiting.on(fastDone);
        slowSink.flow();
        assertThat(Waiting.onFailure(slowDone)).hasMessageContaining("fell too far behind");
        assertThat(slowSink.isEnded()).isFalse();
    }
}
