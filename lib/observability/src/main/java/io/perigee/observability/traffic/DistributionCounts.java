package io.perigee.observability.traffic;

import io.perigee.observability.Outcome;
import io.perigee.observability.Reason;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The counters of one distribution on one node. They only rise; what they were when they were read last is remembered beside them. */
final class DistributionCounts {

    private static final int STATUSES = 600;

    /** There are 249 countries; what a database of addresses says beyond that is not counted. */
    private static final int MOST_COUNTRIES = 300;

    /** Different paths that are counted between two readings: one that is asked for often is among the first. */
    private static final int MOST_PATHS = 1_024;

    /** Of them those that are told. */
    private static final int TOLD_PATHS = 20;

    private static final int LONGEST_PATH = 256;

    private final Map<Outcome, Counter> outcomes = counters(Outcome.class);
    private final Map<Reason, Counter> reasons = counters(Reason.class);
    private final Counters statuses = new Counters(STATUSES);
    private final Counters durations = new Counters(DurationClasses.COUNT);
    private final Counter bytes = new Counter();
    private final Counter hitBytes = new Counter();
    private final Map<String, LongAdder> countries = new ConcurrentHashMap<>();
    private final Map<String, Long> countriesBefore = new HashMap<>();
    private volatile Map<String, LongAdder> paths = new ConcurrentHashMap<>();

    void ended(Outcome outcome, Reason reason, int status, long sent, long nanos) {
        Objects.requireNonNull(outcomes.get(outcome)).add(1);
        Objects.requireNonNull(reasons.get(reason)).add(1);
        statuses.at(status > 0 && status < STATUSES ? status : 0).add(1);
        durations.at(DurationClasses.of(nanos)).add(1);
        bytes.add(sent);
        if (outcome == Outcome.Hit) {
            hitBytes.add(sent);
        }
    }

    void from(String country) {
        count(countries, country, MOST_COUNTRIES);
    }

    void of(String path) {
        count(paths, path.length() > LONGEST_PATH ? path.substring(0, LONGEST_PATH) : path, MOST_PATHS);
    }

    private static void count(Map<String, LongAdder> counters, String name, int most) {
        LongAdder counter = counters.get(name);
        if (counter == null) {
            if (counters.size() >= most) {
                return;
            }
            counter = counters.computeIfAbsent(name, first -> new LongAdder());
        }
        counter.increment();
    }

    Traffic sinceBefore() {
        return new Traffic(
                sinceBefore(outcomes, Outcome::name),
                sinceBefore(reasons, Reason::label),
                statuses.sinceBefore(),
                durations.sinceBefore(),
                countriesSinceBefore(),
                pathsSinceBefore(),
                bytes.sinceBefore(),
                hitBytes.sinceBefore());
    }

    private Tally countriesSinceBefore() {
        Map<String, Long> since = new HashMap<>();
        countries.forEach((country, counter) -> {
            long now = counter.sum();
            Long before = countriesBefore.put(country, now);
            since.put(country, now - (before == null ? 0 : before));
        });
        return Tally.of(since);
    }

    /** Begins anew; one that is counted just now may be lost. */
    private Tally pathsSinceBefore() {
        Map<String, LongAdder> counted = paths;
        if (counted.isEmpty()) {
            return Tally.EMPTY;
        }
        paths = new ConcurrentHashMap<>();
        Map<String, Long> counts = new HashMap<>();
        counted.forEach((path, counter) -> counts.put(path, counter.sum()));
        return Tally.of(counts).most(TOLD_PATHS);
    }

    private static <E extends Enum<E>> Map<E, Counter> counters(Class<E> names) {
        Map<E, Counter> counters = new EnumMap<>(names);
        for (E each : EnumSet.allOf(names)) {
            counters.put(each, new Counter());
        }
        return counters;
    }

    private static <E extends Enum<E>> Tally sinceBefore(Map<E, Counter> counters, Function<E, String> name) {
        Map<String, Long> since = new HashMap<>();
        counters.forEach((each, counter) -> since.put(name.apply(each), counter.sinceBefore()));
        return Tally.of(since);
    }

    /** A count that only rises. Any thread adds, one reads. */
    private static final class Counter {
        private final LongAdder count = new LongAdder();
        private long before;

        void add(long more) {
            count.add(more);
        }

        long sinceBefore() {
            long now = count.sum();
            long since = now - before;
            before = now;
            return since;
        }
    }

    /** Counters by number, each made when it is first needed. */
    private static final class Counters {
        private final AtomicReferenceArray<@Nullable Counter> counters;

        Counters(int length) {
            counters = new AtomicReferenceArray<>(length);
        }

        Counter at(int number) {
            Counter counter = counters.get(number);
            if (counter != null) {
                return counter;
            }
            Counter fresh = new Counter();
            Counter other = counters.compareAndExchange(number, null, fresh);
            return other == null ? fresh : other;
        }

        Tally sinceBefore() {
            Map<String, Long> since = new HashMap<>();
            for (int number = 0; number < counters.length(); number++) {
                Counter counter = counters.get(number);
                if (counter != null) {
                    since.put(Integer.toString(number), counter.sinceBefore());
                }
            }
            return Tally.of(since);
        }
    }
}
