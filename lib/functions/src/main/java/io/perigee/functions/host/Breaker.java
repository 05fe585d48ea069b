package io.perigee.functions.host;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The circuit breaker of one version of a function (Nygard, <i>Release It!</i>): closed, it counts calls and failures of a window; once a
 * window has too large a share of failures it is open for a while; then it is half open and lets one call through, whose end closes it or
 * opens it anew.
 *
 * <p>Calls of a closed breaker take no lock: they count into the window at hand, which is replaced by whoever finds it over.
 */
final class Breaker {
    private sealed interface State {}

    private static final class Closed implements State {
        private final long since;
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();

        private Closed(long since) {
            this.since = since;
        }
    }

    private record Open(long until) implements State {}

    /** @param probeUntil when the call that was let through counts as lost */
    private record HalfOpen(long probeUntil) implements State {}

    private final BreakerSettings settings;
    private final AtomicReference<State> state;

    Breaker(BreakerSettings settings, long nowNanos) {
        this.settings = settings;
        state = new AtomicReference<>(new Closed(nowNanos));
    }

    /** Whether a call may be made now; {@link #ended} follows. */
    boolean admits(long nowNanos) {
        return switch (state.get()) {
            case Closed closed -> true;
            case Open open -> nowNanos - open.until() >= 0 && halfOpen(open, nowNanos);
            case HalfOpen half -> nowNanos - half.probeUntil() >= 0 && halfOpen(half, nowNanos);
        };
    }

    private boolean halfOpen(State before, long nowNanos) {
        return state.compareAndSet(
                before, new HalfOpen(nowNanos + settings.openFor().toNanos()));
    }

    /** A call has ended. */
    void ended(boolean failed, long nowNanos) {
        switch (state.get()) {
            case Closed closed -> count(closed, failed, nowNanos);
            case Open open -> {
                // It was let through before the breaker opened, and says nothing new.
            }
            case HalfOpen half -> {
                State next = failed ? open(nowNanos) : new Closed(nowNanos);
                state.compareAndSet(half, next);
            }
        }
    }

    private void count(Closed window, boolean failed, long nowNanos) {
        if (nowNanos - window.since > settings.window().toNanos()) {
            Closed fresh = new Closed(nowNanos);
            if (state.compareAndSet(window, fresh)) {
                count(fresh, failed, nowNanos);
            } else if (state.get() instanceof Closed others) {
                count(others, failed, nowNanos);
            }
            return;
        }
        int calls = window.calls.incrementAndGet();
        if (!failed) {
            return;
        }
        int failures = window.failures.incrementAndGet();
        if (calls >= settings.minimumCalls() && failures >= settings.errorShare() * calls) {
            state.compareAndSet(window, open(nowNanos));
        }
    }

    private Open open(long nowNanos) {
        return new Open(nowNanos + settings.openFor().toNanos());
    }

    boolean isClosed() {
        return state.get() instanceof Closed;
    }
}
