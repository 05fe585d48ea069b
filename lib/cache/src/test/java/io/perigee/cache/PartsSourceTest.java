package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.MultipartByteRanges;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PartsSourceTest {

    private static final MultipartByteRanges PARTS =
            new MultipartByteRanges("b", null, List.of(new ByteRange(0, 0), new ByteRange(2, 2)), 3);

    /** Gives one byte; a held one ends when that has been used. */
    private static final class OneByte implements BodySource {
        private final boolean held;
        private boolean given;
        private boolean settled;
        private @Nullable Runnable readable;

        OneByte(boolean held) {
            this.held = held;
        }

        @Override
        public @Nullable Buffer poll() {
            if (given) {
                return null;
            }
            given = true;
            return Buffer.buffer("x");
        }

        @Override
        public boolean ended() {
            return given && (settled || !held);
        }

        @Override
        public @Nullable Throwable failure() {
            return null;
        }

        @Override
        public void whenReadable(Runnable action) {
            readable = action;
        }

        @Override
        public void settled() {
            settled = true;
            if (readable != null) {
                readable.run();
            }
        }

        @Override
        public void close() {}
    }

    private static void readAll(PartsSource source) {
        while (source.poll() != null) {
            assertThat(source.failure()).isNull();
        }
    }

    @Test
    void aPartThatIsReadBecauseTheOneBeforeHasSettledIsNotSettledWithIt() {
        OneByte first = new OneByte(true);
        OneByte second = new OneByte(false);
        PartsSource source = new PartsSource(PARTS, List.of(first, second));
        source.whenReadable(() -> readAll(source));
        readAll(source);
        assertThat(second.given).isFalse();

        source.settled();
        assertThat(second.given).isTrue();
        assertThat(second.settled).as("what it gave is still to be used").isFalse();
        assertThat(source.ended()).isTrue();
    }

    @Test
    void thePartThatIsBeingReadIsSettledBeforeThoseThatHaveEnded() {
        OneByte first = new OneByte(false);
        OneByte second = new OneByte(true);
        PartsSource source = new PartsSource(PARTS, List.of(first, second));
        readAll(source);
        assertThat(second.given).isTrue();
        first.whenReadable(() -> assertThat(second.settled).isTrue());

        source.settled();
        assertThat(first.settled).isTrue();
        assertThat(second.settled).isTrue();
    }
}
