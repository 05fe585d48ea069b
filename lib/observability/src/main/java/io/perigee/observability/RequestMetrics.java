package io.perigee.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The meters of one tier's requests. Every combination is registered when the object is made, so that recording looks
 * nothing up and allocates nothing, and a series exists before its first event. Thread-safe.
 *
 * <ul>
 *   <li>{@code perigee_requests_total{tier,outcome,status}}, status being {@code 1xx} to {@code 5xx} or {@code none}
 *   <li>{@code perigee_request_reasons_total{tier,reason}}
 *   <li>{@code perigee_request_seconds{tier,outcome}}: histogram, to the last byte
 *   <li>{@code perigee_request_first_byte_seconds{tier,outcome}}: summary, to the first byte
 *   <li>{@code perigee_response_bytes_total{tier}}
 *   <li>{@code perigee_requests_in_flight{tier}}
 * </ul>
 */
public final class RequestMetrics {

    private static final List<String> STATUS_CLASSES = List.of("none", "1xx", "2xx", "3xx", "4xx", "5xx");
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(250_000),
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60)
    };

    private final Map<Outcome, OutcomeMeters> outcomes = new EnumMap<>(Outcome.class);
    private final Map<Reason, Counter> reasons = new EnumMap<>(Reason.class);
    private final Counter bytes;
    private final LongAdder inFlight = new LongAdder();

    /** The meters of one outcome; the counters by status class. */
    private record OutcomeMeters(List<Counter> requests, Timer time, Timer firstByte) {}

    public RequestMetrics(MeterRegistry registry, Tier tier) {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, meters(registry, tier, outcome));
        }
        for (Reason reason : Reason.values()) {
            Counter counter = Counter.builder("perigee.request.reasons")
                    .description("Requests that have ended, by why they ended so")
                    .tags("tier", tier.label(), "reason", reason.label())
                    .register(registry);
            reasons.put(reason, counter);
        }
        bytes = Counter.builder("perigee.response")
                .baseUnit("bytes")
                .description("Bytes of responses sent, heads included")
                .tags("tier", tier.label())
                .register(registry);
        Gauge.builder("perigee.requests.in.flight", inFlight, LongAdder::sum)
                .description("Requests that have begun and not ended")
                .tags("tier", tier.label())
                .register(registry);
    }

    private static OutcomeMeters meters(MeterRegistry registry, Tier tier, Outcome outcome) {
        List<Counter> requests = STATUS_CLASSES.stream()
                .map(status -> Counter.builder("perigee.requests")
                        .description("Requests that have ended")
                        .tags("tier", tier.label(), "outcome", outcome.name(), "status", status)
                        .register(registry))
                .toList();
        Timer time = Timer.builder("perigee.request")
                .description("From the request's first byte to the response's last")
                .tags("tier", tier.label(), "outcome", outcome.name())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        Timer firstByte = Timer.builder("perigee.request.first.byte")
                .description("From the request's first byte to the response's first")
                .tags("tier", tier.label(), "outcome", outcome.name())
                .register(registry);
        return new OutcomeMeters(requests, time, firstByte);
    }

    /** A request's head has come; exactly one {@link #ended} follows. */
    public void began() {
        inFlight.increment();
    }

    /**
     * A request has ended.
     *
     * @param status as sent, 0 if none was
     * @param bytesSent head and body of the response
     * @param nanos from the request's first byte to the response's last
     * @param nanosToFirstByte from the request's first byte to the response's first
     */
    public void ended(Outcome outcome, Reason reason, int status, long bytesSent, long nanos, long nanosToFirstByte) {
        inFlight.decrement();
        OutcomeMeters meters = Objects.requireNonNull(outcomes.get(outcome));
        meters.requests().get(statusClass(status)).increment();
        meters.time().record(nanos, TimeUnit.NANOSECONDS);
        meters.firstByte().record(nanosToFirstByte, TimeUnit.NANOSECONDS);
        Objects.requireNonNull(reasons.get(reason)).increment();
        bytes.increment((double) bytesSent);
    }

    /** As {@link #ended(Outcome, Reason, int, long, long, long)}, with what the record says. */
    public void ended(RequestRecord record) {
        RequestRecord.Response response = record.response();
        ended(
                record.outcome(),
                record.reason(),
                response.status(),
                response.bytes(),
                response.nanos(),
                response.nanosToFirstByte());
    }

    private static int statusClass(int status) {
        return status >= 100 && status < 600 ? status / 100 : 0;
    }
}
