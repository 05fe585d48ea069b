package io.perigee.observability.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.observability.Outcome;
import io.perigee.observability.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrafficCountsTest {

    private final TrafficCounts counts = new TrafficCounts();

    @Test
    void whatEndedIsToldOnceByDistribution() {
        counts.ended("d", "DE", "/a", Outcome.Hit, Reason.FRESH, 200, 100, 50_000);
        counts.ended("d", "FR", "/a", Outcome.Miss, Reason.NOT_STORED, 200, 40, 9_000_000);
        counts.ended("d", null, "/b", Outcome.Error, Reason.ORIGIN_TIMEOUT, 504, 2, 9_000_000);
        counts.ended(null, null, null, Outcome.Error, Reason.UNKNOWN_HOST, 404, 1, 1_000);

        Map<String, Traffic> told = counts.sinceBefore();

        assertThat(told).containsOnlyKeys("d", "");
        Traffic traffic = Objects.requireNonNull(told.get("d"));
        assertThat(traffic.requests()).isEqualTo(3);
        assertThat(traffic.hits()).isEqualTo(1);
        assertThat(traffic.upstream()).isEqualTo(1);
        assertThat(traffic.errors()).isEqualTo(1);
        assertThat(traffic.bytes()).isEqualTo(142);
        assertThat(traffic.hitBytes()).isEqualTo(100);
        assertThat(traffic.reasons().toMap()).isEqualTo(Map.of("fresh", 1L, "not-stored", 1L, "origin-timeout", 1L));
        assertThat(traffic.statuses().toMap()).isEqualTo(Map.of("200", 2L, "504", 1L));
        assertThat(traffic.countries().toMap()).isEqualTo(Map.of("DE", 1L, "FR", 1L));
        assertThat(traffic.urls().toMap()).isEqualTo(Map.of("/a", 2L, "/b", 1L));
        assertThat(counts.sinceBefore()).isEmpty();
    }

    @Test
    void nothingIsLostOrToldTwiceWhileManyThreadsCount() throws InterruptedException {
        int threads = 4;
        int each = 50_000;
        CountDownLatch done = new CountDownLatch(threads);
        for (int thread = 0; thread < threads; thread++) {
            Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; i++) {
                    counts.ended(
                            "d" + i % 3, "DE", "/" + i % 7, Outcome.Hit, Reason.FRESH, 200 + i % 5, 10, i * 1_000L);
                }
                done.countDown();
            });
        }
        List<Traffic> told = new ArrayList<>();
        while (done.getCount() > 0) {
            told.addAll(counts.sinceBefore().values());
        }
        told.addAll(counts.sinceBefore().values());

        Traffic sum = Traffic.sum(told);
        long all = (long) threads * each;
        assertThat(sum.outcomes().toMap()).isEqualTo(Map.of("Hit", all));
        assertThat(sum.reasons().total()).isEqualTo(all);
        assertThat(sum.statuses().total()).isEqualTo(all);
        assertThat(sum.durations().total()).isEqualTo(all);
        assertThat(sum.countries().toMap()).isEqualTo(Map.of("DE", all));
        assertThat(sum.bytes()).isEqualTo(10 * all);
        assertThat(sum.urls().total()).as("paths are estimates").isPositive().isLessThanOrEqualTo(all);
    }

    @Test
    void pathsAndDistributionsAreBounded() {
        for (int i = 0; i < 20_000; i++) {
            counts.ended("d" + i, null, null, Outcome.Hit, Reason.FRESH, 200, 1, 1);
        }
        for (int i = 0; i < 5_000; i++) {
            counts.ended("d1", null, "/" + "x".repeat(1_000) + i, Outcome.Hit, Reason.FRESH, 200, 1, 1);
            counts.ended("d2", null, "/" + i, Outcome.Hit, Reason.FRESH, 200, 1, 1);
            counts.ended("d2", null, "/often", Outcome.Hit, Reason.FRESH, 200, 1, 1);
        }

        Map<String, Traffic> told = counts.sinceBefore();

        assertThat(told.size()).isLessThanOrEqualTo(10_002);
        assertThat(Traffic.sum(told.values()).requests()).isEqualTo(35_000);
        Tally cut = Objects.requireNonNull(told.get("d1")).urls();
        Tally some = Objects.requireNonNull(told.get("d2")).urls();
        assertThat(cut.size()).as("cut to the same path").isEqualTo(1);
        assertThat(some.size()).isEqualTo(20);
        assertThat(some.get("/often")).isEqualTo(5_000);
    }

    @Test
    void sumsKeepEveryNameOfEveryVersion() {
        Tally one = Tally.of(Map.of("a", 1L, "new-in-another-version", 2L));
        Tally two = Tally.of(Map.of("a", 4L, "b", 0L));

        assertThat(one.plus(two).toMap()).isEqualTo(Map.of("a", 5L, "new-in-another-version", 2L));
        assertThat(Tally.sum(IntStream.range(0, 10).mapToObj(i -> one)).get("a"))
                .isEqualTo(10);
        assertThat(one.top(1)).containsExactly(Map.entry("new-in-another-version", 2L));
    }
}
