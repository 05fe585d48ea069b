package io.perigee.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the cluster's. What hangs on one of Hazelcast's own futures runs in the common pool, or where that has one thread, on a
 * thread that is started for it: with two processors each step of each renewal would start one.
 */
final class Answers {

    private Answers() {}

    /** The same answer; what hangs on it runs in the thread that brings it, so it must not block. */
    static <T extends @Nullable Object> CompletableFuture<T> direct(CompletionStage<T> answer) {
        CompletableFuture<T> direct = new CompletableFuture<>();
        var unused = answer.whenCompleteAsync(
                (value, failure) -> {
                    if (failure == null) {
                        direct.complete(value);
                    } else {
                        direct.completeExceptionally(failure);
                    }
                },
                Runnable::run);
        return direct;
    }
}
