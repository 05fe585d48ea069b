package io.perigee.edge.compression;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.perigee.testkit.Await;
import io.perigee.testkit.ResourceChecks;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** However a body comes and however it is asked for, the viewer decodes what the origin sent, and no byte comes unasked. */
class CompressingBodyProperties {

    private static final Vertx VERTX = Vertx.vertx();

    @BeforeContainer
    static void loadTheNativeLibrary() {
        Codings.ofThisMachine();
    }

    @AfterContainer
    static void stop() {
        Await.get(VERTX.close());
        ResourceChecks.failIfBuffersAreLeaked();
    }

    @Property(tries = 60)
    void decodesToWhatWasSent(
            @ForAll Coding coding,
            @ForAll @IntRange(min = 0, max = 400_000) int length,
            @ForAll @IntRange(min = 10, max = 200_000) int part,
            @ForAll @IntRange(min = 1, max = 5) int atOnce,
            @ForAll long seed)
            throws IOException {
        byte[] sent = text(length, new Random(seed));

        byte[] encoded = Await.get(run(coding, sent, part, atOnce, sent.length));

        try (InputStream decoded = decoder(coding, encoded)) {
            assertThat(decoded.readAllBytes()).isEqualTo(sent);
        }
    }

    @Property(tries = 20)
    void bodyOfAnotherLengthThanDeclaredBreaksOff(
            @ForAll Coding coding,
            @ForAll @IntRange(min = 1, max = 100_000) int length,
            @ForAll @IntRange(min = 1, max = 50_000) int difference,
            @ForAll boolean longer) {
        long declared = longer ? length + (long) difference : Math.max(0, length - difference);

        Throwable failure = Await.failure(run(coding, text(length, new Random(length)), 10_000, 1, declared));

        assertThat(failure).isInstanceOf(IOException.class);
    }

    /** Asks for {@code atOnce} parts at a time, and again only when they have come. */
    private static Future<byte[]> run(Coding coding, byte[] sent, int part, int atOnce, long declared) {
        Promise<byte[]> result = Promise.promise();
        Context context = VERTX.getOrCreateContext();
        context.runOnContext(go -> {
            Parts source = new Parts(context, sent, part);
            CompressingBody body = new CompressingBody(context, source, coding, declared);
            Buffer encoded = Buffer.buffer();
            int[] wanted = {atOnce};
            body.exceptionHandler(result::tryFail);
            body.endHandler(end -> result.tryComplete(encoded.getBytes()));
            body.handler(bytes -> {
                if (--wanted[0] < 0) {
                    result.tryFail(new AssertionError("came unasked"));
                }
                encoded.appendBuffer(bytes);
                if (wanted[0] == 0) {
                    context.runOnContext(later -> {
                        wanted[0] = atOnce;
                        body.fetch(atOnce);
                    });
                }
            });
            body.fetch(atOnce);
        });
        return result.future();
    }

    private static byte[] text(int length, Random random) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('a' + random.nextInt(1 + random.nextInt(26)));
        }
        return text;
    }

    private static InputStream decoder(Coding coding, byte[] encoded) throws IOException {
        InputStream bytes = new ByteArrayInputStream(encoded);
        return switch (coding) {
            case GZIP -> new GZIPInputStream(bytes);
            case BROTLI -> new BrotliInputStream(bytes);
            case ZSTD -> new ZstdInputStreamNoFinalizer(bytes);
        };
    }

    /** A source that gives a part for each that is asked for, sometimes at once and sometimes later. */
    private static final class Parts implements ReadStream<Buffer> {
        private final Context context;
        private final Deque<Buffer> left = new ArrayDeque<>();
        private @Nullable Handler<Buffer> handler;
        private @Nullable Handler<Void> endHandler;
        private int given;

        Parts(Context context, byte[] bytes, int part) {
            this.context = context;
            Buffer whole = Buffer.buffer(bytes);
            for (int from = 0; from < bytes.length; from += part) {
                left.add(whole.getBuffer(from, Math.min(bytes.length, from + part)));
            }
        }

        private void give() {
            Buffer next = left.poll();
            if (next != null && handler != null) {
                handler.handle(next);
            }
            if (left.isEmpty() && endHandler != null) {
                Handler<Void> ending = endHandler;
                endHandler = null;
                context.runOnContext(ending);
            }
        }

        @Override
        public ReadStream<Buffer> fetch(long amount) {
            assertThat(amount).isEqualTo(1);
            if (++given % 3 == 0) {
                context.runOnContext(later -> give());
            } else {
                give();
            }
            return this;
        }

        @Override
        public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
            this.handler = handler;
            return this;
        }

        @Override
        public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
            this.endHandler = handler;
            return this;
        }

        @Override
        public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public ReadStream<Buffer> pause() {
            return this;
        }

        @Override
        public ReadStream<Buffer> resume() {
            throw new AssertionError("asked for everything at once");
        }
    }
}
