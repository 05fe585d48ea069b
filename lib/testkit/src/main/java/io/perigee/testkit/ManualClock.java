package io.perigee.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that passes only when the test says so. Wall time ({@link #millis()}, {@link #instant()}) starts at
 * 2026-01-01T00:00:00Z; the monotonic clock ({@link #nanos()}) starts at an arbitrary value, as {@code System.nanoTime}.
 */
public final class ManualClock implements InstantSource {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long NANOS_AT_START = -5_000_000_000L;

    private final AtomicLong passedNanos = new AtomicLong();
    private final AtomicLong wallOffsetNanos = new AtomicLong();

    @Override
    public Instant instant() {
        return START.plusNanos(passedNanos.get() + wallOffsetNanos.get());
    }

    @Override
    public long millis() {
        return instant().toEpochMilli();
    }

    /** Monotonic nanoseconds; overflow-safe comparison by difference only. */
    public long nanos() {
        return NANOS_AT_START + passedNanos.get();
    }

    /** Lets both clocks go on. */
    public void advance(Duration duration) {
        passedNanos.addAndGet(duration.toNanos());
    }

    /** Sets the wall clock off (also backwards), as an NTP correction does; the monotonic clock stays. */
    public void shiftWallClock(Duration duration) {
        wallOffsetNanos.addAndGet(duration.toNanos());
    }
}
