package io.perigee.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perigee.testkit.AccessLines;
import io.perigee.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketLogTest {

    private static final long MINUTE = 60_000;
    private static final long PLENTY = 1 << 20;

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Map<String, byte[]> store = new ConcurrentSkipListMap<>();
    private final AtomicInteger names = new AtomicInteger();
    private volatile boolean storeAway;

    private BucketLog open(long maxBytes) throws IOException {
        return BucketLog.open(
                new BucketLog.Options(folder.resolve("spool"), Duration.ofMinutes(5), maxBytes, "perigee"),
                id -> id.equals("E123") ? new LogDelivery("logs", "site/", false) : null,
                (bucket, key, object) -> {
                    if (storeAway) {
                        throw new IOException("away");
                    }
                    store.put(bucket + "/" + key, object);
                },
                () -> "u" + names.incrementAndGet(),
                registry);
    }

    private static RequestRecord at(long millis, String distribution, String path) {
        RequestRecord get = Records.get(path);
        return new RequestRecord(
                millis,
                get.tier(),
                distribution,
                get.behavior(),
                get.pop(),
                get.requestId(),
                get.client(),
                get.request(),
                get.response(),
                get.outcome(),
                get.reason(),
                get.planned());
    }

    private Map<String, List<String>> delivered() throws IOException {
        Map<String, List<String>> paths = new TreeMap<>();
        for (Map.Entry<String, byte[]> object : store.entrySet()) {
            Path file = Files.write(folder.resolve("object.gz"), object.getValue());
            paths.put(
                    object.getKey(),
                    AccessLines.read(file).stream()
                            .map(request -> request.getOrDefault("cs-uri-stem", ""))
                            .toList());
        }
        return paths;
    }

    private long left() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("spool"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private double counted(String result) {
        return registry.get("perigee.access.log.uploads")
                .tag("result", result)
                .counter()
                .count();
    }

    @Test
    void eachDistributionAndHourGetsItsObjectUnderCloudFrontsName() throws IOException {
        BucketLog log = open(PLENTY);

        assertThat(log.take(at(Records.ENDED, "E123", "/a"))).isTrue();
        assertThat(log.take(at(Records.ENDED, "other", "/not-logged"))).isFalse();
        assertThat(log.take(at(Records.ENDED + 60 * MINUTE, "E123", "/an-hour-later")))
                .isTrue();
        log.flush(Records.ENDED);
        log.close();

        assertThat(delivered())
                .containsOnly(
                        Map.entry("logs/site/E123.2026-01-01-00.u1.gz", List.of("/a")),
                        Map.entry("logs/site/E123.2026-01-01-01.u2.gz", List.of("/an-hour-later")));
        assertThat(left()).isZero();
        assertThat(registry.get("perigee.access.log.spool").gauge().value()).isZero();
        assertThat(counted("delivered")).isEqualTo(2);
    }

    @Test
    void linesAreGatheredForTheInterval() throws IOException {
        BucketLog log = open(PLENTY);
        log.take(at(Records.ENDED, "E123", "/a"));
        log.flush(Records.ENDED + 1);
        log.take(at(Records.ENDED + 4 * MINUTE, "E123", "/b"));
        log.flush(Records.ENDED + 4 * MINUTE);
        assertThat(store).isEmpty();

        log.flush(Records.ENDED + 5 * MINUTE);
        Await.until("it is delivered", () -> store.size() == 1);
        log.close();

        assertThat(delivered().values()).containsExactly(List.of("/a", "/b"));
    }

    @Test
    void whatTheStoreDoesNotTakeWaitsAndIsDeliveredAfterTheNextStart() throws IOException {
        storeAway = true;
        BucketLog log = open(PLENTY);
        log.take(at(Records.ENDED, "E123", "/a"));
        log.close();
        assertThat(counted("failed")).isPositive();
        assertThat(left()).isEqualTo(1);

        storeAway = false;
        BucketLog next = open(PLENTY);
        Await.until("it is delivered", () -> store.size() == 1);
        next.close();

        assertThat(delivered()).containsOnly(Map.entry("logs/site/E123.2026-01-01-00.u1.gz", List.of("/a")));
        assertThat(left()).isZero();
    }

    @Test
    void whatAKilledProcessLeftIsDelivered() throws IOException {
        Path open = folder.resolve("spool/open/logs/site/E123.2026-01-01-00.killed");
        Files.createDirectories(open.resolveSibling(""));
        Files.writeString(open, "#Version: 1.0\n#Fields: cs-uri-stem\n/a\n");
        Path part = folder.resolve("spool/ready/logs/site/E123.2026-01-01-00.half.part");
        Files.createDirectories(part.resolveSibling(""));
        Files.writeString(part, "half");

        BucketLog log = open(PLENTY);
        Await.until("it is delivered", () -> store.size() == 1);
        log.close();

        assertThat(delivered()).containsOnly(Map.entry("logs/site/E123.2026-01-01-00.killed.gz", List.of("/a")));
        assertThat(left()).isZero();
    }

    @Test
    void beyondTheLimitOfTheDiskLinesAreLost() throws IOException {
        storeAway = true;
        BucketLog log = open(1_200);
        log.take(at(Records.ENDED, "E123", "/first"));
        log.flush(Records.ENDED);
        log.take(at(Records.ENDED, "E123", "/" + "x".repeat(1_000)));

        assertThatThrownBy(() -> log.flush(Records.ENDED))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the limit is 1200");
        storeAway = false;
        log.close();
        assertThat(delivered().values()).containsExactly(List.of("/first"));
    }
}
