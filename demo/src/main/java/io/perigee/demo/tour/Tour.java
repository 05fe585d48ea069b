package io.perigee.demo.tour;

import io.perigee.demo.DemoNetwork;
import io.perigee.demo.DemoOptions;
import io.perigee.demo.DemoRegion;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tour: its steps in their order, each with real requests against a running network. */
public final class Tour {

    private static final List<TourStep> STEPS = List.of(
            new FirstMissThenHit(),
            new SecondEdge(),
            new Stampede(),
            new InvalidationReachesAll(),
            new NearestEdge(),
            new FunctionsAtFourPoints(),
            new EdgeKilledUnderLoad());

    private static final int EDGES_NEEDED = 2;

    private final DemoNetwork network;
    private final Screen screen;

    /**
     * A tour of a network that {@link #cannotVisit} has nothing against.
     *
     * @param colours whether {@code out} is a terminal that shows them
     */
    public Tour(DemoNetwork network, PrintWriter out, boolean colours) {
        this.network = network;
        this.screen = new Screen(out, colours);
    }

    /** Why a network is too small for the tour; empty if it is not. */
    public static Optional<String> cannotVisit(DemoOptions options) {
        boolean enough = options.regions().containsAll(List.of(DemoRegion.EU, DemoRegion.AP))
                && options.edgesPerRegion() >= EDGES_NEEDED;
        return enough
                ? Optional.empty()
                : Optional.of("the tour visits the regions eu and ap with " + EDGES_NEEDED + " edges each or more");
    }

    /** Takes all steps, whatever becomes of the ones before. Blocks. */
    public List<StepResult> take() throws InterruptedException {
        long started = System.nanoTime();
        String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        List<StepResult> results = new ArrayList<>();
        try (HttpClient viewer = viewer()) {
            for (TourStep step : STEPS) {
                screen.begin(results.size() + 1, STEPS.size(), step);
                results.add(take(step, new Walk(network, screen, run, viewer)));
            }
            viewer.shutdownNow();
        }
        screen.end(results, since(started));
        return results;
    }

    private static StepResult take(TourStep step, Walk walk) throws InterruptedException {
        long started = System.nanoTime();
        try {
            step.take(walk);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            walk.expect("the step", "to be taken", e.toString(), false);
        }
        return new StepResult(step.title(), walk.findings(), since(started));
    }

    private static HttpClient viewer() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(15))
                .build();
    }

    private static Duration since(long startedNanos) {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }
}
