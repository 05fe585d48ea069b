package io.perigee.chaos.nemesis;

import io.perigee.chaos.history.Event.Faulted;
import io.perigee.chaos.history.Event.NotTried;
import io.perigee.chaos.history.History;
import io.perigee.chaos.nemesis.Torment.Outcome;
import io.perigee.chaos.place.Place;
import io.perigee.chaos.place.PlaceException;
import io.perigee.chaos.relay.Relay;
import io.perigee.chaos.scenario.FaultSetup;
import io.perigee.chaos.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes a place fail as a scenario says, and heals all of it in the end. */
public final class Nemesis {

    private final Scenario scenario;
    private final History history;
    private final Place place;
    private final Relay origin;
    private final Listener listener;
    private final Held held = new Held();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger active = new AtomicInteger();

    /** Told what goes on, by any thread. */
    public interface Listener {

        /** Something begins, in a line. */
        void begins(String what);

        /** Nothing fails at the moment, and did just before. Not called twice at a time. */
        void healed() throws PlaceException, InterruptedException;
    }

    /** @param origin what is between the network and the workload's origin */
    public Nemesis(Scenario scenario, History history, Place place, Relay origin, Listener listener) {
        this.scenario = scenario;
        this.history = history;
        this.place = place;
        this.origin = origin;
        this.listener = listener;
    }

    /** Whether nothing fails at the moment. */
    public boolean isCalm() {
        return active.get() == 0;
    }

    /** Lets loose for as long as the scenario says; when this returns, all is healed. */
    public void rage() throws PlaceException, InterruptedException {
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> faults = new ArrayList<>();
            Random seeds = new Random(scenario.seed());
            for (FaultSetup fault : Schedule.of(scenario)) {
                Random own = new Random(seeds.nextLong());
                faults.add(threads.submit(() -> {
                    wait(begin, fault.at());
                    inflict(fault, own);
                    return null;
                }));
            }
            try {
                over.await(scenario.duration().toNanos() - (System.nanoTime() - begin), TimeUnit.NANOSECONDS);
            } finally {
                over.countDown();
            }
            for (Future<?> fault : faults) {
                fault.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PlaceException known
                    ? known
                    : new PlaceException("a fault went wrong: " + e.getCause(), e.getCause());
        }
    }

    private void wait(long begin, Duration at) throws InterruptedException {
        over.await(begin + at.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void inflict(FaultSetup fault, Random random) throws PlaceException, InterruptedException {
        if (over.getCount() == 0) {
            return;
        }
        Torment torment = Torment.of(fault, place, origin, random);
        if (!held.take(torment.victims())) {
            note(new NotTried(
                    fault.fault().text(), "another fault had hold of " + torment.victims() + " at that time"));
            return;
        }
        active.incrementAndGet();
        try {
            listener.begins(torment.description());
            long from = history.now();
            switch (torment.begin()) {
                case Outcome.NotPossible(String why) ->
                    note(new NotTried(fault.fault().text(), why));
                case Outcome.Begun(var end) -> {
                    long done = history.now();
                    over.await(fault.lasts().toMillis(), TimeUnit.MILLISECONDS);
                    end.run();
                    history.add(new Faulted(
                            fault.fault().text(), torment.nodes(), torment.to(), from, done, history.now()));
                }
            }
        } finally {
            held.release(torment.victims());
            if (active.decrementAndGet() == 0 && over.getCount() > 0) {
                listener.healed();
            }
        }
    }

    private void note(NotTried event) {
        history.add(event);
        listener.begins("not tried: " + event.fault() + ": " + event.why());
    }
}
