package io.perigee.demo.nemesis;

import io.perigee.demo.nemesis.RecordedRun.Delivery;
import io.perigee.demo.nemesis.RecordedRun.Fetch;
import io.perigee.demo.nemesis.RecordedRun.Invalidation;
import io.perigee.demo.nemesis.RecordedRun.Outage;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What all parties write down while a run goes on. Thread-safe. */
final class History {

    private final Queue<Fetch> fetches = new ConcurrentLinkedQueue<>();
    private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
    private final Map<String, Invalidation> invalidations = new ConcurrentHashMap<>();
    private final Queue<Outage> outages = new ConcurrentLinkedQueue<>();
    private final Map<List<String>, Delivery> last = new ConcurrentHashMap<>();
    private final Map<List<String>, Delivery> lastHits = new ConcurrentHashMap<>();
    private final AtomicLong lastCompleted = new AtomicLong(Long.MIN_VALUE);
    private final Map<String, AtomicLong> refusals = new ConcurrentHashMap<>();

    static long now() {
        return System.nanoTime();
    }

    void fetched(Fetch fetch) {
        fetches.add(fetch);
    }

    void delivered(Delivery delivery) {
        deliveries.add(delivery);
        List<String> place = List.of(delivery.edge(), delivery.path());
        last.merge(place, delivery, History::later);
        if (delivery.hit()) {
            lastHits.merge(place, delivery, History::later);
        }
    }

    /** A viewer got something else than the content, or nothing. */
    void refused(Throwable why) {
        refusals.computeIfAbsent(String.valueOf(why.getMessage()), first -> new AtomicLong())
                .incrementAndGet();
    }

    /** An invalidation was acknowledged, or more is known of it. */
    void invalidated(Invalidation invalidation) {
        invalidations.put(invalidation.id(), invalidation);
        if (invalidation.completedAt().isPresent()) {
            lastCompleted.accumulateAndGet(invalidation.sentAt(), Math::max);
        }
    }

    /** Whether an invalidation that was sent after {@code instant} has been completed. */
    boolean completedSince(long instant) {
        return lastCompleted.get() > instant;
    }

    void failed(Outage outage) {
        outages.add(outage);
    }

    /** What viewers got instead of content, and how often. */
    Map<String, AtomicLong> refusals() {
        return refusals;
    }

    List<Invalidation> invalidations() {
        return List.copyOf(invalidations.values());
    }

    /** Whether the edge has answered a request for the path that began after {@code instant} out of its cache. */
    boolean hitSince(String edge, String path, long instant) {
        return isSince(lastHits.get(List.of(edge, path)), instant);
    }

    /** Whether the edge has answered a request for the path that began after {@code instant}. */
    boolean deliveredSince(String edge, String path, long instant) {
        return isSince(last.get(List.of(edge, path)), instant);
    }

    private static boolean isSince(@Nullable Delivery delivery, long instant) {
        return delivery != null && delivery.startedAt() > instant;
    }

    private static Delivery later(Delivery one, Delivery other) {
        return one.startedAt() > other.startedAt() ? one : other;
    }

    RecordedRun recorded(Set<String> edges, Set<String> paths) {
        return new RecordedRun(
                List.copyOf(fetches), List.copyOf(deliveries), invalidations(), List.copyOf(outages), edges, paths);
    }
}
