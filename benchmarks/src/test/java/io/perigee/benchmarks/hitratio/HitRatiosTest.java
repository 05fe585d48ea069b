package io.perigee.benchmarks.hitratio;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.benchmarks.cached.LocalCache.Count;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HitRatiosTest {

    @Test
    void lruForgetsWhatWasNotAskedForTheLongest() {
        Workload workload = new Workload("abcabda", new int[] {0, 1, 2, 0, 1, 3, 0}, new int[] {10, 10, 10, 10});

        assertThat(new Lru().run(workload, 20, 0)).isEqualTo(new Count(0, 0));
        assertThat(new Lru().run(workload, 30, 0)).isEqualTo(new Count(3, 30));
    }

    @Test
    void lruCountsWhatAnObjectTakesBesideItsBody() {
        Workload workload = new Workload("aba", new int[] {0, 1, 0}, new int[] {10, 10});

        assertThat(new Lru().run(workload, 20, 0).hits()).isEqualTo(1);
        assertThat(new Lru().run(workload, 20, 1).hits()).isZero();
    }

    @Test
    void theOfflineBoundTakesTheHitsThatKeepTheFewestBytesTheShortest() {
        // Object 0 is large and asked for again at once; object 1 is small and asked for much later.
        Workload workload = new Workload("", new int[] {1, 0, 0, 2, 1}, new int[] {100, 10, 10});

        assertThat(new OfflineBound().run(workload, 10, 0)).isEqualTo(new Count(1, 10));
        assertThat(new OfflineBound().run(workload, 100, 0)).isEqualTo(new Count(2, 110));
    }

    @Test
    void noPolicyExceedsTheOfflineBoundAndTheMemoryTierBeatsLruOnZipf() {
        Workload workload = ZipfWorkload.of(20_000, 4_000, 0.9);

        var requests = HitRatios.measure(List.of(workload), doing -> {}).stream()
                .filter(row -> row.part() == 0.1)
                .collect(Collectors.toMap(HitRatios.Row::policy, HitRatios.Row::requests));

        assertThat(requests.get("Perigee"))
                .isGreaterThan(requests.get("LRU"))
                .isLessThan(requests.get("offline-bound"));
    }

    @Test
    void aRecordingWithSizesIsReadLineByLine() throws IOException {
        String trace = "1 7 100\n2 9 50\n3 7 120\n";

        Workload workload =
                RecordedTraces.sized("recorded", new ByteArrayInputStream(trace.getBytes(StandardCharsets.US_ASCII)));

        assertThat(workload.objects()).containsExactly(0, 1, 0);
        assertThat(workload.sizes()).containsExactly(120, 50);
    }

    @Test
    void aRecordingWithoutSizesGetsThemFromItsObjects() throws IOException {
        byte[] trace =
                ByteBuffer.allocate(24).putLong(-5).putLong(8).putLong(-5).array();

        Workload workload = RecordedTraces.unsized("recorded", new ByteArrayInputStream(trace));

        assertThat(workload.objects()).containsExactly(0, 1, 0);
        assertThat(workload.sizes()).hasSize(2).doesNotContain(0);
    }
}
