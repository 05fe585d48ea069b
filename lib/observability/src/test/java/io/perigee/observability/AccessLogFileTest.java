package io.perigee.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogFileTest {

    @TempDir
    private Path folder;

    private AccessLogFile open(long maxBytes, int maxFiles, int queue) throws IOException {
        return AccessLogFile.open(
                new AccessLogFile.Options(folder.resolve("logs/access.log"), maxBytes, maxFiles, queue),
                new SimpleMeterRegistry());
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(folder.resolve("logs").resolve(name));
    }

    @Test
    void writesCloudFrontsFieldsInTheirOrder() throws IOException {
        try (AccessLogFile log = open(1 << 20, 1, 100)) {
            log.write(Records.get("/a b\t\n\"%20\u00e9"));
        }

        List<String> lines = lines("access.log");
        assertThat(lines.get(0)).isEqualTo("#Version: 1.0");
        String[] names = lines.get(1).substring("#Fields: ".length()).split(" ");
        String[] values = lines.get(2).split("\t", -1);
        assertThat(names)
                .hasSize(33)
                .startsWith("date", "time", "x-edge-location")
                .endsWith("sc-range-end");
        assertThat(values)
                .containsExactly(
                        "2026-01-01",
                        "00:00:00",
                        "FRA50-P1",
                        "1234",
                        "203.0.113.7",
                        "GET",
                        "e123.perigee.net",
                        "/a%20b%09%0A%22%20%C3%A9",
                        "200",
                        "-",
                        "Mozilla/5.0%20(%22x%22;%20caf%C3%A9%20%F0%9F%98%80)",
                        "a=b",
                        "-",
                        "Miss",
                        "id==",
                        "www.example.org",
                        "https",
                        "77",
                        "0.012",
                        "-",
                        "TLSv1.3",
                        "TLS_AES_128_GCM_SHA256",
                        "Miss",
                        "HTTP/2.0",
                        "-",
                        "-",
                        "5555",
                        "0.001",
                        "OriginShieldHit",
                        "text/html;%20charset=utf-8",
                        "1000",
                        "-",
                        "-");
    }

    @Test
    void writesEverythingThatWasTakenBeforeItCloses() throws IOException {
        try (AccessLogFile log = open(1 << 30, 1, 100_000)) {
            for (int i = 0; i < 5_000; i++) {
                log.write(Records.get("/" + i));
            }
            assertThat(log.dropped()).isZero();
        }

        assertThat(lines("access.log")).hasSize(2 + 5_000);
    }

    @Test
    void goesOnInTheFileOfTheRunBefore() throws IOException {
        open(1 << 20, 1, 10).close();
        try (AccessLogFile log = open(1 << 20, 1, 10)) {
            log.write(Records.get("/"));
        }

        assertThat(lines("access.log")).hasSize(3);
    }

    @Test
    void setsAFullFileAsideAndKeepsAsManyAsConfigured() throws IOException {
        for (int run = 0; run < 6; run++) {
            try (AccessLogFile log = open(2_000, 2, 100)) {
                for (int i = 0; i < 3; i++) {
                    log.write(Records.get("/" + "x".repeat(200)));
                }
            }
        }

        try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("access.log", "access.log.1", "access.log.2");
        }
        assertThat(lines("access.log.1")).first().isEqualTo("#Version: 1.0");
    }

    @Test
    void dropsAndCountsWhatDoesNotFitAndWhatComesTooLate() throws IOException {
        int written = 20_000;
        AccessLogFile log = open(1 << 30, 1, 1);
        for (int i = 0; i < written; i++) {
            log.write(Records.get("/" + i));
        }
        log.close();
        log.write(Records.get("/late"));

        long stored = lines("access.log").size() - 2L;
        assertThat(log.dropped()).isPositive();
        assertThat(stored + log.dropped()).isEqualTo(written + 1);
    }

    @Test
    void takesRecordsFromManyThreadsAtOnce() throws Exception {
        try (AccessLogFile log = open(1 << 30, 1, 100_000)) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        log.write(Records.get("/" + i));
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }

        assertThat(lines("access.log")).hasSize(2 + 8_000);
    }

    @Test
    void offTakesNothing() {
        AccessLog.OFF.write(Records.get("/"));
        AccessLog.OFF.close();

        assertThat(AccessLog.OFF.isOn()).isFalse();
    }
}
