package io.perigee.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.benchmarks.load.LoadReport;
import io.perigee.benchmarks.server.Contestant.Role;
import io.perigee.benchmarks.server.Payload;
import io.perigee.benchmarks.server.Storage;
import io.perigee.benchmarks.server.Transport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonReportTest {

    private static final Payload SMALL = Payload.parse("1KB");
    private static final Payload LARGE = Payload.parse("1MB");

    private final List<Drive> drives = new ArrayList<>();

    @Test
    void eachValueIsTheMedianOfItsRounds() {
        drive(Transport.HTTP, SMALL, "bare", 8, 30, 9);

        assertThat(report().results())
                .singleElement()
                .satisfies(
                        result -> assertThat(result.processorMicrosPerRequest()).isEqualTo(9));
    }

    @Test
    void ofAnEvenNumberOfRoundsTheMiddleTwoAreAveraged() {
        drive(Transport.HTTP, SMALL, "bare", 8, 30, 9, 10);

        assertThat(report().results().getFirst().processorMicrosPerRequest()).isEqualTo(9.5);
    }

    @Test
    void theFastestPeerIsTheOneThatCostsLeastAndTheGoalsFollowFromTheRatios() {
        drive(Transport.HTTP, SMALL, "bare", 10);
        drive(Transport.HTTP, SMALL, "full-edge", 12);
        drive(Transport.HTTP, SMALL, "nginx", 16);
        drive(Transport.HTTP, SMALL, "varnish", 11);
        drive(Transport.TLS, LARGE, "full-edge", 600);
        drive(Transport.TLS, LARGE, "nginx", 500);

        assertThat(report().goals())
                .containsExactly(
                        new Goal("full edge against the bare handler at 1KB", 1.2, 1.25),
                        new Goal("full edge against the fastest peer (varnish) at 1KB", 12.0 / 11, 1.0),
                        new Goal("full edge against nginx, both with TLS, at 1MB", 1.2, 1.1));
        assertThat(report().goals()).extracting(Goal::isMet).containsExactly(true, false, false);
    }

    @Test
    void whatDidNotRunHasNoRatio() {
        drive(Transport.HTTP, LARGE, "full-edge", 300);

        ComparisonReport report = report();

        assertThat(report.againstBare(report.results().getFirst())).isEmpty();
        assertThat(report.againstFastestPeer(report.results().getFirst())).isEmpty();
        assertThat(report.goals()).isEmpty();
    }

    @Test
    void aRoundInWhichTheOriginWasAskedIsNotOneOfHits() {
        Lane lane = new Lane(Storage.MEMORY, Transport.HTTP, SMALL, "nginx");
        drives.add(new Drive(lane, 1, load(0), 1_000_000, 0, 0));
        drives.add(new Drive(lane, 2, load(0), 1_000_000, 1, 0));

        assertThat(report().results().getFirst().clean()).isFalse();
    }

    @Test
    void whatAnsweredNothingIsNoneOfTheFastestAndHasNoRatio() {
        drive(Transport.HTTP, SMALL, "full-edge", 20);
        drive(Transport.HTTP, SMALL, "varnish", 10);
        drives.add(new Drive(
                new Lane(Storage.MEMORY, Transport.HTTP, SMALL, "nginx"),
                1,
                new LoadReport(0, 0, 1_000_000, 64, 0, 0, 0),
                10,
                0,
                0));

        ComparisonReport report = report();

        assertThat(report.goals())
                .containsExactly(new Goal("full edge against the fastest peer (varnish) at 1KB", 2, 1.0));
        assertThat(report.againstFastestPeer(report.results().get(1))).isEmpty();
    }

    @Test
    void aRoundWithErrorsIsNotClean() {
        drives.add(new Drive(new Lane(Storage.MEMORY, Transport.HTTP, SMALL, "nginx"), 1, load(3), 1_000_000, 0, 0));

        assertThat(report().results().getFirst().clean()).isFalse();
    }

    @Test
    void aHitFromDiskOfWhichPartCameOutOfMemoryIsNotClean() {
        Lane disk = new Lane(Storage.DISK, Transport.HTTP, LARGE, "nginx");
        long bodies = 1000L * LARGE.bytes();
        Drive fromDisk = new Drive(disk, 1, load(0), 1_000_000, 0, bodies);
        Drive half = new Drive(disk, 1, load(0), 1_000_000, 0, bodies / 2);
        Drive mapped = new Drive(disk, 1, load(0), 1_000_000, 0, -1);

        assertThat(fromDisk.isClean()).isTrue();
        assertThat(half.isClean()).isFalse();
        assertThat(half.fromFiles()).isEqualTo(0.5);
        assertThat(mapped.isClean()).isTrue();
    }

    @Test
    void whatComesFromDiskIsComparedWithWhatComesFromDisk() {
        drive(Transport.HTTP, LARGE, "nginx", 100);
        Lane edge = new Lane(Storage.DISK, Transport.HTTP, LARGE, "full-edge");
        Lane peer = new Lane(Storage.DISK, Transport.HTTP, LARGE, "varnish");
        drives.add(new Drive(edge, 1, load(0), 300_000, 0, 1L << 40));
        drives.add(new Drive(peer, 1, load(0), 200_000, 0, -1));

        assertThat(report().goals())
                .containsExactly(new Goal("full edge against the fastest peer (varnish) at 1MB from disk", 1.5, 1.0));
    }

    @Test
    void theJsonHasMediansRatiosGoalsAndEveryMeasurement() {
        drive(Transport.HTTP, SMALL, "bare", 10, 10);
        drive(Transport.HTTP, SMALL, "full-edge", 20, 20);

        ObjectNode json = ComparisonJson.of(report());

        assertThat(json.path("machine").path("processor").asText()).isEqualTo("a processor");
        assertThat(json.path("servers").path(0).path("name").asText()).isEqualTo("bare");
        assertThat(json.path("results").path(1).path("server").asText()).isEqualTo("full-edge");
        assertThat(json.path("results").path(1).path("againstBare").asDouble()).isCloseTo(2, within(1e-9));
        assertThat(json.path("goals").path(0).path("met").asBoolean()).isFalse();
        assertThat(json.path("measurements")).hasSize(4);
    }

    private void drive(Transport transport, Payload payload, String server, int... microsPerRequest) {
        for (int round = 0; round < microsPerRequest.length; round++) {
            drives.add(new Drive(
                    new Lane(Storage.MEMORY, transport, payload, server),
                    round + 1,
                    load(0),
                    microsPerRequest[round] * 1000L,
                    0,
                    0));
        }
    }

    private static LoadReport load(long errors) {
        return new LoadReport(1000, 1_000_000, 1_000_000, errors, 600, 1200, 2400);
    }

    private ComparisonReport report() {
        return new ComparisonReport(
                new ComparisonReport.Machine("a processor", 2, "Linux 6", "Java 25", 0.5, 2.5),
                List.of(
                        new ComparisonReport.Entrant("bare", Storage.MEMORY, Role.BASELINE, "1", "as it is"),
                        new ComparisonReport.Entrant("full-edge", Storage.MEMORY, Role.EDGE, "1", "as it is"),
                        new ComparisonReport.Entrant("nginx", Storage.MEMORY, Role.PEER, "1", "as it is"),
                        new ComparisonReport.Entrant("varnish", Storage.MEMORY, Role.PEER, "1", "as it is"),
                        new ComparisonReport.Entrant("full-edge", Storage.DISK, Role.EDGE, "1", "as it is"),
                        new ComparisonReport.Entrant("varnish", Storage.DISK, Role.PEER, "1", "as it is")),
                drives);
    }
}
