package io.perigee.delivery.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.delivery.HandFed;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BodyUploadTest {

    private final HandFed body = new HandFed();
    private final Server server = new Server();

    @Test
    void allThatComesIsWrittenAndEnded() {
        Future<Void> done = BodyUpload.begin(body, server);
        body.give("hel");
        body.give("lo");
        assertThat(done.isComplete()).isFalse();
        body.end();
        assertThat(done.succeeded()).isTrue();
        assertThat(server.written).containsExactly("hel", "lo");
        assertThat(server.ended).isTrue();
    }

    @Test
    void aServerThatTakesNoMoreIsWaitedFor() {
        BodyUpload.begin(body, server);
        server.full = true;
        body.give("hel");
        assertThat(body.isWanted()).isFalse();
        server.takesMore();
        assertThat(body.isWanted()).isTrue();
    }

    @Test
    void whenTheServerHasGoneItIsLeftAloneAndTheRestOfTheBodyIsDropped() {
        Future<Void> done = BodyUpload.begin(body, server);
        server.gone = true;
        server.full = true;
        body.give("hel");
        assertThat(done.failed()).isTrue();
        assertThat(body.isWanted()).isTrue();
        body.give("lo");
        body.end();
        assertThat(server.written).isEmpty();
        assertThat(server.ended).isFalse();
    }

    @Test
    void aBodyThatBreaksOffIsNoEnd() {
        Future<Void> done = BodyUpload.begin(body, server);
        body.give("hel");
        body.fail(new IllegalStateException("the viewer is gone"));
        assertThat(done.failed()).isTrue();
        assertThat(done.cause()).hasMessage("the viewer is gone");
        assertThat(server.ended).isFalse();
    }

    /** Writes down what it gets; once it has gone, every write fails at once. */
    private static final class Server implements WriteStream<Buffer> {

        private final List<String> written = new ArrayList<>();
        private boolean ended;
        private boolean full;
        private boolean gone;
        private @Nullable Handler<Void> drained;

        void takesMore() {
            full = false;
            if (drained != null) {
                drained.handle(null);
            }
        }

        @Override
        public Future<Void> write(Buffer part) {
            if (gone) {
                return Future.failedFuture("gone");
            }
            written.add(part.toString());
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> end() {
            ended = true;
            return Future.succeededFuture();
        }

        @Override
        public boolean writeQueueFull() {
            return full;
        }

        @Override
        public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
            drained = handler;
            return this;
        }

        @Override
        public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
            return this;
        }
    }
}
