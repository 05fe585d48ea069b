package io.perigee.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cluster.log.LogPosition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest implements LeaseTransport {

    private static final LogPosition FIVE = new LogPosition("log", 5);

    private long now;
    private long count;
    private final List<Long> written = new ArrayList<>();
    private final Deque<CompletableFuture<Void>> writes = new ArrayDeque<>();
    private final Deque<CompletableFuture<LogHead>> reads = new ArrayDeque<>();
    private final Lease lease = new Lease("edge", LeaseTerms.DEFAULT, FIVE, () -> now);
    private final LeaseKeeper keeper =
            new LeaseKeeper(lease, LeaseTerms.DEFAULT, this, Runnable::run, () -> now, head -> {});

    @Test
    void whatWasAppliedIsToldWithoutReadingTheHead() {
        takeLease();
        moveTo(6);
        assertThat(written).endsWith(6L);
        acknowledge();
        assertThat(reads).isEmpty();
    }

    @Test
    void tellingDoesNotRenew() {
        takeLease();
        pass(9);
        moveTo(6);
        acknowledge();
        pass(1);
        assertThat(lease.kept()).isFalse();
    }

    @Test
    void tellingDoesNotWaitForARenewal() {
        takeLease();
        keeper.renew();
        moveTo(6);
        assertThat(written).endsWith(5L, 6L);
    }

    @Test
    void whatIsAppliedWhileTellingIsToldOnceWhenThatHasEnded() {
        takeLease();
        moveTo(6);
        moveTo(7);
        moveTo(8);
        assertThat(written).endsWith(6L);
        acknowledge();
        assertThat(written).endsWith(6L, 8L);
        acknowledge();
        assertThat(writes).isEmpty();
    }

    @Test
    void tellingThatGetsNoAnswerHoldsUpTheNextForARenewalIntervalOnly() {
        takeLease();
        moveTo(6);
        pass(2);
        moveTo(7);
        assertThat(written).endsWith(6L, 7L);
    }

    @Test
    void aNodeWithoutALeaseRenewsWhenItHasAppliedSomething() {
        takeLease();
        pass(11);
        lease.headSeen(head(6), now);
        moveTo(6);
        acknowledge();
        reads.remove().complete(head(6));
        assertThat(lease.kept()).isTrue();
    }

    private void takeLease() {
        lease.headSeen(head(5), now);
        keeper.renew();
        acknowledge();
        reads.remove().complete(head(5));
        assertThat(lease.kept()).isTrue();
    }

    private void acknowledge() {
        writes.remove().complete(null);
    }

    private void moveTo(long sequence) {
        lease.moved(FIVE.at(sequence));
        keeper.tell();
    }

    private LogHead head(long sequence) {
        count += 2;
        return new LogHead(FIVE.at(sequence), Map.of("plane", count));
    }

    private void pass(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    @Override
    public CompletionStage<Void> write(LeaseRecord record) {
        written.add(record.applied().sequence());
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        writes.add(acknowledged);
        return acknowledged;
    }

    @Override
    public CompletionStage<LogHead> readHead() {
        CompletableFuture<LogHead> read = new CompletableFuture<>();
        reads.add(read);
        return read;
    }
}
