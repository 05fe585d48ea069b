package io.perigee.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cluster.log.LogPosition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaseLedgerTest {

    private long now = Long.MAX_VALUE - 3;
    private LeaseLedger ledger = new LeaseLedger(LeaseTerms.DEFAULT, "log", true, () -> now);

    @Test
    void withNobodyThereTheHeadIsCompleted() {
        assertThat(look(7, Map.of())).isEqualTo(7);
    }

    @Test
    void theSlowestLiveNodeDecides() {
        assertThat(look(7, Map.of("a/1", record("a", 1, 7), "b/1", record("b", 1, 5))))
                .isEqualTo(5);
        Progress progress = ledger.progress(6);
        assertThat(progress.completed()).isFalse();
        assertThat(progress.applied()).containsExactly("a");
        assertThat(progress.lagging()).containsExactly("b");
    }

    @Test
    void aSilentNodeIsWaitedForALeaseAndAMarginAndNoLonger() {
        Map<String, LeaseRecord> silent = Map.of("a/1", record("a", 1, 5));
        look(6, silent);
        pass(10.9);
        assertThat(look(6, silent)).isEqualTo(5);
        pass(0.2);
        assertThat(look(6, silent)).isEqualTo(6);
        assertThat(ledger.dead(ledger.begin())).containsExactly("a/1");
    }

    @Test
    void aLookThatStoodStillHalfwayCountsTheTimeFromItsBeginning() {
        Map<String, LeaseRecord> read = Map.of("a/1", record("a", 1, 5));
        look(6, read);
        LeaseLedger.Look look = ledger.begin();
        pass(60);
        ledger.contacted(7, Map.of());
        assertThat(ledger.conclude(look, new LogPosition("log", 7), read))
                .as("six by the clock, seven not by the records")
                .isEqualTo(6);
    }

    @Test
    void whatHasBeenKnownForALeaseAndAMarginIsCompletedWhateverNodesSay() {
        look(6, Map.of("a/1", record("a", 1, 5)));
        pass(10.9);
        assertThat(look(7, Map.of("a/1", record("a", 2, 5)))).isEqualTo(5);
        pass(0.2);
        assertThat(look(7, Map.of("a/1", record("a", 3, 5)))).isEqualTo(6);
    }

    @Test
    void recordsSayNothingOfEntriesThatCameAfterTheOtherControlPlanesWereLookedFor() {
        ledger.contacted(6, Map.of());
        assertThat(ledger.conclude(ledger.begin(), new LogPosition("log", 7), Map.of()))
                .isEqualTo(6);
        ledger.contacted(7, Map.of());
        assertThat(ledger.conclude(ledger.begin(), new LogPosition("log", 7), Map.of()))
                .isEqualTo(7);
    }

    @Test
    void whileAControlPlaneIsApartOnlyTheClockCompletes() {
        assertThat(ledger.contacted(6, Map.of("other", 1L))).isEmpty();
        assertThat(conclude(6)).isZero();
        pass(6);
        assertThat(ledger.contacted(7, Map.of("other", 2L))).isEmpty();
        assertThat(conclude(7)).isZero();
        pass(5);
        assertThat(ledger.contacted(7, Map.of("other", 2L))).isEmpty();
        assertThat(conclude(7))
                .as("six has been known for a lease and a margin")
                .isEqualTo(6);
        pass(6);
        assertThat(ledger.contacted(8, Map.of("other", 2L))).containsExactly("other");
        assertThat(conclude(8)).as("the other is silent").isEqualTo(8);
    }

    @Test
    void aRecordThatDisappearedIsWaitedForAllTheSame() {
        look(6, Map.of("a/1", record("a", 1, 5)));
        pass(5);
        assertThat(look(6, Map.of())).isEqualTo(5);
        pass(6);
        assertThat(look(6, Map.of())).isEqualTo(6);
    }

    @Test
    void aNodeThatGaveItsLeaseUpIsNotWaitedFor() {
        look(6, Map.of("a/1", record("a", 1, 5)));
        LeaseRecord last = new LeaseRecord("a", 2, new LogPosition("log", 5), true);
        assertThat(look(6, Map.of("a/1", last))).isEqualTo(6);
        assertThat(ledger.dead(ledger.begin())).containsExactly("a/1");
    }

    @Test
    void aLateWriteOfAnOlderRecordNeitherHidesTheNewerOneNorMakesTheNodeLookSilent() {
        look(6, Map.of("a/1", record("a", 2, 6)));
        pass(10);
        assertThat(look(7, Map.of("a/1", record("a", 1, 3)))).isEqualTo(6);
        pass(10);
        assertThat(look(7, Map.of("a/1", record("a", 1, 3)))).isEqualTo(6);
    }

    @Test
    void eventsInTheWrongOrderDoNotTakeBackWhatANodeHasApplied() {
        look(6, Map.of("a/1", record("a", 1, 5)));
        assertThat(ledger.heard("a/1", record("a", 3, 6))).isTrue();
        assertThat(ledger.heard("a/1", record("a", 2, 5))).isTrue();
        assertThat(ledger.progress(6).applied()).containsExactly("a");
        assertThat(ledger.completed()).as("only a look concludes").isEqualTo(5);
    }

    @Test
    void aLedgerThatStartsInAnOldLogConcludesNothingUntilEveryLeaseFromBeforeHasRunOut() {
        ledger = new LeaseLedger(LeaseTerms.DEFAULT, "log", false, () -> now);
        assertThat(look(6, Map.of())).isZero();
        assertThat(ledger.progress(6).settling()).isTrue();
        assertThat(ledger.heard("a/1", record("a", 1, 6))).isFalse();
        pass(11);
        assertThat(look(6, Map.of("a/1", record("a", 2, 6)))).isEqualTo(6);
        assertThat(ledger.progress(6).settling()).isFalse();
    }

    @Test
    void aLossOfRecordsMakesItWaitAgainAndTakesNothingBack() {
        look(6, Map.of());
        ledger.settleAgain();
        pass(5);
        assertThat(look(7, Map.of())).isEqualTo(6);
        pass(6);
        assertThat(look(7, Map.of())).isEqualTo(7);
    }

    @Test
    void anotherLogsHeadConcludesNothingAndANodeInAnotherLogHasAppliedNothing() {
        assertThat(ledger.conclude(ledger.begin(), new LogPosition("other", 99), Map.of()))
                .isZero();
        LeaseRecord stranger = new LeaseRecord("a", 1, new LogPosition("other", 99), false);
        assertThat(look(6, Map.of("a/1", stranger))).isZero();
    }

    @Test
    void twoProcessesOfOneNodeLagIfEitherDoes() {
        look(6, Map.of("a/1", record("a", 1, 5), "a/2", record("a", 1, 6)));
        assertThat(ledger.progress(6).lagging()).containsExactly("a");
        assertThat(ledger.progress(6).applied()).isEmpty();
    }

    @Test
    void thoseWhoWaitAreToldWhenItIsReachedAndNoSooner() {
        Completions completions = new Completions();
        var five = completions.whenReached(5);
        var six = completions.whenReached(6);
        completions.reached(5);
        assertThat(five).isCompleted();
        assertThat(six).isNotDone();
        assertThat(completions.whenReached(4)).isCompleted();
        completions.close();
        assertThat(six).isCancelled();
        assertThat(completions.whenReached(7)).isCancelled();
        assertThat(completions.whenReached(5)).isCompleted();
    }

    private long look(long head, Map<String, LeaseRecord> records) {
        ledger.contacted(head, Map.of());
        return ledger.conclude(ledger.begin(), new LogPosition("log", head), records);
    }

    private long conclude(long head) {
        return ledger.conclude(ledger.begin(), new LogPosition("log", head), Map.of());
    }

    private static LeaseRecord record(String node, long number, long applied) {
        return new LeaseRecord(node, number, new LogPosition("log", applied), false);
    }

    private void pass(double seconds) {
        now += (long) (seconds * 1e9);
    }
}
