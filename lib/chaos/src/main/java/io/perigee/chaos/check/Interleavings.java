package io.perigee.chaos.check;

import io.perigee.chaos.history.Event.Answered;
import io.perigee.chaos.history.Event.Faulted;
import io.perigee.chaos.history.Event.Invalidated;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** How much a run has tried: a measure of its worth. */
final class Interleavings {

    /** Spans of time, of which those that overlap another are counted without looking at each. */
    private static final class Spans {

        private final long[] starts;
        private final long[] ends;

        private Spans(long[] starts, long[] ends) {
            this.starts = starts;
            this.ends = ends;
        }

        static <T> Spans of(Stream<T> all, ToLongFunction<T> start, ToLongFunction<T> end) {
            var spans = all.toList();
            return new Spans(
                    spans.stream().mapToLong(start).sorted().toArray(),
                    spans.stream().mapToLong(end).sorted().toArray());
        }

        long overlapping(long from, long to) {
            return below(starts, to + 1) - below(ends, from);
        }

        private static long below(long[] sorted, long limit) {
            int at = Arrays.binarySearch(sorted, limit);
            if (at < 0) {
                return -(at + 1L);
            }
            while (at > 0 && sorted[at - 1] == limit) {
                at--;
            }
            return at;
        }
    }

    private Interleavings() {}

    /** The number of different (fault, invalidation, request of a path that it covers) that met in time. */
    static long count(Recorded run) {
        Spans faults = Spans.of(run.faults().stream(), Faulted::from, Faulted::until);
        Map<String, Spans> invalidations = new HashMap<>();
        long count = 0;
        for (Answered answer : run.answers()) {
            Spans covering = invalidations.computeIfAbsent(answer.path(), path -> covering(run, path));
            count += covering.overlapping(answer.startedAt(), answer.endedAt())
                    * faults.overlapping(answer.startedAt(), answer.endedAt());
        }
        return count;
    }

    private static Spans covering(Recorded run, String path) {
        return Spans.of(
                run.invalidations().stream().filter(each -> each.covers(path)),
                Invalidated::sentAt,
                each -> each.completedAt().orElse(Long.MAX_VALUE - 1));
    }
}
