package io.perigee.testkit;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting with a bound, so that a test that goes wrong ends. Never to be called on an event loop. */
public final class Await {

    /** How long a wait may take before the test fails: long enough for a machine that is busy with other builds. */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    private static final long POLL_NANOS = 500_000;

    private Await() {}

    /** The future's result; its failure is thrown as it is if unchecked, else wrapped in {@link CompletionException}. */
    public static <T> T get(Future<T> future) {
        return get(future.toCompletionStage());
    }

    /** The stage's result; its failure is thrown as it is if unchecked, else wrapped in {@link CompletionException}. */
    public static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new CompletionException(cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting", e);
        } catch (TimeoutException e) {
            throw new AssertionError("Nothing came within " + LIMIT.toSeconds() + " s", e);
        }
    }

    /** The failure that the future ends with; the test fails if it succeeds. */
    public static Throwable failure(Future<?> future) {
        try {
            get(future);
        } catch (CompletionException e) {
            return e.getCause() == null ? e : e.getCause();
        } catch (RuntimeException e) {
            return e;
        }
        throw new AssertionError("Expected a failure, but it succeeded");
    }

    /** Returns once the condition holds. */
    public static void until(String what, BooleanSupplier condition) {
        until(() -> what, condition);
    }

    /** Returns once the condition holds; {@code what} is asked when the wait has failed, so it can tell the state then. */
    public static void until(Supplier<String> what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("Not true within " + LIMIT.toSeconds() + " s: " + what.get());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
