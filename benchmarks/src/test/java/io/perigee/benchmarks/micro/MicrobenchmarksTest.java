package io.perigee.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** They still run; nothing here is timed. */
class MicrobenchmarksTest {

    @Test
    void everyBenchmarkRuns() throws Exception {
        assertThat(Microbenchmarks.runOnce()).isGreaterThanOrEqualTo(10);
    }

    @Test
    void memoryOfObjectsIsMeasured() {
        ObjectMemory memory = ObjectMemory.measure(1000);

        assertThat(memory.objects()).isEqualTo(1000);
        assertThat(memory.accountedBytes()).isPositive();
    }

    @Test
    void whatAHitAllocatesIsMeasured() throws Exception {
        assertThat(HitAllocation.measure(100).bytesPerHit()).isPositive();
    }
}
