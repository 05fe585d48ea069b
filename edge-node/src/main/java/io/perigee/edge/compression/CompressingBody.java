package io.perigee.edge.compression;

import io.perigee.delivery.http.FlowingBody;
import io.vertx.core.Context;
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
final class CompressingBody extends FlowingBody {

    private static final int SLICE = 64 << 10;

    /** Encoders write little by little; smaller parts than this wait for more. */
    private static final int LEAST_PART = 4 << 10;

    private final Context context;
    private final ReadStream<Buffer> source;
    private final long expected;
    private final OutputStream encoder;
    private final Encoded encoded = new Encoded();
    private long received;
    private @Nullable Buffer input;
    private int encodedUpTo;
    private boolean asked;
    private boolean pumping;
    private boolean sourceEnded;
    private boolean finished;

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
        source.exceptionHandler(this::tellFailure);
        source.endHandler(end -> ended());
        source.handler(this::received);
    }

    /** Gives back what it holds, where the rest is not wanted any more. */
    void abort() {
        giveUp();
    }

    private void received(Buffer part) {
        if (isOver()) {
            return;
        }
        asked = false;
        received += part.length();
        if (received > expected) {
            tellFailure(new IOException("the body is longer than the " + expected + " bytes that were declared"));
            return;
        }
        input = part;
        encodedUpTo = 0;
        pump();
    }

    private void ended() {
        if (received < expected) {
            tellFailure(new IOException("the body ended after " + received + " of " + expected + " bytes"));
        } else {
            sourceEnded = true;
            pump();
        }
    }

    @Override
    protected void wanted(long amount) {
        pump();
    }

    /** Goes on as far as demand allows, and as far as one turn should. */
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            int room = SLICE;
            while (!isOver()) {
                if (encoded.length() >= (finished ? 1 : LEAST_PART)) {
                    if (demand() == 0) {
                        return;
                    }
                    give(encoded.take());
                } else if (finished) {
                    tellEnd();
                } else if (input == null && sourceEnded) {
                    finish();
                } else if (demand() == 0) {
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
            tellFailure(e);
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

    @Override
    protected void released() {
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
