package io.perigee.functions.javascript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ComputeAllowanceProperties {
    private static final long MICRO = 1_000;
    private static final long BURST = 1_000_000 * MICRO;

    /** However calls and pauses come, what is computed beyond the average is bounded: by the burst, one call, and a hundredth of the time. */
    @Property
    void noFunctionComputesMoreThanItsShare(
            @ForAll @Size(max = 400) List<@IntRange(min = 0, max = 60_000) Integer> micros,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 0, max = 2_000_000) Integer> pauses) {
        ComputeAllowance allowance = new ComputeAllowance(0);
        long now = 0;
        long beyond = 0;
        long longest = 0;
        for (int i = 0; i < micros.size(); i++) {
            now += pauses.get(i % pauses.size()) * MICRO;
            if (allowance.admits(now)) {
                long used = micros.get(i) * MICRO;
                now += used;
                allowance.charge(used, now);
                beyond += used - ComputeAllowance.PER_CALL.toNanos();
                longest = Math.max(longest, used);
            }
        }
        assertThat(beyond).isLessThanOrEqualTo(BURST + longest + now / 100);
    }
}
