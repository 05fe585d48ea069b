package io.perigee.edge.compression;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A body that is compressed while it flows. It asks its source for one part at a time, and only while somebody wants bytes; no
 * turn of the event loop compresses more than {@value #SLICE} bytes. For use on one context; starts paused.
 */
final class CompressingBody implements ReadStream<Buffer> {

    private static final int SLICE = 64 << 10;

    /** Encoders write little by little; smaller parts than this wait for more. */
    private static final int LEAST_PART = 4 << 10;

    private final Context context;
    private final ReadStream<Buffer> source;
    private final long expected;
    private final OutputStream encoder;
    private final Encoded encoded = new Encoded();
    private long received;
    private long demand;
    private @Nullable Buffer input;
    private int encodedUpTo;
    private boolean asked;
    private boolean pumping;
    private boolean sourceEnded;
    private boolean finished;
    private boolean over;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;

    /**
     * Takes over the source, which is paused.
     *
     * @param expected the source's bytes; with fewer or more the body breaks off
     */
    CompressingBody(Context context, ReadStream<Buffer> source, Coding coding, long expected) {
        this.context = context;
        this.source = source;
        this.expected = expected;
        try {
            this.encoder = coding.encoder(encoded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        source.exceptionHandler(this::failed);
        source.endHandler(end -> ended());
        source.handler(this::received);
    }

    /** Gives back what it holds, where the rest is not wanted any more. */
    void abort() {
        if (!over) {
            over = true;
            release();
        }
    }

    private void received(Buffer part) {
        if (over) {
            return;
        }
        asked = false;
        received += part.length();
        if (received > expected) {
            failed(new IOException("the body is longer than the " + expected + " bytes that were declared"));
            return;
        }
        input = part;
        encodedUpTo = 0;
        pump();
    }

    private void ended() {
        if (received < expected) {
            failed(new IOException("the body ended after " + received + " of " + expected + " bytes"));
        } else {
            sourceEnded = true;
            pump();
        }
    }

    private void failed(Throwable cause) {
        if (over) {
            return;
        }
        abort();
        if (exceptionHandler != null) {
            exceptionHandler.handle(cause);
        }
    }

    /** Goes on as far as demand allows, and as far as one turn should. */
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            int room = SLICE;
            while (!over) {
                if (encoded.length() >= (finished ? 1 : LEAST_PART)) {
                    if (demand == 0) {
                        return;
                    }
                    deliver(encoded.take());
                } else if (finished) {
                    over = true;
                    end();
                } else if (input == null && sourceEnded) {
                    finish();
                } else if (demand == 0) {
                    return;
                } else if (input != null) {
                    if (room == 0) {
                        context.runOnContext(next -> pump());
                        return;
                    }
                    room -= encode(input, room);
                } else if (!asked) {
                    asked = true;
                    source.fetch(1);
                } else {
                    return;
                }
            }
        } catch (IOException | RuntimeException e) {
            failed(e);
        } finally {
            pumping = false;
        }
    }

    /** Encodes at most so many bytes, and returns how many. */
    private int encode(Buffer part, int most) throws IOException {
        int start = encodedUpTo;
        int end = Math.min(part.length(), start + most);
        encoder.write(part.getBytes(start, end));
        encodedUpTo = end;
        if (end == part.length()) {
            input = null;
        }
        return end - start;
    }

    private void finish() throws IOException {
        finished = true;
        encoder.close();
    }

    private void deliver(Buffer bytes) {
        if (demand != Long.MAX_VALUE) {
            demand--;
        }
        if (handler != null) {
            handler.handle(bytes);
        }
    }

    private void end() {
        if (endHandler != null) {
            endHandler.handle(null);
        }
    }

    private void release() {
        input = null;
        if (!finished) {
            finished = true;
            try {
                // The only way to have an encoder give its memory back; what that still writes is dropped.
                encoder.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        encoded.take();
    }

    @Override
    public CompressingBody handler(@Nullable Handler<Buffer> handler) {
        this.handler = handler;
        return this;
    }

    @Override
    public CompressingBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        exceptionHandler = handler;
        return this;
    }

    @Override
    public CompressingBody endHandler(@Nullable Handler<Void> handler) {
        endHandler = handler;
        return this;
    }

    @Override
    public CompressingBody pause() {
        demand = 0;
        return this;
    }

    @Override
    public CompressingBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public CompressingBody fetch(long amount) {
        demand = demand > Long.MAX_VALUE - amount ? Long.MAX_VALUE : demand + amount;
        pump();
        return this;
    }

    /** What the encoder has written and nobody has taken yet. */
    private static final class Encoded extends OutputStream {
        private Buffer bytes = Buffer.buffer();

        @Override
        public void write(int one) {
            bytes.appendByte((byte) one);
        }

        @Override
        public void write(byte[] source, int from, int count) {
            bytes.appendBytes(source, from, count);
        }

        int length() {
            return bytes.length();
        }

        Buffer take() {
            Buffer taken = bytes;
            bytes = Buffer.buffer();
            return taken;
        }
    }
}
