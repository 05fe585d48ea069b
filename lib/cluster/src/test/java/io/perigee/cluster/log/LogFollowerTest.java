package io.perigee.cluster.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class LogFollowerTest {

    private final VirtualTurns turns = new VirtualTurns();
    private final Node node = new Node();
    private final List<LogPosition> settled = new ArrayList<>();
    private LogFollower follower = follower(LogPosition.NONE);

    @Test
    void entriesThatArriveInOrderAreAppliedAtOnce() {
        arrive(1, 2, 3);
        assertThat(node.did).containsExactly("apply 1", "apply 2", "apply 3", "settle");
        assertThat(settled).last().isEqualTo(at(3));
    }

    @Test
    void entriesOutOfOrderWaitForTheOneBeforeThemAndNothingIsFetched() {
        arrive(1);
        arrive(3);
        arrive(2);
        turns.pass(Duration.ofSeconds(5));
        assertThat(node.applied()).containsExactly("apply 1", "apply 2", "apply 3");
        assertThat(node.did).noneMatch(did -> did.startsWith("fetch"));
    }

    @Test
    void duplicatesAreIgnored() {
        arrive(1, 2);
        arrive(1, 2, 2);
        assertThat(node.applied()).containsExactly("apply 1", "apply 2");
    }

    @Test
    void aGapIsFetchedAfterAMoment() {
        node.database = 4;
        arrive(1);
        arrive(4);
        assertThat(node.applied()).containsExactly("apply 1");
        turns.pass(LogFollower.GAP_PATIENCE);
        assertThat(node.did).containsSubsequence("fetch after 1", "apply 2", "apply 3", "apply 4", "settle");
    }

    @Test
    void aHeadThatRunsAheadIsFetchedAfterAMoment() {
        node.database = 2;
        follower.headSeen(at(2));
        turns.pass(LogFollower.GAP_PATIENCE);
        assertThat(node.applied()).containsExactly("apply 1", "apply 2");
        assertThat(settled).last().isEqualTo(at(2));
    }

    @Test
    void whenTheControlPlaneIsAwayItAsksAgainLater() {
        node.database = 2;
        node.away = true;
        follower.headSeen(at(2));
        turns.pass(Duration.ofSeconds(3));
        assertThat(node.applied()).isEmpty();
        node.away = false;
        turns.pass(LogFollower.RETRY);
        assertThat(node.applied()).containsExactly("apply 1", "apply 2");
        assertThat(node.did.stream().filter("fetch after 0"::equals)).hasSizeBetween(3, 5);
    }

    @Test
    void aControlPlaneThatDoesNotHaveWhatWasAnnouncedIsNotAskedInALoop() {
        node.database = 1;
        follower.headSeen(at(9));
        turns.pass(Duration.ofSeconds(10));
        assertThat(node.did.stream().filter(did -> did.startsWith("fetch"))).hasSizeLessThan(14);
        node.database = 9;
        turns.pass(Duration.ofSeconds(2));
        assertThat(settled).last().isEqualTo(at(9));
    }

    @Test
    void aNodeThatIsTooFarBehindTakesASnapshotAndGoesOnFromThere() {
        node.database = 40;
        node.oldest = 30;
        follower = follower(at(5));
        follower.headSeen(at(40));
        turns.pass(LogFollower.GAP_PATIENCE);
        assertThat(node.did).containsExactly("fetch after 5", "snapshot", "settle");
        assertThat(settled).containsExactly(at(40));
        arrive(41);
        assertThat(node.applied()).containsExactly("apply 41");
    }

    @Test
    void aNodeOfAnotherLogTakesASnapshotAndAppliesNothingOfTheOtherUntilThen() {
        node.database = 3;
        follower = follower(new LogPosition("old", 7));
        follower.arrived("log", entry(8));
        assertThat(node.did).isEmpty();
        follower.headSeen(at(3));
        turns.pass(Duration.ZERO);
        assertThat(node.did).containsExactly("snapshot", "settle");
        assertThat(settled).containsExactly(at(3));
    }

    @Test
    void aDatabaseThatWentBackMakesItTakeASnapshotButALateReadingOfTheHeadDoesNot() {
        node.database = 9;
        follower = follower(at(9));
        follower.headSeen(at(8));
        turns.pass(Duration.ofSeconds(3));
        assertThat(node.did).containsExactly("fetch after 9");
        node.database = 6;
        follower.headSeen(at(6));
        turns.pass(Duration.ofSeconds(3));
        assertThat(node.did).contains("snapshot");
        assertThat(settled).containsExactly(at(6));
    }

    @Test
    void anEntryThatCannotBeAppliedIsTriedAgainAndNothingOvertakesIt() {
        node.failures = 2;
        arrive(1, 2);
        assertThat(node.applied()).containsExactly("apply 1");
        turns.pass(Duration.ofSeconds(5));
        assertThat(node.applied()).containsExactly("apply 1", "apply 1", "apply 1", "apply 2");
    }

    @Test
    void nothingIsReportedBeforeEveryThreadHasSeenIt() {
        node.settling = new CompletableFuture<>();
        arrive(1);
        assertThat(node.applied()).containsExactly("apply 1");
        assertThat(settled).isEmpty();
        node.settling.complete(null);
        turns.pass(Duration.ZERO);
        assertThat(settled).last().isEqualTo(at(1));
    }

    @Test
    void aLongRowOfEntriesIsReportedInBetween() {
        for (int i = 250; i > 0; i--) {
            follower.arrived("log", entry(i));
        }
        turns.pass(Duration.ofSeconds(1));
        assertThat(settled).containsSubsequence(at(100), at(200), at(250));
    }

    @Test
    void entriesThatTakeLongAreReportedInBetween() {
        node.applying = () -> turns.elapse(Duration.ofMillis(40));
        arrive(9, 8, 7, 6, 5, 4, 3, 2, 1);
        turns.pass(Duration.ofSeconds(1));
        assertThat(settled).containsSubsequence(at(4), at(8), at(9));
    }

    @Test
    void moreThanCanWaitIsDroppedAndFetchedInItsTurn() {
        node.database = 5_000;
        for (int i = 2; i <= 5_000; i++) {
            follower.arrived("log", entry(i));
        }
        follower.headSeen(at(5_000));
        turns.pass(Duration.ofSeconds(5));
        assertThat(settled).last().isEqualTo(at(5_000));
        assertThat(node.applied()).doesNotHaveDuplicates().hasSize(5_000);
    }

    @Test
    void afterClosingNothingIsApplied() {
        arrive(1);
        follower.close();
        arrive(2);
        assertThat(node.applied()).containsExactly("apply 1");
    }

    @Test
    void positionsAreWrittenAndReadAndNonsenseIsRefused() {
        assertThat(LogPosition.decode(at(7).encode())).isEqualTo(at(7));
        assertThat(LogPosition.decode(LogPosition.NONE.encode())).isEqualTo(LogPosition.NONE);
        for (String nonsense : new String[] {"", "log", "log x", "log -1", "a b 1", " 1"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> LogPosition.decode(nonsense));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> entry(0));
    }

    private LogFollower follower(LogPosition start) {
        return new LogFollower(start, node, node, turns, turns::nanos, settled::add);
    }

    private void arrive(int... sequences) {
        for (int sequence : sequences) {
            follower.arrived("log", entry(sequence));
        }
        turns.pass(Duration.ZERO);
    }

    private static LogPosition at(long sequence) {
        return new LogPosition("log", sequence);
    }

    private static LogEntry entry(long sequence) {
        return new LogEntry(sequence, "change", "{}");
    }

    /** A node that notes what it is asked to do, and the control plane's database behind it. */
    private static final class Node implements EntryApplier, MissedEntries {
        final List<String> did = new ArrayList<>();
        long database;
        long oldest;
        boolean away;
        int failures;
        Runnable applying = () -> {};
        CompletableFuture<Void> settling = CompletableFuture.completedFuture(null);

        List<String> applied() {
            return did.stream().filter(did -> did.startsWith("apply")).toList();
        }

        @Override
        public CompletionStage<Void> apply(String log, LogEntry entry) {
            did.add("apply " + entry.sequence());
            if (failures > 0) {
                failures--;
                throw new IllegalStateException("disk full");
            }
            applying.run();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<LogPosition> takeSnapshot() {
            did.add("snapshot");
            return CompletableFuture.completedFuture(at(database));
        }

        @Override
        public CompletionStage<Void> settle() {
            did.add("settle");
            return settling;
        }

        @Override
        public CompletionStage<Missed> entriesAfter(LogPosition position) {
            did.add("fetch after " + position.sequence());
            if (away) {
                return CompletableFuture.failedFuture(new IllegalStateException("connection refused"));
            }
            if (position.sequence() < oldest || position.sequence() > database) {
                return CompletableFuture.completedFuture(new Missed.TooOld());
            }
            List<LogEntry> page = new ArrayList<>();
            for (long i = position.sequence() + 1; i <= Math.min(database, position.sequence() + 500); i++) {
                page.add(entry(i));
            }
            return CompletableFuture.completedFuture(new Missed.Entries("log", page));
        }
    }

    /** Turns in virtual time. */
    private static final class VirtualTurns implements Turns {
        private record Task(long at, long order, Runnable action) {}

        private final PriorityQueue<Task> tasks =
                new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
        private long now;
        private long given;

        long nanos() {
            return now;
        }

        void pass(Duration duration) {
            long end = now + duration.toNanos();
            while (!tasks.isEmpty() && tasks.peek().at() <= end) {
                Task task = tasks.remove();
                now = Math.max(now, task.at());
                task.action().run();
            }
            now = Math.max(now, end);
        }

        /** Something that runs takes that long. */
        void elapse(Duration duration) {
            now += duration.toNanos();
        }

        @Override
        public void execute(Runnable task) {
            after(Duration.ZERO, task);
        }

        @Override
        public void after(Duration delay, Runnable task) {
            tasks.add(new Task(now + delay.toNanos(), given++, task));
        }
    }
}
