package io.perigee.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealTimeLogTest {

    @TempDir
    private Path folder;

    private List<String> lines(RealTimeLog.@Nullable Rule rule, int requests) throws IOException {
        Path file = folder.resolve("live.json");
        AtomicInteger turn = new AtomicInteger();
        RealTimeLog log = RealTimeLog.open(
                new LogFile.Options(file, 1 << 20, Duration.ofDays(1), 1, false, "perigee"),
                record -> rule,
                bound -> turn.getAndIncrement() % bound);
        for (int i = 0; i < requests; i++) {
            log.take(Records.get("/a\"\u00e9"));
        }
        log.flush(Records.ENDED);
        log.close();
        return Files.readAllLines(file);
    }

    private List<String> lines(RealTimeField... fields) throws IOException {
        return lines(new RealTimeLog.Rule("live", 100, List.of(fields)), 1);
    }

    @Test
    void aLineHasTheChosenFieldsInTheirOrder() throws IOException {
        assertThat(lines(
                        RealTimeField.SC_STATUS,
                        RealTimeField.TIMESTAMP,
                        RealTimeField.CS_URI_STEM,
                        RealTimeField.CS_REFERER,
                        RealTimeField.TIME_TAKEN,
                        RealTimeField.SC_RANGE_START,
                        RealTimeField.CACHE_BEHAVIOR_PATH_PATTERN,
                        RealTimeField.C_COUNTRY))
                .containsExactly(
                        "{\"log\":\"live\",\"sc-status\":200,\"timestamp\":1767225600.123,\"cs-uri-stem\":\"/a\\u0022\\u00e9?a=b\","
                                + "\"cs-referer\":null,\"time-taken\":0.012,\"sc-range-start\":null,"
                                + "\"cache-behavior-path-pattern\":\"/a/*\",\"c-country\":\"DE\"}");
    }

    @Test
    void everyFieldHasAValue() throws IOException {
        String line = lines(RealTimeField.values()).getFirst();

        for (RealTimeField field : RealTimeField.values()) {
            assertThat(line).contains("\"" + field.label() + "\":");
            assertThat(RealTimeField.of(field.label())).isEqualTo(field);
        }
        assertThat(line)
                .contains("\"x-edge-result-type\":\"Miss\"", "\"x-edge-detailed-result-type\":\"OriginShieldHit\"")
                .contains("\"c-ip-version\":\"IPv4\"", "\"x-host-header\":\"E123.perigee\"")
                .contains("\"cs-host\":\"www.example.org\"", "\"ssl-protocol\":\"TLSv1.3\"");
    }

    @Test
    void asManyOfAHundredAreLoggedAsTheSamplingRateSays() throws IOException {
        assertThat(lines(new RealTimeLog.Rule("live", 7, List.of(RealTimeField.C_IP)), 1_000))
                .hasSize(70);
    }

    @Test
    void whatNoRuleIsForIsNotLogged() throws IOException {
        assertThat(lines((RealTimeLog.Rule) null, 3)).isEmpty();
    }
}
