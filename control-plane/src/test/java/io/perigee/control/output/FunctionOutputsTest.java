package io.perigee.control.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.control.store.FunctionUsage;
import io.perigee.control.store.LogChunk;
import io.perigee.control.store.Store;
import io.perigee.control.store.StoreConfig;
import io.perigee.control.store.TestDatabase;
import io.perigee.distribution.LogRetention;
import io.perigee.testkit.ManualClock;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two control planes on one database, over a clock that the test moves. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class FunctionOutputsTest {

    private static final KeptOutput KEPT = new KeptOutput(Duration.ofDays(7), 10_000, Duration.ofDays(400));

    private final TestDatabase database;
    private final ManualClock clock = new ManualClock();

    @TempDir
    Path folder;

    private FunctionOutputs one;
    private FunctionOutputs two;

    @SuppressWarnings("NullAway.Init") // made before each test
    FunctionOutputsTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void twoControlPlanes() {
        StoreConfig config = database.create(folder);
        one = new FunctionOutputs(Store.open(config, clock), clock, KEPT);
        two = new FunctionOutputs(Store.open(config, clock), clock, KEPT);
    }

    private LogChunk printed(String function, long version, String region, String... texts) {
        JsonArray lines = new JsonArray();
        for (String text : texts) {
            lines.add(new JsonObject()
                    .put("at", clock.millis())
                    .put("requestId", "r")
                    .put("text", text));
        }
        return new LogChunk(
                0, function, version, region, region + "-1", clock.millis(), clock.millis(), lines.encode());
    }

    private FunctionUsage used(String function, int version, long invocations, long errors, int latencyClass) {
        List<Long> latency = new ArrayList<>(FunctionUsage.NO_LATENCIES);
        latency.set(latencyClass, invocations);
        return new FunctionUsage(
                function,
                version,
                FunctionUsage.MINUTE,
                clock.millis() / 60_000 * 60_000,
                "LAMBDA",
                invocations,
                errors,
                1,
                invocations * 2_000,
                invocations * 3,
                invocations * 3 * 128,
                latency);
    }

    private static OutputBatch batch(String node, long number, List<LogChunk> printed, List<FunctionUsage> used) {
        return new OutputBatch(node, "run-of-" + node, number, printed, used);
    }

    private static LogQuery of(String function) {
        return from(function, LogPosition.START, 1_000);
    }

    private static LogQuery from(String function, LogPosition position, int limit) {
        return new LogQuery(function, position, 0, Long.MAX_VALUE, OptionalLong.empty(), Optional.empty(), "", limit);
    }

    private static List<String> texts(LogPage page) {
        return page.lines().stream().map(LogLine::text).toList();
    }

    @Test
    void aBatchThatComesAgainCountsOnceWhoeverTakesIt() {
        OutputBatch first = batch("a", 1, List.of(printed("f", 1, "eu", "x")), List.of(used("f", 1, 10, 2, 1)));

        assertThat(one.store(first)).isTrue();
        assertThat(two.store(first)).isFalse();
        assertThat(one.store(batch("a", 2, List.of(), List.of(used("f", 1, 5, 0, 4)))))
                .isTrue();
        assertThat(one.store(first)).isFalse();
        assertThat(one.store(batch("b", 1, List.of(), List.of(used("f", 1, 1, 1, 1)))))
                .isTrue();

        assertThat(texts(two.lines(of("f")))).containsExactly("x");
        Instant today = clock.instant();
        assertThat(two.days("f", today, today.plus(Duration.ofDays(1))))
                .singleElement()
                .satisfies(day -> {
                    assertThat(day.invocations()).isEqualTo(16);
                    assertThat(day.errors()).isEqualTo(3);
                    assertThat(day.throttles()).isEqualTo(3);
                    assertThat(day.billedMillis()).isEqualTo(48);
                    assertThat(day.megabyteMillis()).isEqualTo(48 * 128);
                    assertThat(day.latencyMillis(0.5)).isEqualTo(2);
                    assertThat(day.latencyMillis(0.99)).isEqualTo(16);
                });
        assertThat(two.knows("f")).isTrue();
        assertThat(two.knows("g")).isFalse();
    }

    @Test
    void linesAreChosenByVersionRegionTimeAndTextAndComeInPagesOfTheirSize() {
        one.store(
                batch("a", 1, List.of(printed("f", 1, "eu", "a1", "a2", "b1"), printed("g", 1, "eu", "g")), List.of()));
        clock.advance(Duration.ofMinutes(1));
        one.store(batch("b", 1, List.of(printed("f", 2, "us", "a3", "b2")), List.of()));

        LogQuery all = of("f");
        assertThat(texts(one.lines(all))).containsExactly("a1", "a2", "b1", "a3", "b2");
        assertThat(texts(one.lines(new LogQuery(
                        "f", all.position(), 0, all.until(), OptionalLong.of(2), Optional.empty(), "a", 10))))
                .containsExactly("a3");
        assertThat(texts(one.lines(new LogQuery(
                        "f", all.position(), 0, all.until(), OptionalLong.empty(), Optional.of("eu"), "b", 10))))
                .containsExactly("b1");
        assertThat(texts(one.lines(new LogQuery(
                        "f",
                        all.position(),
                        clock.millis(),
                        all.until(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        "",
                        10))))
                .containsExactly("a3", "b2");
        assertThat(texts(one.lines(new LogQuery(
                        "f", all.position(), 0, clock.millis(), OptionalLong.empty(), Optional.empty(), "", 10))))
                .containsExactly("a1", "a2", "b1");

        List<String> paged = new ArrayList<>();
        LogPage page = one.lines(from("f", LogPosition.START, 2));
        while (page.more()) {
            assertThat(page.lines()).hasSizeLessThanOrEqualTo(2);
            paged.addAll(texts(page));
            page = two.lines(
                    from("f", LogPosition.parse(page.position().toString()).orElseThrow(), 2));
        }
        paged.addAll(texts(page));
        assertThat(paged).containsExactly("a1", "a2", "b1", "a3", "b2");
    }

    /** Each of four nodes sends fifteen batches, to either control plane, some of them twice, while somebody follows in pages of any size. */
    @Test
    void whoFollowsGetsEachLineOnceAndANodesLinesInOrder() throws Exception {
        int nodes = 4;
        int batches = 15;
        List<String> followed = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(nodes)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int n = 0; n < nodes; n++) {
                String node = "n" + n;
                Random random = new Random(n);
                writers.add(threads.submit(() -> {
                    for (int b = 1; b <= batches; b++) {
                        OutputBatch batch = batch(
                                node,
                                b,
                                List.of(
                                        printed("g", 1, "eu", "other"),
                                        printed("f", 1, "eu", node + " " + b + ".1", node + " " + b + ".2")),
                                List.of(used("f", 1, 1, 0, 1), used("g", 1, 1, 0, 1)));
                        (random.nextBoolean() ? one : two).store(batch);
                        if (random.nextInt(4) == 0) {
                            (random.nextBoolean() ? one : two).store(batch);
                        }
                    }
                }));
            }
            Random random = new Random(42);
            LogPosition position = LogPosition.START;
            boolean done = false;
            while (!done) {
                boolean written = writers.stream().allMatch(Future::isDone);
                LogPage page = (random.nextBoolean() ? one : two).lines(from("f", position, 1 + random.nextInt(7)));
                position = page.position();
                followed.addAll(texts(page));
                done = written && page.lines().isEmpty() && !page.more();
            }
            for (Future<?> writer : writers) {
                writer.get(30, TimeUnit.SECONDS);
            }
        }

        Map<String, List<String>> byNode =
                followed.stream().collect(Collectors.groupingBy(text -> text.substring(0, 2)));
        for (int n = 0; n < nodes; n++) {
            String node = "n" + n;
            assertThat(byNode.get(node))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, batches)
                            .boxed()
                            .flatMap(b -> IntStream.of(1, 2).mapToObj(l -> node + " " + b + "." + l))
                            .toList());
        }
        assertThat(one.health("f", 1, clock.instant()).invocations()).isEqualTo((long) nodes * batches);
    }

    @Test
    void healthIsThatOfTheVersionFromThatMinuteOn() {
        one.store(batch("a", 1, List.of(), List.of(used("f", 1, 100, 50, 10))));
        clock.advance(Duration.ofMinutes(5));
        one.store(batch("a", 2, List.of(), List.of(used("f", 1, 99, 1, 3), used("f", 2, 7, 7, 3))));
        clock.advance(Duration.ofMinutes(1));
        one.store(batch("a", 3, List.of(), List.of(used("f", 1, 1, 0, 12))));

        assertThat(two.health("f", 1, clock.instant().minus(Duration.ofSeconds(61))))
                .isEqualTo(new FunctionHealth(100, 1, 2, 2.0, 8));
        assertThat(two.health("f", 1, clock.instant()).p99Millis()).isEqualTo(4096);
        assertThat(two.health("f", 3, clock.instant())).isEqualTo(new FunctionHealth(0, 0, 0, 0, 0));
        assertThat(two.health("f", 2, clock.instant().minus(Duration.ofMinutes(2)))
                        .errorRate())
                .isEqualTo(1);
    }

    @Test
    void aFunctionWithARetentionOfItsOwnIsForgottenByIt() {
        one.store(batch("a", 1, List.of(printed("longer", 1, "eu", "x"), printed("usual", 1, "eu", "x")), List.of()));
        one.retain("longer", new LogRetention(30));
        clock.advance(Duration.ofDays(6));
        one.store(batch("a", 2, List.of(printed("shorter", 1, "eu", "x")), List.of()));
        two.retain("shorter", new LogRetention(400));
        two.retain("shorter", new LogRetention(1));
        clock.advance(Duration.ofDays(2));
        two.forget(Duration.ofMinutes(1));

        assertThat(two.retention("longer")).contains(new LogRetention(30));
        assertThat(texts(one.lines(of("longer")))).containsExactly("x");
        assertThat(one.lines(of("usual")).lines()).isEmpty();
        assertThat(one.lines(of("shorter")).lines()).isEmpty();

        one.retainAsUsual("longer");
        clock.advance(Duration.ofMinutes(1));
        two.forget(Duration.ofMinutes(1));
        assertThat(two.retention("longer")).isEmpty();
        assertThat(one.lines(of("longer")).lines()).isEmpty();
    }

    @Test
    void whatIsTooOldIsForgottenAndPositionsGoOn() {
        one.store(batch("a", 1, List.of(printed("f", 1, "eu", "old")), List.of(used("f", 1, 1, 0, 0))));
        LogPosition after = one.lines(of("f")).position();
        clock.advance(Duration.ofDays(7).plusMillis(1));
        two.forget(Duration.ofMinutes(1));

        assertThat(one.lines(of("f")).lines()).isEmpty();
        Instant start = Instant.EPOCH;
        assertThat(one.health("f", 1, start).invocations()).isZero();
        assertThat(one.days("", start, clock.instant())).hasSize(1);
        one.store(batch("a", 2, List.of(printed("f", 1, "eu", "new")), List.of()));
        assertThat(texts(one.lines(from("f", after, 10)))).containsExactly("new");
        clock.advance(Duration.ofDays(400));
        one.forget(Duration.ofMinutes(1));
        assertThat(one.days("", start, clock.instant())).isEmpty();
    }

    @Test
    void aFunctionThatPrintsTooMuchLosesItsOldestLinesAndNoOtherDoes() {
        one.store(batch("a", 1, List.of(printed("quiet", 1, "eu", "hello")), List.of()));
        for (int i = 1; i <= 25; i++) {
            one.store(batch("b", i, List.of(printed("loud", 1, "eu", "x".repeat(500) + i)), List.of()));
        }

        one.forget(Duration.ofMinutes(1));
        List<String> kept = texts(one.lines(of("loud")));

        assertThat(kept).hasSizeBetween(5, 20);
        assertThat(kept.getLast()).endsWith("x25");
        assertThat(texts(one.lines(of("quiet")))).containsExactly("hello");
    }

    @Test
    void oneControlPlaneForgetsAtATime() {
        one.store(batch("a", 1, List.of(printed("f", 1, "eu", "old")), List.of()));
        one.forget(Duration.ofMinutes(1));
        clock.advance(Duration.ofDays(8));
        two.forget(Duration.ofDays(9));
        assertThat(one.lines(of("f")).lines()).hasSize(1);
        two.forget(Duration.ofMinutes(1));
        assertThat(one.lines(of("f")).lines()).isEmpty();
    }

    @Test
    void aBatchOfAnotherFormIsRefused() {
        JsonObject good = new JsonObject("""
                {"node": "a", "region": "eu", "run": "r", "batch": 1, "used": [],
                 "printed": [{"function": "f", "version": 1, "lines": [{"at": 1, "requestId": "", "text": "x"}]}]}""");
        assertThat(OutputBatch.read(good, 5).printed())
                .singleElement()
                .satisfies(chunk -> assertThat(chunk.lastAt()).isEqualTo(1));
        for (String field : good.fieldNames().stream().toList()) {
            if (!field.equals("node") && !field.equals("region") && !field.equals("run")) {
                JsonObject bad = good.copy();
                bad.remove(field);
                assertThatThrownBy(() -> OutputBatch.read(bad, 5)).isInstanceOf(RuntimeException.class);
            }
        }
        JsonObject named = good.copy();
        named.getJsonArray("printed").getJsonObject(0).put("function", "../x");
        assertThatThrownBy(() -> OutputBatch.read(named, 5)).hasMessageContaining("function name");
    }
}
