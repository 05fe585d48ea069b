package io.perigee.httpcaching;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TtlBoundsTest {
    @Test
    void refusesBoundsThatContradictEachOther() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TtlBounds(10, 0, 5, false))
                .withMessage("minimum TTL 10 is greater than maximum TTL 5");
        assertThatIllegalArgumentException().isThrownBy(() -> new TtlBounds(-1, 0, 5, false));
        assertThatIllegalArgumentException().isThrownBy(() -> new TtlBounds(0, 0, TtlBounds.UNBOUNDED + 1, false));
    }
}
