package io.perigee.functions.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitsTest {

    @Test
    void nodesShareEquallyAndNoReservationIsLost() {
        ConcurrencyLimits limits = new ConcurrencyLimits(1000, Map.of("a", 100, "b", 1));

        assertThat(limits.share(1)).isEqualTo(limits);
        assertThat(limits.share(3)).isEqualTo(new ConcurrencyLimits(334, Map.of("a", 34, "b", 1)));
        assertThat(limits.share(4000)).isEqualTo(new ConcurrencyLimits(2, Map.of("a", 1, "b", 1)));
        assertThat(limits.share(1).unreserved()).isEqualTo(899);
    }

    @Test
    void moreThanThereIsCannotBeReserved() {
        assertThatThrownBy(() -> new ConcurrencyLimits(10, Map.of("a", 8, "b", 3)))
                .hasMessage("reserved is 11 in all, expected no more than account, 10");
        assertThatThrownBy(() -> new ConcurrencyLimits(0, Map.of())).hasMessage("account is 0, expected 1 or more");
        assertThatThrownBy(() -> new ConcurrencyLimits(10, Map.of("a", -1)))
                .hasMessage("reserved.a is -1, expected 0 or more");
    }
}
