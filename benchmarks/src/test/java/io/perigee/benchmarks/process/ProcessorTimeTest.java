package io.perigee.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {

    @Test
    void userAndSystemTimeOfAProcessAndItsEndedChildrenAreSummed() {
        String stat = "4242 (nginx) S 1 4242 4242 0 -1 4194560 100 0 0 0 250 50 7 3 20 0 1 0 100 0 0";

        assertThat(ProcessorTime.micros(stat)).isEqualTo((250 + 50 + 7 + 3) * 10_000L);
    }

    @Test
    void aNameWithSpacesAndParenthesesDoesNotShiftTheFields() {
        String stat = "4242 (a) b (c d) R 1 4242 4242 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 100 0 0";

        assertThat(ProcessorTime.micros(stat)).isEqualTo(30_000);
    }

    @Test
    void anythingElseIsRefusedWithWhatItWas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessorTime.micros("4242 (nginx) S 1"))
                .withMessageContaining("4242 (nginx) S 1");
    }

    @Test
    void thisProcessHasUsedSome() {
        assertThat(ProcessorTime.microsOf(List.of(ProcessHandle.current()))).isPositive();
    }
}
