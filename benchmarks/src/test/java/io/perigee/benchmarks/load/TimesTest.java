package io.perigee.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimesTest {

    @Test
    void aShareIsWhatThatManyStayWithin() {
        Times times = new Times(
                LongStream.rangeClosed(1, 1000).map(i -> (1001 - i) * 1_000_000).toArray());

        assertThat(times.count()).isEqualTo(1000);
        assertThat(times.millis(0.5)).isEqualTo(500);
        assertThat(times.millis(0.99)).isEqualTo(990);
        assertThat(times.millis(0.999)).isEqualTo(999);
        assertThat(times.millis(1)).isEqualTo(1000);
    }

    @Test
    void oneTimeIsEveryShare() {
        Times times = new Times(new long[] {3_000_000});

        assertThat(times.millis(0)).isEqualTo(3);
        assertThat(times.millis(0.999)).isEqualTo(3);
    }

    @Test
    void nothingMeasuredHasNoShares() {
        assertThatThrownBy(() -> new Times(new long[0])).hasMessage("nothing was measured");
    }
}
