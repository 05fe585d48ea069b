package io.perigee.benchmarks.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandstillsTest {

    @Test
    void theTotalOfEachSafepointIsRead(@TempDir Path folder) throws IOException {
        Path log = Files.writeString(folder.resolve("7.log"), """
                Safepoint "G1CollectForAllocation", Time since last: 92145000 ns, Reaching safepoint: 21000 ns, At safepoint: 3012000 ns, Leaving safepoint: 4000 ns, Total: 3037000 ns, Threads: 2 runnable, 40 total
                Safepoint "ICBufferFull", Time since last: 57044 ns, Reaching safepoint:   5870 ns, Cleanup: 1000 ns, At safepoint:   2110 ns, Total:     8980 ns
                """);
        assertThat(new Standstills(log).soFar()).containsExactly(3_037_000L, 8_980L);
    }
}
