package io.perigee.delivery.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The promise: after an invalidation has completed, no viewer gets a response that was fetched from the origin before it was accepted.
 * Thousands of random runs over the real caches of both tiers; a run that breaks it is named by its seed and can be repeated with
 * {@code -Dpromise.seed=…}.
 */
class InvalidationPromiseTest {

    private static final int RUNS = 3_000;

    @Test
    void noResponseFetchedBeforeAnInvalidationIsDeliveredAfterItCompleted() throws Exception {
        Long given = Long.getLong("promise.seed");
        long first = given != null ? given : System.nanoTime();
        int runs = given != null ? 1 : RUNS;
        System.out.println("promise: " + runs + " runs from seed " + first);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        long deliveries = 0;
        long fetches = 0;
        long completions = 0;
        try {
            for (int run = 0; run < runs; run++) {
                long seed = first + run;
                History history = new NetworkRun(seed, vertx.getOrCreateContext())
                        .go()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);
                assertThat(history.violations())
                        .as("seed %d breaks the promise", seed)
                        .isEmpty();
                deliveries += history.deliveries();
                fetches += history.fetches();
                completions += history.completions();
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
        // The runs are worth something only if caches were hit and invalidations completed.
        assertThat(deliveries).isGreaterThan(fetches);
        assertThat(completions).isGreaterThan(runs);
        System.out.printf("promise: %d responses, %d fetches, %d completions%n", deliveries, fetches, completions);
    }
}
