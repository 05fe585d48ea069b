package io.perigee.cache;

import io.perigee.httpcaching.VaryKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The fetches under way, of objects and of slices: those that others may join, by what they are for, and all of them. */
final class Flights {
    private final ConcurrentMap<Slot, Flight> open = new ConcurrentHashMap<>();
    private final ConcurrentMap<CacheKey, SliceFlight> openSlices = new ConcurrentHashMap<>();
    private final Set<Underway> all = ConcurrentHashMap.newKeySet();
    private final Set<SharedBody> bodies = ConcurrentHashMap.newKeySet();

    /** What a fetch is for: the key, and the request's values of the fields that responses under it are known to vary by. */
    record Slot(CacheKey key, VaryKey variant) {}

    /** A fetch whose response may turn out to be covered by a mark that is newer than its start. */
    interface Underway {
        Stamp stamp();
    }

    @Nullable
    Flight get(Slot slot) {
        return open.get(slot);
    }

    /** Lets others join {@code next} where they would have joined {@code present}; false when that is not what is there. */
    boolean replace(Slot slot, @Nullable Flight present, Flight next) {
        return present == null ? open.putIfAbsent(slot, next) == null : open.replace(slot, present, next);
    }

    /** Lets no one join it any more. */
    void close(Flight flight) {
        open.remove(flight.slot(), flight);
    }

    @Nullable
    SliceFlight get(CacheKey slice) {
        return openSlices.get(slice);
    }

    /** As {@link #replace(Slot, Flight, Flight)}. */
    boolean replace(CacheKey slice, @Nullable SliceFlight present, SliceFlight next) {
        return present == null ? openSlices.putIfAbsent(slice, next) == null : openSlices.replace(slice, present, next);
    }

    /** Lets no one join it any more. */
    void close(SliceFlight flight) {
        openSlices.remove(flight.key(), flight);
    }

    void began(Underway flight) {
        all.add(flight);
    }

    void ended(SliceFlight flight) {
        close(flight);
        all.remove(flight);
    }

    void ended(Flight flight) {
        close(flight);
        all.remove(flight);
    }

    void began(SharedBody body) {
        bodies.add(body);
    }

    void ended(SharedBody body) {
        bodies.remove(body);
    }

    int size() {
        return open.size() + openSlices.size();
    }

    /** No later than any fetch under way. */
    void lowerToOldest(Oldest oldest) {
        all.forEach(flight -> oldest.include(flight.stamp()));
    }

    void cancelBodies(Throwable why) {
        bodies.forEach(body -> body.cancel(why));
    }

    /** The least of several stamps. */
    static final class Oldest {
        private long sequence;
        private long local;
        private long validated;

        Oldest(Stamp atMost) {
            sequence = atMost.sequence();
            local = atMost.local();
            validated = atMost.validated();
        }

        void include(Stamp stamp) {
            sequence = Math.min(sequence, stamp.sequence());
            local = Math.min(local, stamp.local());
            validated = Math.min(validated, stamp.validated());
        }

        Stamp stamp() {
            return new Stamp(sequence, local, validated);
        }
    }
}
