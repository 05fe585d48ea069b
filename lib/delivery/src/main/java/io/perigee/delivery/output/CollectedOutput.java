package io.perigee.delivery.output;

import io.perigee.functions.Ending;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.Invocation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Output of functions that has not been sent yet. Lines are kept up to a limit for each version and for all together, beyond which the
 * newest are dropped and counted. What was used is summed up by minute and never dropped: while it cannot be sent for so long that there
 * would be too many minutes, it counts in the last of them.
 */
public final class CollectedOutput implements FunctionOutput {

    /** Characters of lines that are kept until they are sent, of one version. */
    private static final int MOST_OF_ONE = 1 << 20;

    /** The same of all together; beyond it a version keeps {@link #LEAST_OF_ONE}. */
    private static final int MOST_OF_ALL = 8 << 20;

    private static final int LEAST_OF_ONE = 32 << 10;

    /** Characters of lines in a batch, but for the last line: even where JSON makes six of each, it is below 1 MiB. */
    private static final int BATCH_CHARACTERS = 96 << 10;

    /** Minutes of versions that are kept until they are sent. */
    private static final int MOST_MINUTES = 4_096;

    /** Of them in a batch. */
    private static final int BATCH_MINUTES = 256;

    private record Minute(FunctionId function, FunctionTier tier, long minute) {}

    private final InstantSource clock;
    private final ConcurrentMap<FunctionId, UseCounter> counters = new ConcurrentHashMap<>();

    // Guarded by this.
    private final Map<FunctionId, PrintedLines> printed = new LinkedHashMap<>();
    private final Map<Minute, FunctionUse> minutes = new LinkedHashMap<>();
    private int characters;

    public CollectedOutput(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void line(FunctionId function, String requestId, String text) {
        PrintedLines lines = printed.computeIfAbsent(function, first -> new PrintedLines());
        characters += lines.add(clock.millis(), requestId, text, characters < MOST_OF_ALL ? MOST_OF_ONE : LEAST_OF_ONE);
    }

    @Override
    public void report(Invocation call) {
        counter(call.function()).cost(call);
    }

    @Override
    public void ended(FunctionId function, FunctionTier tier, Ending ending, long nanos) {
        counter(function).ended(tier, ending, nanos);
    }

    private UseCounter counter(FunctionId function) {
        UseCounter counter = counters.get(function);
        return counter != null ? counter : counters.computeIfAbsent(function, first -> new UseCounter());
    }

    /** Takes a batch out: {@code printed}, {@code used}. Null if there is nothing. */
    @Nullable
    synchronized JsonObject take() {
        sumUp();
        JsonArray chunks = takeLines();
        JsonArray uses = takeMinutes();
        return chunks.isEmpty() && uses.isEmpty()
                ? null
                : new JsonObject().put("printed", chunks).put("used", uses);
    }

    /** Notes what was used since the last time as used in this minute. To be called several times a minute. */
    synchronized void sumUp() {
        long minute = TimeUnit.MILLISECONDS.toMinutes(clock.millis());
        counters.forEach((function, counter) -> {
            FunctionTier tier = counter.tier();
            if (tier == null) {
                return;
            }
            Minute key = new Minute(function, tier, minute);
            if (minutes.size() < MOST_MINUTES || minutes.containsKey(key)) {
                FunctionUse use = counter.sinceBefore();
                if (!use.isNothing()) {
                    minutes.merge(key, use, FunctionUse::plus);
                }
            }
        });
    }

    private JsonArray takeLines() {
        JsonArray chunks = new JsonArray();
        int left = BATCH_CHARACTERS;
        // Those that are left over come first the next time.
        for (FunctionId function : List.copyOf(printed.keySet())) {
            PrintedLines lines = Objects.requireNonNull(printed.remove(function));
            JsonArray texts = new JsonArray();
            PrintedLines.Moved moved = lines.moveTo(texts, left, clock.millis());
            characters -= moved.freed();
            left -= moved.taken();
            chunks.add(new JsonObject()
                    .put("function", function.name())
                    .put("version", function.version())
                    .put("lines", texts));
            if (!lines.isEmpty()) {
                printed.put(function, lines);
            }
            if (left <= 0) {
                break;
            }
        }
        return chunks;
    }

    private JsonArray takeMinutes() {
        JsonArray uses = new JsonArray();
        Iterator<Map.Entry<Minute, FunctionUse>> each = minutes.entrySet().iterator();
        while (each.hasNext() && uses.size() < BATCH_MINUTES) {
            Map.Entry<Minute, FunctionUse> next = each.next();
            Minute minute = next.getKey();
            uses.add(next.getValue()
                    .toJson()
                    .put("function", minute.function().name())
                    .put("version", minute.function().version())
                    .put("tier", minute.tier().name())
                    .put("minute", minute.minute()));
            each.remove();
        }
        return uses;
    }
}
