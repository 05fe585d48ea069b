package io.perigee.functions.lambda;

import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * What one environment prints, as lines of its calls. Read without waiting, by one thread, and no faster than allowed, but for as
 * much at once as may be printed in a second: a pipe that is not emptied holds up whoever writes to it. What is in the pipe when an
 * answer arrives was printed before it, so that a call's lines are complete when its end is told.
 */
final class OutputLines {
    /** Lambda's and CloudWatch's limit of one log event; longer lines are cut into several. */
    private static final int MAX_LINE = 256 * 1024;

    private static final int TAIL = 4096;
    private static final int CHUNK = 65_536;
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final FunctionOutput output;
    private final FunctionId function;
    private final InputStream stream;
    private final int bytesPerSecond;
    private final byte[] chunk = new byte[CHUNK];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder tail = new StringBuilder();
    private String requestId = "";
    /** What may be read grows with the time since then, and each byte that is read moves it on. */
    private long paidUntil;

    private boolean heldUp;

    /** @param now nanoseconds of the clock that {@link #read} is told */
    OutputLines(FunctionOutput output, FunctionId function, InputStream stream, int bytesPerSecond, long now) {
        this.output = output;
        this.function = function;
        this.stream = stream;
        this.bytesPerSecond = bytesPerSecond;
        paidUntil = now - NANOS_PER_SECOND;
    }

    /** From here on, lines are that call's. */
    void start(String requestId) {
        this.requestId = requestId;
        tail.setLength(0);
        tell("START RequestId: " + requestId + " Version: " + function.version());
    }

    /** All that the call has printed has been read after that; gives the last 4 KB of it. */
    String end(String extraLine) {
        drain();
        if (!extraLine.isEmpty()) {
            tell(extraLine);
        }
        tell("END RequestId: " + requestId);
        requestId = "";
        return tail.toString();
    }

    /** Reads what is there, within what may be read by now. */
    void read(long now) {
        long unpaid = Math.min(NANOS_PER_SECOND, now - paidUntil);
        paidUntil = now - unpaid;
        int most = Math.clamp(unpaid * bytesPerSecond / NANOS_PER_SECOND, 0, CHUNK);
        heldUp = most < CHUNK && available() > most;
        read(most);
    }

    /** Whether more is printed than may be read. */
    boolean isHeldUp() {
        return heldUp;
    }

    /** Reads what the pipe holds, which is bounded, and ends a line that has no end yet. */
    void drain() {
        // A pipe holds one chunk; whoever refills it meanwhile waits for the next read.
        read(CHUNK);
        if (line.size() > 0) {
            endLine();
        }
    }

    private int available() {
        try {
            return stream.available();
        } catch (IOException ended) {
            return 0;
        }
    }

    private void read(int most) {
        int available = Math.min(available(), most);
        if (available <= 0) {
            return;
        }
        try {
            int read = stream.read(chunk, 0, available);
            paidUntil += Math.max(read, 0) * NANOS_PER_SECOND / bytesPerSecond;
            for (int i = 0; i < read; i++) {
                if (chunk[i] == '\n') {
                    endLine();
                } else {
                    line.write(chunk[i]);
                    if (line.size() >= MAX_LINE) {
                        endLine();
                    }
                }
            }
        } catch (IOException ended) {
            // What it printed before has been read.
            heldUp = false;
        }
    }

    private void endLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        tell(text);
    }

    private void tell(String text) {
        output.line(function, requestId, text);
        tail.append(text).append('\n');
        if (tail.length() > 2 * TAIL) {
            tail.delete(0, tail.length() - TAIL);
        }
    }
}
