package io.perigee.delivery.output;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.Ending;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.Invocation;
import io.perigee.testkit.ManualClock;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CollectedOutputTest {

    private static final FunctionId LOUD = new FunctionId("loud", 1);
    private static final FunctionId QUIET = new FunctionId("quiet", 2);
    private static final int MOST_OF_ONE = 1 << 20;
    private static final int DOCUMENT_LIMIT = 1 << 20;

    private final ManualClock clock = new ManualClock();
    private final CollectedOutput output = new CollectedOutput(clock);

    private JsonObject take() {
        return requireNonNull(output.take());
    }

    private List<JsonObject> takeAll() {
        List<JsonObject> batches = new ArrayList<>();
        for (@Nullable JsonObject next = output.take(); next != null; next = output.take()) {
            batches.add(next);
        }
        return batches;
    }

    private static List<String> texts(List<JsonObject> batches, FunctionId function) {
        return batches.stream()
                .flatMap(batch -> batch.getJsonArray("printed").stream())
                .map(JsonObject.class::cast)
                .filter(chunk -> chunk.getString("function").equals(function.name()))
                .flatMap(chunk -> chunk.getJsonArray("lines").stream())
                .map(line -> ((JsonObject) line).getString("text"))
                .toList();
    }

    private static long sum(List<JsonObject> batches, String field) {
        return batches.stream()
                .flatMap(batch -> batch.getJsonArray("used").stream())
                .mapToLong(use -> ((JsonObject) use).getLong(field))
                .sum();
    }

    private static Invocation invocation(Duration billed, int memory) {
        return new Invocation(
                QUIET, "id", Optional.empty(), Invocation.Outcome.SUCCESS, billed, billed, memory, 0, Optional.empty());
    }

    @Test
    void aBatchHasWhatWasPrintedAndUsedAndThenThereIsNothing() {
        output.line(QUIET, "r1", "hello");
        output.ended(QUIET, FunctionTier.LAMBDA, Ending.SUCCESS, TimeUnit.MICROSECONDS.toNanos(1_500));
        output.ended(QUIET, FunctionTier.LAMBDA, Ending.ERROR, TimeUnit.MINUTES.toNanos(2));
        output.ended(QUIET, FunctionTier.LAMBDA, Ending.THROTTLE, 0);
        output.report(invocation(Duration.ofMillis(3), 128));

        JsonObject batch = take();

        assertThat(batch.getJsonArray("printed"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("function", "quiet")
                                .put("version", 2L)
                                .put(
                                        "lines",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("at", clock.millis())
                                                        .put("requestId", "r1")
                                                        .put("text", "hello")))));
        JsonObject used = batch.getJsonArray("used").getJsonObject(0);
        assertThat(used.getString("tier")).isEqualTo("LAMBDA");
        assertThat(used.getLong("minute")).isEqualTo(clock.millis() / 60_000);
        assertThat(used.getLong("invocations")).isEqualTo(2);
        assertThat(used.getLong("errors")).isEqualTo(1);
        assertThat(used.getLong("throttles")).isEqualTo(1);
        assertThat(used.getLong("durationMicros")).isEqualTo(120_001_500);
        assertThat(used.getLong("billedMillis")).isEqualTo(3);
        assertThat(used.getLong("megabyteMillis")).isEqualTo(384);
        assertThat(used.getJsonArray("latency").getLong(1)).isEqualTo(1);
        assertThat(used.getJsonArray("latency").getLong(16)).isEqualTo(1);
        assertThat(output.take()).isNull();
    }

    @Test
    void whatWasUsedCountsInItsOwnMinute() {
        output.ended(QUIET, FunctionTier.VERTICLE, Ending.SUCCESS, 1);
        output.sumUp();
        clock.advance(Duration.ofMinutes(1));
        output.ended(QUIET, FunctionTier.VERTICLE, Ending.SUCCESS, 1);
        output.sumUp();
        output.ended(QUIET, FunctionTier.VERTICLE, Ending.SUCCESS, 1);

        assertThat(take().getJsonArray("used").stream()
                        .map(use -> ((JsonObject) use).getLong("invocations"))
                        .toList())
                .containsExactly(1L, 2L);
    }

    @Test
    void nothingIsLostOrCountedTwiceWhileCallsGoOn() throws Exception {
        int threads = 4;
        int calls = 20_000;
        List<JsonObject> batches = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(callers.submit(() -> {
                    for (int n = 0; n < calls; n++) {
                        output.ended(QUIET, FunctionTier.VERTICLE, n % 2 == 0 ? Ending.SUCCESS : Ending.ERROR, 700);
                    }
                }));
            }
            while (!running.stream().allMatch(Future::isDone)) {
                batches.addAll(takeAll());
            }
        }
        batches.addAll(takeAll());

        assertThat(sum(batches, "invocations")).isEqualTo((long) threads * calls);
        assertThat(sum(batches, "errors")).isEqualTo((long) threads * calls / 2);
        assertThat(sum(batches, "durationMicros")).isEqualTo((long) threads * calls * 700 / 1_000);
    }

    @Test
    void aFunctionThatFloodsItsLogLosesLinesOfItsOwnAndIsToldHowMany() {
        int printed = 200_000;
        for (int i = 0; i < printed; i++) {
            output.line(LOUD, "r", "flood " + i);
        }
        output.line(QUIET, "r", "hello");

        List<JsonObject> batches = takeAll();

        List<String> loud = texts(batches, LOUD);
        assertThat(loud.stream().mapToInt(String::length).sum()).isLessThan(MOST_OF_ONE);
        assertThat(loud.getFirst()).isEqualTo("flood 0");
        assertThat(loud.get(loud.size() - 2)).isEqualTo("flood " + (loud.size() - 2));
        assertThat(loud.getLast()).startsWith(printed - (loud.size() - 1) + " lines were dropped here");
        assertThat(texts(batches, QUIET)).containsExactly("hello");
        assertThat(batches).allMatch(batch -> batch.toBuffer().length() < DOCUMENT_LIMIT);

        output.line(LOUD, "r", "again");
        assertThat(texts(takeAll(), LOUD)).containsExactly("again");
    }

    @Test
    void whatIsDroppedIsToldWhereItIsMissing() {
        String line = "x".repeat(10_000);
        for (int written = 0; written < MOST_OF_ONE; written += line.length()) {
            output.line(LOUD, "r", line);
        }
        int before = texts(List.of(take()), LOUD).size();
        output.line(LOUD, "r", "after");

        List<String> rest = texts(takeAll(), LOUD);
        assertThat(before).isPositive();
        assertThat(rest.get(rest.size() - 2)).matches("[1-9] lines were dropped here.*");
        assertThat(rest.getLast()).isEqualTo("after");
    }

    @Test
    void manyFloodingFunctionsLeaveRoomForAQuietOne() {
        String line = "x".repeat(16_000);
        for (int function = 1; function <= 40; function++) {
            for (int i = 0; i < 80; i++) {
                output.line(new FunctionId("flood-" + function, 1), "r", line);
            }
        }
        output.line(QUIET, "r", "hello");

        List<JsonObject> batches = takeAll();

        assertThat(texts(batches, QUIET)).containsExactly("hello");
        long kept =
                batches.stream().mapToLong(batch -> batch.toBuffer().length()).sum();
        assertThat(kept).isLessThan(12L << 20);
    }

    @Test
    void aLongLineIsSentInPiecesAndStrangeCharactersStayWithinTheLimitOfABatch() {
        String emoji = "\uD83D\uDE00".repeat(30_001);
        output.line(QUIET, "r", "a" + emoji);
        String controls = "\u0001".repeat(300_000);
        output.line(LOUD, "r", controls);

        List<JsonObject> batches = takeAll();

        assertThat(String.join("", texts(batches, QUIET))).isEqualTo("a" + emoji);
        assertThat(texts(batches, QUIET))
                .noneMatch(piece -> Character.isLowSurrogate(piece.charAt(0)))
                .hasSizeGreaterThan(3);
        assertThat(String.join("", texts(batches, LOUD))).isEqualTo(controls);
        assertThat(batches).allMatch(batch -> batch.toBuffer().length() < DOCUMENT_LIMIT);
    }

    @Test
    void emptyLinesAreLines() {
        output.line(QUIET, "", "");
        assertThat(texts(takeAll(), QUIET)).containsExactly("");
    }
}
