package io.perigee.chaos.run;

import io.perigee.chaos.history.Event;
import io.perigee.chaos.history.History;
import io.perigee.chaos.nemesis.Nemesis;
import io.perigee.chaos.place.Place;
import io.perigee.chaos.place.PlaceException;
import io.perigee.chaos.scenario.Scenario;
import io.perigee.chaos.workload.Workload;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A scenario, on a place:
 *
 * <pre>
 * origin ─► place starts ─► site is deployed ─► load, and faults ─► all is healed ─► last invalidation ─► all is read again
 * </pre>
 *
 * <p>What happened is a history, which {@link io.perigee.chaos.check.Checker} judges. A scenario's seed repeats its schedule of
 * faults, though not what threads and processes make of it.
 */
public final class ChaosRun {

    private static final Duration AGREEMENT_LIMIT = Duration.ofSeconds(30);
    private static final long TELL_EVERY_SECONDS = 1;

    private final Scenario scenario;
    private final PlaceFactory places;
    private final InetAddress originAddress;
    private final Progress progress;

    /** Starts the place that a scenario describes. */
    public interface PlaceFactory {

        /**
         * Starts it; it is ready on return.
         *
         * @param originPort where the workload's origin listens on this machine
         */
        Place start(Scenario scenario, int originPort) throws PlaceException, InterruptedException;
    }

    /** Told how a run goes, by any thread. */
    public interface Progress {

        /** A step of the run, or a fault, in a line. */
        void step(String what);

        /** How far the load is, every second. */
        void load(long seconds, long ofSeconds, long answered, long failed);
    }

    /** @param originAddress on which the origin listens: loopback, or where containers reach this machine */
    public ChaosRun(Scenario scenario, PlaceFactory places, InetAddress originAddress, Progress progress) {
        this.scenario = scenario;
        this.places = places;
        this.originAddress = originAddress;
        this.progress = progress;
    }

    /**
     * Runs it. Whatever was started has ended when this returns or throws.
     *
     * @return the history
     * @throws PlaceException if the network did not start, or a node did not come back
     */
    public List<Event> run() throws PlaceException, InterruptedException, IOException {
        Event.Began plan = new Event.Began(
                Event.Began.FORMAT,
                scenario.name(),
                scenario.seed(),
                "",
                scenario.network().lease().toNanos(),
                scenario.network().nodes());
        History history = new History(plan);
        progress.step("starting " + scenario.network().nodes().size() + " nodes");
        try (Workload workload = new Workload(scenario, history, originAddress);
                Place place = places.start(scenario, workload.originPort())) {
            progress.step("deploying the site, and asking every edge for all of it");
            workload.begin(place);
            rage(place, workload, history);
            progress.step("all is healed; waiting for what is under way, and reading all of it again");
            workload.end();
            return history.recorded(place.description());
        }
    }

    private void rage(Place place, Workload workload, History history) throws PlaceException, InterruptedException {
        long seconds = scenario.duration().toSeconds();
        long began = System.nanoTime();
        progress.step("load and faults for " + seconds + " s");
        Watch watch = new Watch(workload);
        Nemesis nemesis = new Nemesis(scenario, history, place, workload.origin(), watch);
        watch.nemesis = nemesis;
        try (ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor()) {
            ScheduledFuture<?> telling = ticks.scheduleAtFixedRate(
                    () -> progress.load(
                            Math.min(seconds, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)),
                            seconds,
                            history.answered(),
                            history.failed()),
                    TELL_EVERY_SECONDS,
                    TELL_EVERY_SECONDS,
                    TimeUnit.SECONDS);
            try {
                nemesis.rage();
            } finally {
                telling.cancel(false);
            }
        }
        workload.agree(AGREEMENT_LIMIT, () -> true);
    }

    /** Looks whether nodes agree whenever all is healed. */
    private final class Watch implements Nemesis.Listener {

        private final Workload workload;
        private volatile @Nullable Nemesis nemesis;

        Watch(Workload workload) {
            this.workload = workload;
        }

        @Override
        public void begins(String what) {
            progress.step(what);
        }

        @Override
        public void healed() throws PlaceException, InterruptedException {
            Nemesis watched = nemesis;
            workload.agree(AGREEMENT_LIMIT, () -> watched == null || watched.isCalm());
        }
    }
}
