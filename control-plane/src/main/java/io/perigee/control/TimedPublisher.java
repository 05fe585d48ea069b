package io.perigee.control;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.perigee.cluster.LogPublisher;
import io.perigee.cluster.lease.Acknowledgements;
import io.perigee.cluster.log.LogEntry;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Takes the time of each change that this control plane has accepted: from its commit until this control plane knows that every living
 * node has applied it. That is a little more than the nodes took, namely what the last of them took to say so.
 */
final class TimedPublisher implements LogPublisher {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(15)
    };

    private final LogPublisher publisher;
    private final Acknowledgements acknowledgements;
    private final LongSupplier nanos;
    private final Timer applied;

    /** @param nanos a monotonic clock in nanoseconds */
    TimedPublisher(
            LogPublisher publisher, Acknowledgements acknowledgements, LongSupplier nanos, MeterRegistry registry) {
        this.publisher = publisher;
        this.acknowledgements = acknowledgements;
        this.nanos = nanos;
        this.applied = Timer.builder("perigee.change.applied")
                .description("From a change's commit until every living node has applied it and has said so")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    @Override
    public CompletionStage<Void> publish(LogEntry entry) {
        long committed = nanos.getAsLong();
        var unused = acknowledgements
                .whenApplied(entry.sequence())
                .thenRun(() -> applied.record(nanos.getAsLong() - committed, TimeUnit.NANOSECONDS));
        return publisher.publish(entry);
    }
}
