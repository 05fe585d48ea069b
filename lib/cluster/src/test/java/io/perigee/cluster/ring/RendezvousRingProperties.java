package io.perigee.cluster.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;

class RendezvousRingProperties {

    private static final int KEYS = 4_000;

    @Property(tries = 60)
    void aNodeThatJoinsTakesOnlyItsOwnShare(
            @ForAll @Size(min = 1, max = 12) @UniqueElements
                    List<@AlphaChars @StringLength(min = 1, max = 12) String> ids,
            @ForAll @NumericChars @StringLength(min = 1, max = 8) String joiner) {
        List<String> more = new ArrayList<>(ids);
        more.add(joiner);
        var before = RendezvousRing.of(ids, Function.identity());
        var after = RendezvousRing.of(more, Function.identity());
        int moved = 0;
        for (int i = 0; i < KEYS; i++) {
            String owner = after.owner(key(i)).orElseThrow();
            if (!owner.equals(before.owner(key(i)).orElseThrow())) {
                assertThat(owner).isEqualTo(joiner);
                moved++;
            }
        }
        assertThat((double) moved / KEYS).isCloseTo(1.0 / more.size(), within(0.05));
    }

    @Property(tries = 60)
    void theKeysOfANodeThatLeavesGoToTheNodesThatWereNextForThem(
            @ForAll @Size(min = 2, max = 12) @UniqueElements
                    List<@AlphaChars @StringLength(min = 1, max = 12) String> ids) {
        var before = RendezvousRing.of(ids, Function.identity());
        var after = RendezvousRing.of(ids.subList(1, ids.size()), Function.identity());
        for (int i = 0; i < KEYS; i++) {
            List<String> owners = before.owners(key(i), 2);
            String expected = owners.get(0).equals(ids.get(0)) ? owners.get(1) : owners.get(0);
            assertThat(after.owner(key(i))).contains(expected);
        }
    }

    @Property(tries = 60)
    void sharesAreBalanced(@ForAll @IntRange(min = 1, max = 20) int size) {
        var ring = RendezvousRing.of(
                IntStream.range(0, size).mapToObj(i -> "regional-" + i).toList(), Function.identity());
        Map<String, Integer> shares = shares(ring, 20_000);
        double fair = 20_000.0 / size;
        // Six standard deviations of a fair draw.
        double deviation = 6 * Math.sqrt(20_000.0 * (1.0 / size) * (1 - 1.0 / size));
        assertThat(shares)
                .hasSize(size)
                .allSatisfy((id, share) -> assertThat((double) share).isCloseTo(fair, within(deviation + 0.5)));
    }

    @Property(tries = 20)
    void aNodeOfTwiceTheWeightOwnsTwiceAsMuch(@ForAll @IntRange(min = 2, max = 9) int size) {
        var ring = RendezvousRing.of(
                IntStream.range(0, size).mapToObj(i -> "n" + i).toList(),
                Function.identity(),
                id -> id.equals("n0") ? 2 : 1);
        double share = shares(ring, 20_000).getOrDefault("n0", 0) / 20_000.0;
        assertThat(share).isCloseTo(2.0 / (size + 1), within(0.025));
    }

    @Property(tries = 60)
    void theOrderInWhichNodesAreListedHasNoEffectAndOwnersAreDistinct(
            @ForAll @Size(min = 1, max = 12) @UniqueElements
                    List<@AlphaChars @StringLength(min = 1, max = 12) String> ids,
            @ForAll long seed,
            @ForAll String key) {
        List<String> shuffled = new ArrayList<>(ids);
        Collections.shuffle(shuffled, new Random(seed));
        var one = RendezvousRing.of(ids, Function.identity());
        var other = RendezvousRing.of(shuffled, Function.identity());
        assertThat(one.owners(key, 99)).isEqualTo(other.owners(key, 99)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(one.owner(key)).contains(one.owners(key, 1).get(0));
        assertThat(one.owner(RendezvousRing.hash(key))).isEqualTo(other.owner(key));
    }

    private static Map<String, Integer> shares(RendezvousRing<String> ring, int keys) {
        Map<String, Integer> shares = new HashMap<>();
        for (int i = 0; i < keys; i++) {
            shares.merge(ring.owner(key(i)).orElseThrow(), 1, Integer::sum);
        }
        return shares;
    }

    private static String key(int i) {
        return "https://example.com/img/" + i + ".jpg";
    }
}
