package io.perigee.delivery.output;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What one version of a function has printed and was not sent yet, up to a limit of its own: a function that floods its log loses lines of its
 * own only, and a line in their place tells how many. Not thread-safe.
 */
final class PrintedLines {

    /** Longer lines are cut into several. */
    static final int LONGEST_LINE = 16 << 10;

    /** What a line costs beside its text. */
    static final int LINE_OVERHEAD = 128;

    private record Line(long at, String requestId, String text) {
        int cost() {
            return text.length() + requestId.length() + LINE_OVERHEAD;
        }

        JsonObject toJson() {
            return new JsonObject().put("at", at).put("requestId", requestId).put("text", text);
        }
    }

    private final Deque<Line> lines = new ArrayDeque<>();
    private int characters;
    private long dropped;

    boolean isEmpty() {
        return lines.isEmpty() && dropped == 0;
    }

    /**
     * Keeps the line, or counts it as dropped where there would be more than {@code most} characters.
     *
     * @return how many characters more there are
     */
    int add(long at, String requestId, String text, int most) {
        int before = characters;
        int from = 0;
        do {
            int to = end(text, from);
            Line line = new Line(at, requestId, text.substring(from, to));
            if (characters + line.cost() > most) {
                dropped++;
                break;
            }
            tellDropped(at);
            keep(line);
            from = to;
        } while (from < text.length());
        return characters - before;
    }

    /** Where the piece ends that starts there; a character of two code units is not cut apart. */
    private static int end(String text, int from) {
        int end = from + LONGEST_LINE;
        if (end >= text.length()) {
            return text.length();
        }
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    private void tellDropped(long at) {
        if (dropped > 0) {
            keep(new Line(at, "", dropped + " lines were dropped here: more was printed than could be sent"));
            dropped = 0;
        }
    }

    private void keep(Line line) {
        characters += line.cost();
        lines.add(line);
    }

    /**
     * What moving lines came to.
     *
     * @param taken characters that were moved
     * @param freed characters fewer that there are
     */
    record Moved(int taken, int freed) {}

    /** Moves lines over, the oldest first, until there are none or they come to that many characters. */
    Moved moveTo(JsonArray batch, int most, long now) {
        int before = characters;
        int taken = 0;
        while (taken < most && !isEmpty()) {
            if (lines.isEmpty()) {
                tellDropped(now);
            }
            Line line = lines.remove();
            characters -= line.cost();
            taken += line.cost();
            batch.add(line.toJson());
        }
        return new Moved(taken, before - characters);
    }
}
