package io.perigee.demo.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.demo.nemesis.RecordedRun.Delivery;
import io.perigee.demo.nemesis.RecordedRun.Outage;
import io.perigee.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise, with real nodes: after an invalidation is Completed, no viewer gets a response that was fetched from the
 * origin before it was accepted.
 *
 * <p>Start here: {@link NemesisNetwork} is the network, each node a process; {@link VersionedOrigin}, {@link Viewers} and
 * {@link Operator} keep it busy; {@link Nemesis} stalls, cuts, pauses and kills; {@link PromiseCheck} judges what {@link
 * History} has recorded.
 *
 * <p>{@code -Dperigee.nemesis.seconds=600} makes it longer, {@code -Dperigee.nemesis.seed=…} repeats a schedule of faults,
 * though not what threads and processes make of it.
 */
class NemesisTest {

    private static final long SECONDS = Long.getLong("perigee.nemesis.seconds", 30);
    private static final long COMPLETION_LIMIT_SECONDS = 120;

    /** Heals what has failed. */
    private interface Ending {
        void run() throws Exception;
    }

    @TempDir
    Path folder;

    @Test
    void noViewerGetsWhatWasFetchedBeforeACompletedInvalidationWhateverFails() throws Exception {
        long seed = Long.getLong("perigee.nemesis.seed", System.nanoTime());
        System.out.println("nemesis: " + SECONDS + " s from seed " + seed);
        Vertx vertx = Vertx.vertx();
        try (NemesisNetwork network = NemesisNetwork.start(vertx, folder)) {
            RecordedRun run = run(vertx, network, seed);
            System.out.println("nemesis: " + summary(run));
            assertThat(PromiseCheck.violations(run)).as("seed %d", seed).isEmpty();
            assertThatItWasWorthIt(run);
        } finally {
            Await.get(vertx.close());
        }
    }

    private static RecordedRun run(Vertx vertx, NemesisNetwork network, long seed) throws Exception {
        History history = new History();
        VersionedOrigin origin = new VersionedOrigin(vertx, history, seed);
        Operator operator = new Operator(vertx, network, origin, history, seed);
        Viewers viewers = new Viewers(vertx, history, network::edgePort);
        Nemesis nemesis = new Nemesis(network, origin, history, seed);
        completed(operator.deploy());
        viewers.arrive(seed);

        leaveBehind(operator, history, false, nemesis::cutOffAll, nemesis::mendAll);
        leaveBehind(operator, history, true, nemesis::cutOffAll, nemesis::mendAll);
        leaveBehind(operator, history, false, nemesis::pauseAll, nemesis::resumeAll);
        leaveBehind(operator, history, false, nemesis::killAll, nemesis::startAll);
        assertThatAllHadSomethingOnDisk(network);
        operator.work();
        nemesis.rage(SECONDS);
        operator.stop();

        completed(operator.allCompleted());
        long healed = invalidateAll(operator, false);
        awaitAll("from its cache", (edge, path) -> history.hitSince(edge, path, healed));
        viewers.leave();
        completed(operator.readAgain());
        System.out.println("nemesis: viewers also got " + history.refusals());
        return history.recorded(NemesisNetwork.EDGES, VersionedOrigin.PATHS);
    }

    /** The worst case, for sure: all nodes have everything in their caches, and it is all invalidated without them. */
    private static void leaveBehind(Operator operator, History history, boolean soft, Runnable begin, Ending end)
            throws Exception {
        long from = History.now();
        awaitAll("from its cache", (edge, path) -> history.hitSince(edge, path, from));
        long began = History.now();
        begin.run();
        long completed = invalidateAll(operator, soft);
        end.run();
        history.failed(new Outage("all", "left behind", began, History.now()));
        awaitAll("after all", (edge, path) -> history.deliveredSince(edge, path, completed));
    }

    private static void assertThatAllHadSomethingOnDisk(NemesisNetwork network) throws IOException {
        for (String id : network.members()) {
            assertThat(network.bytesOnDisk(id)).as(id).isPositive();
        }
    }

    private static long invalidateAll(Operator operator, boolean soft) throws Exception {
        return completed(operator.invalidateAll(soft)).completedAt().getAsLong();
    }

    private static void awaitAll(String how, BiPredicate<String, String> condition) {
        for (String edge : NemesisNetwork.EDGES) {
            for (String path : VersionedOrigin.PATHS) {
                Await.until(edge + " serves " + path + " " + how, () -> condition.test(edge, path));
            }
        }
    }

    private static <T> T completed(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(COMPLETION_LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** A run proves something only if caches were hit, and requests met invalidations while something was failing. */
    private static void assertThatItWasWorthIt(RecordedRun run) {
        assertThat(run.deliveries()).anyMatch(Delivery::hit);
        assertThat(Interleavings.count(run)).isPositive();
    }

    private static String summary(RecordedRun run) {
        Map<String, Long> faults = run.outages().stream()
                .collect(Collectors.groupingBy(Outage::fault, TreeMap::new, Collectors.counting()));
        return "%,d responses (%,d hits at edges), %,d fetches, %,d invalidations, %,d faults %s, %,d interleavings"
                .formatted(
                        run.deliveries().size(),
                        run.deliveries().stream().filter(Delivery::hit).count(),
                        run.fetches().size(),
                        run.invalidations().size(),
                        run.outages().size(),
                        faults,
                        Interleavings.count(run));
    }
}
