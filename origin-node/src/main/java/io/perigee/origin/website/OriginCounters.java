package io.perigee.origin.website;

import io.perigee.origin.serving.Delivery;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the website endpoint was asked for since the node started. Thread-safe.
 *
 * <p>An answer is counted before its first byte leaves: whoever has it finds it counted.
 *
 * <p>Paths are counted one by one up to {@value #MAXIMUM_PATHS} different ones; later ones count in the totals only.
 */
public final class OriginCounters {

    /** Different paths that are told apart. */
    public static final int MAXIMUM_PATHS = 10_000;

    private final LongAdder fetches = new LongAdder();
    private final LongAdder notModified = new LongAdder();
    private final LongAdder bodyBytes = new LongAdder();
    private final ConcurrentMap<String, LongAdder> byPath = new ConcurrentHashMap<>();

    public OriginCounters() {}

    /** Requests that were answered or are being answered, of any method and outcome. */
    public long fetches() {
        return fetches.sum();
    }

    /** Requests for exactly this path, as it was sent, without the query. */
    public long fetches(String path) {
        LongAdder count = byPath.get(path);
        return count == null ? 0 : count.sum();
    }

    /** Requests for paths that start so. */
    public long fetchesUnder(String prefix) {
        return byPath.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }

    /** Answers 304. */
    public long notModified() {
        return notModified.sum();
    }

    /** Bytes of objects in the bodies of answers; an answer that a client breaks off counts whole. */
    public long bodyBytes() {
        return bodyBytes.sum();
    }

    void countFetch(String path) {
        fetches.increment();
        LongAdder known = byPath.get(path);
        if (known == null && byPath.size() < MAXIMUM_PATHS) {
            known = byPath.computeIfAbsent(path, ignored -> new LongAdder());
        }
        if (known != null) {
            known.increment();
        }
    }

    void countDelivery(Delivery delivery) {
        switch (delivery) {
            case Delivery.Sent sent -> bodyBytes.add(sent.bodyBytes());
            case Delivery.NotModified ignored -> notModified.increment();
            case Delivery.PreconditionFailed ignored -> {}
            case Delivery.RangeNotSatisfiable ignored -> {}
        }
    }
}
