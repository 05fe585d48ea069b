package io.perigee.cache;

import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicLong;

/** What bodies may take while they are fetched in order to be stored: each by itself, and all together. */
final class KeepingBudget {
    private final Memory memory;
    private final long maxObjectBytes;
    private final long maxTotalBytes;
    private final AtomicLong total = new AtomicLong();

    KeepingBudget(Memory memory, long maxObjectBytes, long maxTotalBytes) {
        this.memory = memory;
        this.maxObjectBytes = maxObjectBytes;
        this.maxTotalBytes = maxTotalBytes;
    }

    /** Whether a body of this length, or of unknown length (-1), may be begun. */
    boolean admits(long declaredLength) {
        return declaredLength <= maxObjectBytes && total.get() + Math.max(0, declaredLength) <= maxTotalBytes;
    }

    /** Whether the body may grow by this much. */
    boolean admits(Chunks chunks, int more) {
        return chunks.length() + more <= maxObjectBytes && total.get() + more <= maxTotalBytes;
    }

    Chunks open(long declaredLength) {
        return new Chunks(memory, declaredLength);
    }

    void append(Chunks chunks, Buffer bytes) {
        chunks.append(bytes);
        total.addAndGet(bytes.length());
    }

    /** The body is not under way any more; the caller keeps its reference. */
    void settle(Chunks chunks) {
        total.addAndGet(-chunks.length());
    }

    /** What bodies take now. */
    long total() {
        return total.get();
    }
}
