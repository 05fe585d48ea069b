package io.perigee.benchmarks.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class AppliedChangesTest {

    @Test
    void theMetricsSayHowManyAndHowLong() throws IOException {
        assertThat(AppliedChanges.of("""
                        # TYPE perigee_change_applied_seconds histogram
                        perigee_change_applied_seconds_bucket{le="0.005"} 2
                        perigee_change_applied_seconds_count 3
                        perigee_change_applied_seconds_sum 0.0215
                        """)).isEqualTo(new AppliedChanges(3, 0.0215));
    }

    @Test
    void metricsOfSomethingElseAreRefused() {
        assertThatThrownBy(() -> AppliedChanges.of("up 1\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("perigee_change_applied_seconds_count");
    }
}
