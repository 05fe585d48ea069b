package io.perigee.cluster.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RendezvousRingTest {

    @Test
    void aRingOfNobodyHasNoOwner() {
        RendezvousRing<String> empty = RendezvousRing.of(List.of(), Function.identity());
        assertThat(empty.owner("/a")).isEmpty();
        assertThat(empty.owners("/a", 3)).isEmpty();
    }

    @Test
    void twoNodesOfOneIdAndWeightsThatAreNotPositiveAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RendezvousRing.of(List.of("a", "a"), Function.identity()))
                .withMessageContaining("two nodes have the id a");
        for (double weight : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RendezvousRing.of(List.of("a"), Function.identity(), id -> weight));
        }
    }

    /** Nodes of different versions form one ring: these values may never change. */
    @Test
    void hashesAreTheSameInEveryVersion() {
        assertThat(RendezvousRing.hash("")).isEqualTo(-2152535657050944081L);
        assertThat(RendezvousRing.hash("https://example.com/")).isEqualTo(7075209000844510679L);
    }
}
