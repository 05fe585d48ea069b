package io.perigee.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testkit.AccessLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFileTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private LogFile open(long maxBytes, int maxFiles) throws IOException {
        return LogFile.open(new LogFile.Options(path("access.log"), maxBytes, HOUR, maxFiles, false, "perigee.net"));
    }

    private Path path(String name) {
        return folder.resolve("logs").resolve(name);
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(path(name));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void write(LogFile log, long atMillis, RequestRecord... records) throws IOException {
        for (RequestRecord record : records) {
            assertThat(log.take(record)).isTrue();
        }
        log.flush(atMillis);
    }

    @Test
    void writesCloudFrontsFieldsInTheirOrder() throws IOException {
        LogFile log = open(1 << 20, 1);
        write(log, Records.ENDED, Records.get("/a b\t\n\"%20\u00e9"));
        log.close();

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
                        "E123.perigee.net",
                        "/a%20b%09%0A%22%2520%C3%A9",
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

    @ParameterizedTest
    @CsvSource({
        "  0, VIEWER_GONE,        000, ClientHungUpRequest",
        "200, VIEWER_GONE,        200, ClientCommError",
        "403, GEO_RESTRICTED,     403, ClientGeoBlocked",
        "400, MALFORMED_REQUEST,  400, InvalidRequest",
        "403, METHOD_NOT_ALLOWED, 403, InvalidRequestMethod",
        "502, ORIGIN_UNREACHABLE, 502, OriginConnectError",
        "504, ORIGIN_TIMEOUT,     504, OriginCommError",
        "502, ORIGIN_INVALID,     502, OriginInvalidResponseError",
        "404, ORIGIN_STATUS,      404, Error",
    })
    void anErrorsDetailIsCloudFrontsWordForIt(int status, Reason reason, String logged, String detail)
            throws IOException {
        LogFile log = open(1 << 20, 1);
        write(log, Records.ENDED, Records.error(status, reason));
        log.close();

        assertThat(AccessLines.read(path("access.log")).getFirst())
                .containsEntry("sc-status", logged)
                .containsEntry("x-edge-result-type", "Error")
                .containsEntry("x-edge-detailed-result-type", detail);
    }

    @Test
    void goesOnInTheFileOfTheRunBefore() throws IOException {
        open(1 << 20, 1).close();
        LogFile log = open(1 << 20, 1);
        write(log, System.currentTimeMillis(), Records.get("/"));
        log.close();

        assertThat(lines("access.log")).hasSize(3);
    }

    @Test
    void aLineThatAKilledProcessDidNotFinishIsCutOff() throws IOException {
        LogFile killed = open(1 << 20, 1);
        write(killed, System.currentTimeMillis(), Records.get("/whole"));
        killed.close();
        Files.writeString(path("access.log"), "2026-01-01\t00:00:00\tFRA", StandardOpenOption.APPEND);

        LogFile log = open(1 << 20, 1);
        write(log, System.currentTimeMillis(), Records.get("/next"));
        log.close();

        assertThat(AccessLines.read(path("access.log")))
                .extracting(request -> request.get("cs-uri-stem"))
                .containsExactly("/whole", "/next");
    }

    @Test
    void setsAFullFileAsideCompressedAndKeepsAsManyAsConfigured() throws IOException {
        for (int run = 0; run < 6; run++) {
            LogFile log = open(2_000, 2);
            for (int i = 0; i < 3; i++) {
                write(log, System.currentTimeMillis(), Records.get("/" + "x".repeat(200)));
            }
            log.close();
        }

        assertThat(files()).containsExactly("access.log", "access.log.1.gz", "access.log.2.gz");
        assertThat(AccessLines.read(path("access.log.1.gz"))).isNotEmpty();
    }

    @Test
    void beginsANewFileWithThePeriodAlsoWhenNobodyAsks() throws IOException {
        LogFile log = open(1 << 20, 3);
        write(log, Records.ENDED, Records.get("/first"));
        write(log, Records.ENDED + HOUR.toMillis() - 1_000, Records.get("/second"));
        write(log, Records.ENDED + HOUR.toMillis());
        write(log, Records.ENDED + 2 * HOUR.toMillis());
        log.close();

        assertThat(files()).containsExactly("access.log", "access.log.1.gz");
        assertThat(AccessLines.read(path("access.log.1.gz")))
                .extracting(request -> request.get("cs-uri-stem"))
                .containsExactly("/first", "/second");
        assertThat(AccessLines.read(path("access.log"))).isEmpty();
    }

    @Test
    void theFileOfAnEarlierPeriodIsSetAsideAfterARestart() throws IOException {
        LogFile before = open(1 << 20, 3);
        write(before, System.currentTimeMillis(), Records.get("/before"));
        before.close();
        Files.setLastModifiedTime(path("access.log"), FileTime.fromMillis(Records.ENDED));

        LogFile log = open(1 << 20, 3);
        write(log, System.currentTimeMillis(), Records.get("/after"));
        log.close();

        assertThat(AccessLines.read(path("access.log.1.gz"))).hasSize(1);
        assertThat(AccessLines.read(path("access.log"))).hasSize(1);
    }

    @Test
    void whatAKilledProcessDidNotCompressIsCompressedByTheNext() throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(path("access.log.1"), "#Version: 1.0\n");
        Files.writeString(path("access.log.1.gz"), "half");

        open(1 << 20, 3).close();

        assertThat(files()).containsExactly("access.log", "access.log.1.gz");
        assertThat(AccessLines.read(path("access.log.1.gz"))).isEmpty();
    }
}
