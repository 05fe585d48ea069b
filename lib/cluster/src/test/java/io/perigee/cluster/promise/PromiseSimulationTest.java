package io.perigee.cluster.promise;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.perigee.cluster.log.LogFollower;
import io.perigee.cluster.promise.PromiseSimulation.Fault;
import io.perigee.cluster.promise.PromiseSimulation.PromiseBroken;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * The promise, attacked: whenever a control plane says that entry N is completed, every node that would serve from cache
 * has applied N. A failure prints its seed; {@code -Dpromise.seed=} repeats it, {@code -Dpromise.runs=} sets how many.
 */
class PromiseSimulationTest {

    private static final long RUNS = Long.getLong("promise.runs", 400);

    @BeforeAll
    static void expectFailures() {
        ((Logger) LoggerFactory.getLogger(LogFollower.class)).setLevel(Level.OFF);
    }

    @Test
    void aNodeThatServesFromCacheHasAppliedAllThatWasCompleted() {
        Long only = Long.getLong("promise.seed");
        long first = only != null ? only : System.nanoTime();
        long checks = 0;
        for (long seed = first; seed < first + (only != null ? 1 : RUNS); seed++) {
            checks += new PromiseSimulation(seed, Fault.NONE).run();
        }
        System.out.println("promise simulation: seeds from " + first + ", " + checks + " checks of a serving node");
        assertThat(checks).isPositive();
    }

    @Test
    void theSimulationNoticesAControlPlaneThatDoesNotWaitAtItsStart() {
        assertThat(aSeedBreaksThePromise(Fault.NO_WAIT_AT_START, 0)).isTrue();
    }

    @Test
    void theSimulationNoticesAControlPlaneThatWaitsForLessThanALease() {
        assertThat(aSeedBreaksThePromise(Fault.TOO_SHORT_A_WAIT, 0)).isTrue();
    }

    @Test
    void theSimulationNoticesAControlPlaneThatOverlooksAnotherOneThatIsApart() {
        assertThat(aSeedBreaksThePromise(Fault.APART_UNNOTICED, 400)).isTrue();
    }

    @Test
    void theSimulationNoticesAControlPlaneThatDoesNotAskTheDatabaseBeforeItSaysSo() {
        assertThat(aSeedBreaksThePromise(Fault.HEADS_UNCHECKED, 0)).isTrue();
    }

    /** The rarer ones are looked for near a seed that is known to find them. */
    private static boolean aSeedBreaksThePromise(Fault fault, long from) {
        for (long seed = from; seed < from + 5_000; seed++) {
            try {
                new PromiseSimulation(seed, fault).run();
            } catch (PromiseBroken broken) {
                System.out.println("promise simulation: " + fault + " noticed: " + broken.getMessage());
                return true;
            }
        }
        return false;
    }
}
