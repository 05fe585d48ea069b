package io.perigee.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.perigee.cluster.log.LogPosition;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final LogPosition FIVE = new LogPosition("log", 5);
    private static final LogPosition SIX = new LogPosition("log", 6);

    private long now = Long.MAX_VALUE - 3; // the clock's number wraps around in the middle of every test
    private long count;
    private final Lease lease = new Lease("edge", LeaseTerms.DEFAULT, FIVE, () -> now);

    @Test
    void aNodeThatHasNotReadTheHeadHasNoLeaseAndDoesNotAskForOne() {
        assertThat(lease.kept()).isFalse();
        assertThat(lease.renewal()).isEmpty();
        assertThat(lease.applied()).isEqualTo(5);
    }

    @Test
    void aRenewalCountsFromWhenItWasSent() {
        Renewal renewal = begin(FIVE);
        pass(4);
        lease.confirmed(renewal, read(FIVE));
        pass(5.9);
        assertThat(lease.kept()).isTrue();
        pass(0.1);
        assertThat(lease.kept()).isFalse();
    }

    @Test
    void aRenewalThatFoundAHeadTheNodeHasNotAppliedDoesNotMakeALease() {
        Renewal renewal = begin(FIVE);
        lease.confirmed(renewal, read(SIX));
        assertThat(lease.kept()).isFalse();
        assertThat(lease.renewal()).isEmpty();
        lease.moved(SIX);
        lease.confirmed(lease.renewal().orElseThrow(), read(SIX));
        assertThat(lease.kept()).isTrue();
    }

    @Test
    void aNodeThatFallsBehindKeepsItsLeaseUntilWhatItMissesMayBeALeaseOld() {
        lease.confirmed(begin(FIVE), read(FIVE));
        for (int i = 0; i < 4; i++) {
            pass(2);
            lease.confirmed(lease.renewal().orElseThrow(), read(SIX));
            assertThat(lease.kept()).isTrue();
        }
        pass(2);
        assertThat(lease.kept()).isFalse();
        assertThat(lease.renewal()).isEmpty();
        lease.moved(SIX);
        lease.confirmed(lease.renewal().orElseThrow(), read(SIX));
        assertThat(lease.kept()).isTrue();
    }

    @Test
    void aHeadThatNobodyBringsUpToTheDatabaseGivesNoLease() {
        LogHead old = read(FIVE);
        lease.headSeen(old, now);
        for (int i = 0; i < 3; i++) {
            pass(2);
            lease.confirmed(lease.renewal().orElseThrow(), old);
            assertThat(lease.kept()).isFalse();
        }
        lease.confirmed(lease.renewal().orElseThrow(), read(FIVE));
        assertThat(lease.kept()).isTrue();
    }

    @Test
    void aLeaseIsNotLongerThanTheHeadIsFresh() {
        lease.headSeen(read(FIVE), now);
        pass(6);
        lease.confirmed(lease.renewal().orElseThrow(), read(FIVE));
        pass(3.9);
        assertThat(lease.kept()).isTrue();
        pass(0.1);
        assertThat(lease.kept()).isFalse();
    }

    @Test
    void whatWasReadBeforeContactWasLostSaysNothingOfTheHeadAfterwards() {
        lease.headSeen(read(FIVE), now);
        lease.contactLost();
        lease.confirmed(lease.renewal().orElseThrow(), read(FIVE));
        assertThat(lease.kept()).isFalse();
        lease.confirmed(lease.renewal().orElseThrow(), read(FIVE));
        assertThat(lease.kept()).isTrue();
    }

    @Test
    void aHeadThatMovesOnDoesNotMakeANodeThatAppliesItInTimeLookStuck() {
        lease.confirmed(begin(FIVE), read(FIVE));
        for (int head = 7; head < 30; head++) {
            pass(2);
            Renewal renewal = lease.renewal().orElseThrow();
            lease.confirmed(renewal, read(FIVE.at(head)));
            lease.moved(FIVE.at(head - 1));
            // A node that has applied something says so at once.
            lease.confirmed(lease.renewal().orElseThrow(), read(FIVE.at(head)));
            assertThat(lease.kept()).isTrue();
        }
    }

    @Test
    void aRenewalThatWasSentInTimeButConfirmedTooLateDoesNotContinueALease() {
        lease.confirmed(begin(FIVE), read(FIVE));
        pass(9);
        Renewal late = lease.renewal().orElseThrow();
        pass(2);
        lease.confirmed(late, read(SIX));
        assertThat(lease.kept()).isFalse();
    }

    @Test
    void aRenewalThatComesBackAfterANewerOneDoesNotShortenTheLease() {
        Renewal slow = begin(FIVE);
        pass(3);
        lease.headSeen(read(FIVE), now);
        lease.confirmed(lease.renewal().orElseThrow(), read(FIVE));
        lease.confirmed(slow, read(FIVE));
        pass(9);
        assertThat(lease.kept()).isTrue();
    }

    @Test
    void aChangeOfLogOrAStepBackEndsTheLeaseAndWhateverIsUnderWay() {
        lease.confirmed(begin(FIVE), read(FIVE));
        Renewal underWay = lease.renewal().orElseThrow();
        lease.moved(new LogPosition("other", 9));
        assertThat(lease.kept()).isFalse();
        lease.confirmed(underWay, read(new LogPosition("other", 9)));
        assertThat(lease.kept()).isFalse();
        lease.confirmed(lease.renewal().orElseThrow(), read(new LogPosition("other", 9)));
        assertThat(lease.kept()).isTrue();
        lease.moved(new LogPosition("other", 8));
        assertThat(lease.kept()).isFalse();
        assertThat(lease.applied()).isEqualTo(8);
    }

    @Test
    void aLeaseThatIsGivenUpNeverComesBack() {
        Renewal renewal = begin(FIVE);
        lease.confirmed(renewal, read(FIVE));
        LeaseRecord last = lease.release().orElseThrow();
        assertThat(last.released()).isTrue();
        assertThat(last.number()).isGreaterThan(renewal.record().number());
        assertThat(lease.kept()).isFalse();
        lease.confirmed(renewal, read(FIVE));
        assertThat(lease.kept()).isFalse();
        assertThat(lease.renewal()).isEmpty();
    }

    @Test
    void aNodeThatNeverAskedHasNothingToGiveUp() {
        assertThat(lease.release()).isEmpty();
    }

    @Test
    void termsThatCannotKeepThePromiseAreRefused() {
        Duration ten = Duration.ofSeconds(10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LeaseTerms(ten, Duration.ofSeconds(4), ten))
                .withMessageContaining("at most a third");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LeaseTerms(ten, Duration.ofSeconds(1), Duration.ofMillis(499)))
                .withMessageContaining("at least a twentieth");
        assertThatIllegalArgumentException().isThrownBy(() -> new LeaseTerms(Duration.ZERO, ten, ten));
        assertThatIllegalArgumentException().isThrownBy(() -> new LeaseTerms(ten, Duration.ZERO, ten));
    }

    private Renewal begin(LogPosition head) {
        lease.headSeen(read(head), now);
        return lease.renewal().orElseThrow();
    }

    /** The head as it is read after the database was asked twice since it was read last. */
    private LogHead read(LogPosition head) {
        count += 2;
        return new LogHead(head, Map.of("plane", count));
    }

    private void pass(double seconds) {
        now += (long) (seconds * 1e9);
    }
}
