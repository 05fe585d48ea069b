package io.perigee.functions.host;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes of bodies that one function's calls may have read at a time. */
final class BodyBudget {
    private final long bytes;
    private final AtomicLong reserved = new AtomicLong();

    BodyBudget(long bytes) {
        this.bytes = bytes;
    }

    boolean reserve(long wanted) {
        if (reserved.addAndGet(wanted) > bytes) {
            reserved.addAndGet(-wanted);
            return false;
        }
        return true;
    }

    void release(long given) {
        reserved.addAndGet(-given);
    }

    long reserved() {
        return reserved.get();
    }

    /** As many bytes as allowed have been read by calls that are under way. */
    static final class ExhaustedException extends RuntimeException {
        ExhaustedException(long bytes) {
            super("the calls under way have read as much as the function may hold, " + bytes + " bytes");
        }
    }

    ExhaustedException exhausted() {
        return new ExhaustedException(bytes);
    }
}
