package io.perigee.chaos.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What all parties write down while a run goes on. Thread-safe. */
public final class History {

    private final Event.Began began;
    private final long origin = System.nanoTime();
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final Map<String, Event.Invalidated> invalidations = new ConcurrentHashMap<>();
    private final Map<String, Event.Changed> changes = new ConcurrentHashMap<>();
    private final LongAdder answers = new LongAdder();
    private final LongAdder failures = new LongAdder();

    public History(Event.Began began) {
        this.began = began;
    }

    /** Nanoseconds since the run began. */
    public long now() {
        return System.nanoTime() - origin;
    }

    /** Notes an event that stays as it is. */
    public void add(Event event) {
        events.add(event);
        switch (event) {
            case Event.Answered answered -> answers.increment();
            case Event.Failed failed -> failures.increment();
            case Event.Invalidated invalidated -> throw new IllegalArgumentException("to be put: " + invalidated);
            case Event.Changed changed -> throw new IllegalArgumentException("to be put: " + changed);
            case Event.Began other -> throw new IllegalArgumentException("a run begins once: " + other);
            case Event.Fetched fetched -> {}
            case Event.Faulted faulted -> {}
            case Event.NotTried notTried -> {}
            case Event.Agreed agreed -> {}
            case Event.Served served -> {}
        }
    }

    /** An invalidation was acknowledged, or more is known of it. */
    public void put(Event.Invalidated invalidation) {
        invalidations.put(invalidation.id(), invalidation);
    }

    /** A change was acknowledged, or more is known of it. */
    public void put(Event.Changed change) {
        changes.put(change.kind() + " " + change.number(), change);
    }

    public List<Event.Invalidated> invalidations() {
        return List.copyOf(invalidations.values());
    }

    public List<Event.Changed> changes() {
        return List.copyOf(changes.values());
    }

    /** How many answers viewers have got whole, and how many not, for the progress. */
    public long answered() {
        return answers.sum();
    }

    public long failed() {
        return failures.sum();
    }

    /**
     * All of it.
     *
     * @param place what the network turned out to be made of
     */
    public List<Event> recorded(String place) {
        List<Event> all = new ArrayList<>();
        all.add(new Event.Began(
                began.version(), began.scenario(), began.seed(), place, began.leaseNanos(), began.nodes()));
        all.addAll(events);
        all.addAll(invalidations.values());
        all.addAll(changes.values());
        return all;
    }
}
