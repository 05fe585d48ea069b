package io.perigee.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perigee.benchmarks.process.Executables;
import io.perigee.benchmarks.process.UnsuitableMachineException;
import io.perigee.benchmarks.server.Contestant;
import io.perigee.benchmarks.server.ObjectsOrigin;
import io.perigee.benchmarks.server.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole comparison with servers and a load generator that are none. */
class PeerComparisonTest {

    private static final Payload PAYLOAD = Payload.parse("1KB");

    @TempDir
    private Path programs;

    @BeforeEach
    void twoProcessors() {
        assumeTrue(Runtime.getRuntime().availableProcessors() >= 2, "a comparison needs two processors");
    }

    @Test
    void everyServerIsWarmedAndThenMeasuredInEveryRoundAndNoneOutlivesTheComparison() throws Exception {
        program("taskset", "shift 2; exec \"$@\"");
        program(
                "wrk",
                "echo 'perigee requests=1000 bytes=1 micros=1000000 connect=0 read=0 write=0 status=0"
                        + " timeout=0 p50=10 p99=20 p999=30'");
        List<String> told = new ArrayList<>();
        try (FakePeer one = peer("one");
                FakePeer other = peer("other")) {
            ComparisonReport report;
            try (PeerComparison comparison = comparison(one, other)) {
                report = comparison.run((done, all, doing) -> told.add(done + "/" + all + " " + doing));

                assertThat(one.process().isAlive()).isTrue();
            }

            assertThat(report.drives())
                    .extracting(drive -> drive.round() + " " + drive.lane().server())
                    .containsExactlyInAnyOrder("1 one", "1 other", "2 one", "2 other", "3 one", "3 other");
            assertThat(report.results())
                    .allSatisfy(result -> assertThat(result.p999Micros()).isEqualTo(30));
            assertThat(one.process().isAlive()).isFalse();
            assertThat(other.process().isAlive()).isFalse();
            assertThat(told.getFirst()).isEqualTo("0/10 starting one");
            assertThat(told.getLast()).startsWith("10/10");
        }
    }

    @Test
    void aServerThatEndsAtOnceIsReportedWithWhatItPrinted() throws Exception {
        program("taskset", "shift 2; exec \"$@\"");
        program("wrk", "exit 1");
        try (FakePeer broken = new FakePeer("broken", "echo no such option; exit 3", 503, new byte[0]);
                PeerComparison comparison = comparison(broken)) {

            assertThatThrownBy(() -> comparison.run((done, all, doing) -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessage("broken ended with code 3: no such option");
        }
    }

    @Test
    void aServerThatAnswersOtherBytesIsRefused() throws Exception {
        program("taskset", "shift 2; exec \"$@\"");
        program("wrk", "exit 1");
        try (FakePeer wrong = new FakePeer("wrong", "exec sleep 600", 200, new byte[] {1});
                PeerComparison comparison = comparison(wrong)) {

            assertThatThrownBy(() -> comparison.run((done, all, doing) -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("wrong answers http://.*/assets/1KB with other bytes than the origin");
        }
    }

    @Test
    void withoutTheLoadGeneratorNothingIsStarted() throws Exception {
        program("taskset", "exit 1");
        try (FakePeer peer = peer("one");
                PeerComparison comparison = new PeerComparison(options(peer), Executables.in(programs))) {

            assertThatThrownBy(() -> comparison.run((done, all, doing) -> {}))
                    .isInstanceOf(UnsuitableMachineException.class)
                    .hasMessage("wrk is not installed; on Debian and Ubuntu: apt-get install wrk");
            assertThatThrownBy(peer::process).hasMessage("one was not started");
        }
    }

    private FakePeer peer(String name) throws IOException {
        byte[] object;
        try (ObjectsOrigin origin = new ObjectsOrigin(List.of(PAYLOAD))) {
            object = origin.bytes(PAYLOAD);
        }
        return new FakePeer(name, "exec sleep 600", 200, object);
    }

    private PeerComparison comparison(Contestant... contestants) throws IOException {
        return new PeerComparison(options(contestants), Executables.in(programs));
    }

    private static PeerComparison.Options options(Contestant... contestants) {
        return new PeerComparison.Options(
                List.of(contestants), List.of(PAYLOAD), 3, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
