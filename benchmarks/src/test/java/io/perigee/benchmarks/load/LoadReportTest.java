package io.perigee.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LoadReportTest {

    @Test
    void theScriptsLineIsFoundAmongWhatWrkPrintsForPeople() {
        LoadReport report = LoadReport.parse("""
                Running 2s test @ http://127.0.0.1:8080/assets/1KB
                  1 threads and 64 connections
                  Thread Stats   Avg      Stdev     Max   +/- Stdev
                    Latency   618.83us  227.38us   7.36ms   94.38%
                  205340 requests in 2.00s, 280.99MB read
                Requests/sec: 102593.13
                perigee requests=205340 bytes=294639616 micros=2001500 connect=0 read=1 write=0 status=2 timeout=4 p50=601 p99=1202 p999=2403
                """);

        assertThat(report).isEqualTo(new LoadReport(205340, 294_639_616, 2_001_500, 7, 601, 1202, 2403));
        assertThat(report.requestsPerSecond()).isBetween(102_592.0, 102_594.0);
    }

    @Test
    void withoutThatLineWhatWrkSaidIsTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadReport.parse("unable to connect to 127.0.0.1:1 Connection refused\n"))
                .withMessage("wrk did not report: unable to connect to 127.0.0.1:1 Connection refused");
    }

    @Test
    void aFieldThatIsMissingIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadReport.parse("perigee requests=1 bytes=2\n"))
                .withMessageStartingWith("wrk did not report micros");
    }
}
