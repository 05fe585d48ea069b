package io.perigee.observability.traffic;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How often each of some names was counted. Immutable, and small: a control plane keeps hundreds of thousands. In JSON an object with a number for
 * each name.
 */
public final class Tally {

    public static final Tally EMPTY = new Tally(new String[0], new long[0]);

    private final String[] names;
    private final long[] counts;

    private Tally(String[] names, long[] counts) {
        this.names = names;
        this.counts = counts;
    }

    /**
     * The tally of these counts.
     *
     * @param counts whatever is not above 0 is left out
     */
    @JsonCreator
    public static Tally of(Map<String, Long> counts) {
        TreeMap<String, Long> sorted = new TreeMap<>();
        counts.forEach((name, count) -> {
            if (count != null && count > 0) {
                // There are few names, and each comes again and again from every node.
                sorted.put(name.intern(), count);
            }
        });
        return sorted.isEmpty()
                ? EMPTY
                : new Tally(
                        sorted.keySet().toArray(String[]::new),
                        sorted.values().stream().mapToLong(Long::longValue).toArray());
    }

    @JsonValue
    public Map<String, Long> toMap() {
        Map<String, Long> map = new LinkedHashMap<>();
        forEach(map::put);
        return map;
    }

    /** In the names' order. */
    public void forEach(ObjLongConsumer<String> each) {
        for (int i = 0; i < names.length; i++) {
            each.accept(names[i], counts[i]);
        }
    }

    /** How many names were counted. */
    public int size() {
        return names.length;
    }

    /** The count of a name, 0 where it was not counted. */
    public long get(String name) {
        int at = Arrays.binarySearch(names, name);
        return at < 0 ? 0 : counts[at];
    }

    public long total() {
        return Arrays.stream(counts).sum();
    }

    /** The sum of the counts of these names. */
    public long total(Predicate<String> wanted) {
        long sum = 0;
        for (int i = 0; i < names.length; i++) {
            if (wanted.test(names[i])) {
                sum += counts[i];
            }
        }
        return sum;
    }

    public Tally plus(Tally other) {
        if (other.names.length == 0) {
            return this;
        }
        if (names.length == 0) {
            return other;
        }
        Map<String, Long> sum = toMap();
        other.forEach((name, count) -> sum.merge(name, count, Long::sum));
        return of(sum);
    }

    /** The sum of many. */
    public static Tally sum(Stream<Tally> tallies) {
        Map<String, Long> sum = new LinkedHashMap<>();
        tallies.forEach(each -> each.forEach((name, count) -> sum.merge(name, count, Long::sum)));
        return of(sum);
    }

    /** The highest counts, the highest first; of equal ones that of the earlier name. */
    public List<Map.Entry<String, Long>> top(int most) {
        return IntStream.range(0, names.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(i -> -counts[i]).thenComparing(i -> names[i]))
                .limit(most)
                .map(i -> Map.entry(names[i], counts[i]))
                .toList();
    }

    /** Only the highest counts. */
    public Tally most(int most) {
        if (names.length <= most) {
            return this;
        }
        Map<String, Long> kept = new LinkedHashMap<>();
        top(most).forEach(each -> kept.put(each.getKey(), each.getValue()));
        return of(kept);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tally that && Arrays.equals(names, that.names) && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(names), Arrays.hashCode(counts));
    }

    @Override
    public String toString() {
        return toMap().toString();
    }
}
