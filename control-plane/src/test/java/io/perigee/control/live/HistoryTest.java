package io.perigee.control.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.Role;
import io.perigee.observability.traffic.Tally;
import io.perigee.observability.traffic.Traffic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private final History history = new History();

    private static Traffic requests(long count) {
        return new Traffic(
                Tally.of(Map.of("Hit", count)),
                Tally.EMPTY,
                Tally.EMPTY,
                Tally.EMPTY,
                Tally.EMPTY,
                Tally.EMPTY,
                count,
                count);
    }

    private static Tick tick(int number, int nodes) {
        List<NodeTick> each = IntStream.range(0, nodes)
                .mapToObj(node -> new NodeTick(
                        "edge-" + node, Role.EDGE, "eu", NodeState.READY, number, true, 0, Map.of("site", requests(1))))
                .toList();
        return new Tick(START.plusSeconds(2L * number), 2, number, number, each);
    }

    private List<Tick> all() {
        return history.between(Instant.EPOCH, Instant.MAX);
    }

    @Test
    void whatIsOlderIsSummedUpAndNothingIsCountedTwice() {
        for (int i = 1; i <= 400; i++) {
            history.add(tick(i, 3));
            List<Tick> all = all();
            long requests = all.stream()
                    .flatMap(tick -> tick.nodes().stream())
                    .mapToLong(node -> Traffic.sum(node.traffic().values()).requests())
                    .sum();
            assertThat(requests).isEqualTo(3L * i);
            assertThat(all.stream().mapToInt(Tick::seconds).sum()).isEqualTo(2 * i);
        }
        assertThat(all()).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        assertThat(all().getFirst().seconds()).isEqualTo(10);
        assertThat(all().getFirst().nodes().getFirst().applied())
                .as("as it was at the end")
                .isEqualTo(5);
        assertThat(all().getLast().seconds()).isEqualTo(2);
        assertThat(history.last()).contains(all().getLast());
    }

    @Test
    void whatIsOlderThanHalfAnHourIsForgotten() {
        for (int i = 1; i <= 2_000; i++) {
            history.add(tick(i, 1));
        }
        Instant last = all().getLast().at();
        assertThat(all().getFirst().at()).isBetween(last.minus(History.LENGTH), last.minusSeconds(1_780));
        assertThat(history.between(last.minusSeconds(4), last)).hasSize(2);
    }

    @Test
    void aLargeNetworkIsRememberedForLessLong() {
        for (int i = 1; i <= 900; i++) {
            history.add(tick(i, 1_000));
        }
        assertThat(all().stream().mapToInt(Tick::parts).sum()).isLessThanOrEqualTo(100_000);
        assertThat(all().size()).isGreaterThan(10);
    }
}
