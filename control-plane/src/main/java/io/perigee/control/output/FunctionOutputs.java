package io.perigee.control.output;

import io.perigee.control.store.FunctionLogTable;
import io.perigee.control.store.FunctionUsage;
import io.perigee.control.store.FunctionUsageTable;
import io.perigee.control.store.LogChunk;
import io.perigee.control.store.Store;
import io.perigee.distribution.LogRetention;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What functions have printed and used, in the database that all control planes share: lines for a time and up to a size, what was used by
 * minute for two days and by day for long.
 *
 * <p>All methods block on the database. Thread-safe.
 */
public final class FunctionOutputs implements HealthSource {

    private static final Duration MINUTES_KEPT = Duration.ofDays(2);

    /** Longer than a node can be away with a batch whose arrival it has not heard of. */
    private static final Duration SOURCES_KEPT = Duration.ofDays(30);

    private static final int FORGOTTEN_AT_A_TIME = 500;

    private static final Comparator<FunctionUsage> ORDER = Comparator.comparing(FunctionUsage::function)
            .thenComparingLong(FunctionUsage::version)
            .thenComparingInt(FunctionUsage::seconds)
            .thenComparingLong(FunctionUsage::startedAt);

    private final Store store;
    private final InstantSource clock;
    private final KeptOutput kept;

    public FunctionOutputs(Store store, InstantSource clock, KeptOutput kept) {
        this.store = store;
        this.clock = clock;
        this.kept = kept;
    }

    /**
     * Keeps a batch.
     *
     * @return false if it was kept before
     */
    public boolean store(OutputBatch batch) {
        return store.inTransaction(transaction -> {
            FunctionLogTable log = transaction.functionLog();
            boolean fresh = log.note(batch.node(), batch.run(), batch.number(), clock.millis());
            if (fresh) {
                // In one order for all transactions, so that none waits for another that waits for it.
                batch.printed().stream()
                        .sorted(Comparator.comparing(LogChunk::function))
                        .forEach(log::add);
                FunctionUsageTable usage = transaction.functionUsage();
                batch.used().stream()
                        .flatMap(minute -> Stream.of(minute, minute.within(FunctionUsage.DAY)))
                        .sorted(ORDER)
                        .forEach(usage::add);
            }
            return fresh;
        });
    }

    /** Whether the function has ever printed anything. */
    public boolean knows(String function) {
        return store.read(transaction -> transaction.functionLog().knows(function));
    }

    /** How long lines are kept of functions that have no setting of their own. */
    public Duration usualRetention() {
        return kept.lines();
    }

    /** The function's own setting. */
    public Optional<LogRetention> retention(String function) {
        OptionalInt days = store.read(transaction -> transaction.functionLog().retentionInDays(function));
        return days.isPresent() ? Optional.of(new LogRetention(days.getAsInt())) : Optional.empty();
    }

    /** Sets how long the function's lines are kept from now on, those that are there too. */
    public void retain(String function, LogRetention retention) {
        store.inTransaction(transaction -> {
            transaction.functionLog().retain(function, retention.retentionInDays());
            return retention;
        });
    }

    /** Takes the function's own setting away. */
    public void retainAsUsual(String function) {
        store.inTransaction(transaction -> {
            transaction.functionLog().retainAsUsual(function);
            return function;
        });
    }

    /** The function's lines that are wanted. */
    public LogPage lines(LogQuery query) {
        return store.read(transaction -> new LogReading(transaction.functionLog(), query).page());
    }

    /**
     * What was used on days, by function, day and version.
     *
     * @param function empty: all functions
     * @param to that day is not among them
     */
    public List<FunctionUsage> days(String function, Instant from, Instant to) {
        return store.read(transaction -> transaction
                .functionUsage()
                .periods(function, FunctionUsage.DAY, from.toEpochMilli(), to.toEpochMilli()));
    }

    @Override
    public FunctionHealth health(String function, int version, Instant since) {
        long from = since.truncatedTo(ChronoUnit.MINUTES).toEpochMilli();
        FunctionUsage sum = store
                .read(transaction ->
                        transaction.functionUsage().periods(function, FunctionUsage.MINUTE, from, Long.MAX_VALUE))
                .stream()
                .filter(minute -> minute.version() == version)
                .reduce(
                        new FunctionUsage(
                                function,
                                version,
                                FunctionUsage.MINUTE,
                                from,
                                "",
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                FunctionUsage.NO_LATENCIES),
                        FunctionUsage::plus);
        double average = sum.invocations() == 0 ? 0 : sum.durationMicros() / 1_000.0 / sum.invocations();
        return new FunctionHealth(sum.invocations(), sum.errors(), sum.throttles(), average, sum.latencyMillis(0.99));
    }

    /**
     * Forgets what is too old or too much, unless some control plane has done so within that time. In many small transactions: none holds
     * up those who store.
     */
    public void forget(Duration every) {
        long now = clock.millis();
        boolean mine =
                store.inTransaction(transaction -> transaction.functionLog().takeUpkeep(now - every.toMillis(), now));
        if (!mine) {
            return;
        }
        for (String function :
                store.read(transaction -> transaction.functionLog().functions())) {
            Duration lines = retention(function)
                    .map(own -> Duration.ofDays(own.retentionInDays()))
                    .orElse(kept.lines());
            boolean more = true;
            while (more) {
                more = store.inTransaction(transaction -> transaction
                        .functionLog()
                        .shorten(function, now - lines.toMillis(), kept.charactersOfOne(), FORGOTTEN_AT_A_TIME));
            }
        }
        store.inTransaction(transaction -> {
            transaction.functionUsage().forget(FunctionUsage.MINUTE, now - MINUTES_KEPT.toMillis());
            transaction
                    .functionUsage()
                    .forget(FunctionUsage.DAY, now - kept.days().toMillis());
            transaction.functionLog().forgetSources(now - SOURCES_KEPT.toMillis());
            return now;
        });
    }
}
