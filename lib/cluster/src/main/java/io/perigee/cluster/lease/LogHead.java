package io.perigee.cluster.lease;

import io.perigee.cluster.log.LogPosition;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The log's head as the cluster's memory has it, and how fresh that is.
 *
 * <p>A control plane brings the head up to the database again and again: it reads its count here, asks the database, and
 * then writes the head together with the count raised by one, if the count is still what it was. So when its count has gone
 * up by two since somebody looked, the database was asked after that look (the first of the two may have been asked before it,
 * the second was asked after the first was written). {@link Freshness} draws that conclusion.
 *
 * @param position the highest entry that is known to be committed
 * @param counts how often each control plane has brought the head up to the database, by its name in the cluster (no spaces)
 */
public record LogHead(LogPosition position, Map<String, Long> counts) {

    public LogHead {
        counts = Map.copyOf(counts);
    }

    /** How often {@code plane} has asked the database. */
    public long count(String plane) {
        return counts.getOrDefault(plane, 0L);
    }

    /** The same moved up to {@code to}: another log's head is replaced, its own is never moved down. */
    public LogHead raised(LogPosition to) {
        boolean reached = position.log().equals(to.log()) && position.sequence() >= to.sequence();
        return reached ? this : new LogHead(to, counts);
    }

    /**
     * The same after {@code plane} has asked the database, counted if its count is still what it was before it asked.
     *
     * @param kept whose counts stay beside its own
     */
    public LogHead counted(String plane, long before, Predicate<String> kept) {
        Map<String, Long> next = new HashMap<>(counts);
        next.keySet().removeIf(other -> !other.equals(plane) && !kept.test(other));
        if (count(plane) == before) {
            next.put(plane, before + 1);
        }
        return new LogHead(position, next);
    }

    /** The form that travels: {@code <log> <sequence>}, then {@code <plane> <count>} for each. */
    public String encode() {
        StringBuilder text = new StringBuilder(position.encode());
        new TreeMap<>(counts)
                .forEach((plane, count) ->
                        text.append(' ').append(plane).append(' ').append(count));
        return text.toString();
    }

    /**
     * Reads {@link #encode()}'s form.
     *
     * @throws IllegalArgumentException if {@code text} is not of that form
     */
    public static LogHead decode(String text) {
        String[] words = text.split(" ", -1);
        if (words.length % 2 != 0) {
            throw new IllegalArgumentException("expected '<log> <sequence> [<plane> <count> …]', was '" + text + "'");
        }
        Map<String, Long> counts = new TreeMap<>();
        for (int i = 2; i < words.length; i += 2) {
            counts.put(words[i], Long.parseLong(words[i + 1]));
        }
        return new LogHead(new LogPosition(words[0], Long.parseLong(words[1])), counts);
    }
}
