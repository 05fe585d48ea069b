package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The marks against a list that is searched from end to end. */
class InvalidationMarksProperties {
    record Mark(String namespace, String path, boolean tag) {}

    private static final class Naive {
        private final List<Mark> marks = new ArrayList<>();

        long newestCovering(CacheKey key, List<String> tags) {
            for (int i = marks.size(); i > 0; i--) {
                Mark mark = marks.get(i - 1);
                if (mark.namespace.equals(key.namespace()) && covers(mark, key.path(), tags)) {
                    return i;
                }
            }
            return 0;
        }

        private static boolean covers(Mark mark, String path, List<String> tags) {
            if (mark.tag) {
                return tags.contains(mark.path);
            }
            return mark.path.endsWith("*")
                    ? path.startsWith(mark.path.substring(0, mark.path.length() - 1))
                    : path.equals(mark.path);
        }
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.strings().withChars("ab/é?").ofMaxLength(6).map(rest -> "/" + rest);
    }

    @Provide
    Arbitrary<Mark> marks() {
        Arbitrary<String> namespaces = Arbitraries.of("d1", "d2");
        Arbitrary<Mark> exact =
                Combinators.combine(namespaces, paths()).as((name, path) -> new Mark(name, path, false));
        Arbitrary<Mark> prefix =
                Combinators.combine(namespaces, paths()).as((name, path) -> new Mark(name, path + "*", false));
        Arbitrary<Mark> tag = Combinators.combine(namespaces, Arbitraries.of("red", "blue"))
                .as((name, each) -> new Mark(name, each, true));
        return Arbitraries.oneOf(exact, prefix, tag);
    }

    @Property
    void theNewestCoveringMarkIsFound(@ForAll("markLists") List<Mark> marks, @ForAll("paths") String path) {
        Naive naive = new Naive();
        InvalidationMarks tested = new InvalidationMarks();
        CacheKey key = new CacheKey("d1", path, "");
        for (Mark mark : marks) {
            add(naive, tested, mark);
            for (List<String> tags : List.of(List.<String>of(), List.of("red"), List.of("blue", "red"))) {
                long expected = naive.newestCovering(key, tags);
                assertThat(tested.newestCovering(key, tags)).isEqualTo(expected);
                for (long sequence = 0; sequence <= marks.size(); sequence++) {
                    assertThat(tested.covers(key, tags, sequence)).isEqualTo(sequence < expected);
                }
            }
        }
    }

    @Property
    void droppingMarksNeverBringsAnythingBackToLife(
            @ForAll("markLists") List<Mark> marks, @ForAll("paths") String path, @ForAll("floors") int floor) {
        Naive naive = new Naive();
        InvalidationMarks tested = new InvalidationMarks();
        marks.forEach(mark -> add(naive, tested, mark));
        int dropped = Math.min(floor, marks.size());
        tested.dropThrough(dropped);
        CacheKey key = new CacheKey("d1", path, "");
        for (long sequence = 0; sequence <= marks.size(); sequence++) {
            boolean dead = sequence < naive.newestCovering(key, List.of());
            assertThat(tested.covers(key, List.of(), sequence)).isEqualTo(dead || sequence < dropped);
        }
        assertThat(tested.size()).isLessThanOrEqualTo(marks.size() - dropped);
    }

    @Provide
    Arbitrary<List<Mark>> markLists() {
        return marks().list().ofMaxSize(30);
    }

    @Provide
    Arbitrary<Integer> floors() {
        return Arbitraries.integers().between(0, 30);
    }

    private static void add(Naive naive, InvalidationMarks tested, Mark mark) {
        naive.marks.add(mark);
        long sequence = naive.marks.size();
        if (mark.tag) {
            tested.addTag(mark.namespace, mark.path, sequence);
        } else {
            tested.addPath(mark.namespace, mark.path, sequence);
        }
    }
}
