package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Network.Viewer;
import io.perigee.cache.ScriptedUpstream.Fetch;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one fetch for a thousand viewers holds in memory, while some of them read nothing. Bodies above 256 KiB are not stored here. */
class ThousandViewersTest {

    private static final int VIEWERS = 1_000;
    private static final int STUCK_IS_EACH = 20;
    private static final int PIECE = 32 << 10;
    private static final int PIECES = 32;
    private static final int WINDOW = 64 << 10;

    private final Network network = new Network(new CacheSettings(
            1 << 20, 256 * 1024, 1 << 20, 256 * 1024, 64 * 1024, WINDOW, 4, 100, Duration.ofSeconds(5), 10));
    private final byte[] content = new byte[PIECES * PIECE];
    private final AtomicLong wrong = new AtomicLong();

    ThousandViewersTest() {
        new Random(11).nextBytes(content);
    }

    @AfterEach
    void close() {
        network.close();
    }

    /** A viewer's connection that compares what is written and keeps nothing; a stuck one takes one write and does not complete it. */
    private final class Connection implements WriteStream<Buffer> {
        private final boolean stuck;
        private final List<Promise<Void>> pending = new ArrayList<>();
        private volatile int received;

        Connection(boolean stuck) {
            this.stuck = stuck;
        }

        @Override
        public Future<Void> write(Buffer bytes) {
            int from = received;
            if (!Arrays.equals(bytes.getBytes(), Arrays.copyOfRange(content, from, from + bytes.length()))) {
                wrong.incrementAndGet();
            }
            received = from + bytes.length();
            if (!stuck) {
                return Future.succeededFuture();
            }
            Promise<Void> never = Promise.promise();
            pending.add(never);
            return never.future();
        }

        void leave() {
            pending.forEach(write -> write.fail("the viewer has left"));
        }

        @Override
        public Future<Void> end(Buffer last) {
            return write(last);
        }

        @Override
        public Future<Void> end() {
            return Future.succeededFuture();
        }

        @Override
        public boolean writeQueueFull() {
            return stuck && !pending.isEmpty();
        }

        @Override
        public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
            return this;
        }

        @Override
        public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
            return this;
        }
    }

    /** A thousand viewers of one fetch, and what they do with it. */
    private final class Crowd {
        private final List<Viewer> viewers = new ArrayList<>();
        private final List<Connection> reading = new ArrayList<>();
        private final List<Connection> stuck = new ArrayList<>();
        private final List<Future<Void>> done = new ArrayList<>();

        Crowd() {
            for (int i = 0; i < VIEWERS; i++) {
                viewers.add(network.get("/a"));
            }
        }

        void read() {
            for (int i = 0; i < VIEWERS; i++) {
                boolean isStuck = i % STUCK_IS_EACH == 1;
                Connection connection = new Connection(isStuck);
                (isStuck ? stuck : reading).add(connection);
                AnswerBody body = viewers.get(i).answer().body();
                Promise<Void> ended = Promise.promise();
                viewers.get(i)
                        .context
                        .runOnContext(now -> body.sendTo(connection).onComplete(ended));
                if (!isStuck) {
                    done.add(ended.future());
                }
            }
        }

        void awaitRead(int bytes) {
            Waiting.until(
                    () -> reading.stream().allMatch(each -> each.received >= bytes), "all who read have " + bytes);
        }

        void leave() {
            for (int i = 0, at = 0; i < VIEWERS; i++) {
                if (i % STUCK_IS_EACH == 1) {
                    Connection connection = stuck.get(at++);
                    viewers.get(i).context.runOnContext(now -> connection.leave());
                }
            }
        }
    }

    private Buffer piece(int index) {
        return Buffer.buffer(Arrays.copyOfRange(content, index * PIECE, (index + 1) * PIECE));
    }

    @Test
    void bodyThatIsNotStoredIsHeldInAFewWindowsHoweverFarTheSlowestIsBehind() {
        Crowd crowd = new Crowd();
        Fetch fetch =
                network.upstream.next().head(200, "Cache-Control", "max-age=60", "Content-Length", "" + content.length);
        crowd.read();
        List<WeakReference<Buffer>> pieces = new ArrayList<>();
        for (int i = 0; i < PIECES; i++) {
            Buffer piece = piece(i);
            pieces.add(new WeakReference<>(piece));
            fetch.bytes(piece);
            crowd.awaitRead((i + 1) * PIECE);
        }

        // Those that wait in the window, and the one that the stuck connections have.
        int most = (SharedBody.LAG_WINDOWS + 1) * WINDOW / PIECE + 2;
        Waiting.until(
                () -> {
                    System.gc();
                    return pieces.stream().filter(each -> each.get() != null).count() <= most;
                },
                "no more than " + most + " of " + PIECES + " pieces are held");
        assertThat(network.cache.memoryInUse()).isZero();
        assertThat(network.upstream.asked()).isEqualTo(1);

        fetch.end();
        crowd.done.forEach(Waiting::on);
        assertThat(wrong).hasValue(0);
        crowd.leave();
    }

    @Test
    void bodyThatIsStoredIsHeldOnceForAllOfThem() {
        Crowd crowd = new Crowd();
        int length = 6 * PIECE;
        Fetch fetch = network.upstream.next().head(200, "Cache-Control", "max-age=60", "Content-Length", "" + length);
        crowd.read();
        for (int i = 0; i < 6; i++) {
            fetch.bytes(piece(i));
            crowd.awaitRead((i + 1) * PIECE);
            assertThat(network.cache.memoryInUse()).isBetween((long) (i + 1) * PIECE, 2L * length);
        }
        fetch.end();
        crowd.done.forEach(Waiting::on);

        assertThat(wrong).hasValue(0);
        assertThat(network.upstream.asked()).isEqualTo(1);
        crowd.leave();
    }
}
