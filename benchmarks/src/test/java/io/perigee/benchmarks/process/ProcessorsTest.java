package io.perigee.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcessorsTest {

    @Test
    void serverAndLoadGetTheFirstAndTheLastThatAreAllowed() throws Exception {
        assertThat(Processors.of("Name:\tjava\nCpus_allowed_list:\t2-3,6\n")).isEqualTo(new Processors(2, 6));
    }

    @Test
    void aMachineWithOneProcessorIsRefusedWithTheReason() {
        assertThatThrownBy(() -> Processors.of("Cpus_allowed_list:\t0\n"))
                .isInstanceOf(UnsuitableMachineException.class)
                .hasMessage("Two processors are needed, one for the server and one for the load; there are 1");
    }
}
