package io.perigee.cluster.log;

import java.util.Objects;

/**
 * A place in a change log: which log, and the last entry of it that counts as seen.
 *
 * <p>The log's identity is made with its database. A node whose position names another log cannot continue by number
 * (the numbers mean other changes there) and takes a snapshot instead.
 *
 * @param log the log's identity, opaque; empty only in {@link #NONE}
 * @param sequence the last entry seen, from 1; 0 before the first
 */
public record LogPosition(String log, long sequence) {

    /** Nothing seen of any log. */
    public static final LogPosition NONE = new LogPosition("", 0);

    public LogPosition {
        Objects.requireNonNull(log, "log");
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence must be 0 or more, was " + sequence);
        }
        if (log.isEmpty() && sequence != 0) {
            throw new IllegalArgumentException("a position past 0 needs the identity of its log");
        }
        if (log.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("a log's identity must not contain a space: '" + log + "'");
        }
    }

    /** The position just after {@code sequence} in the same log. */
    public LogPosition at(long sequence) {
        return new LogPosition(log, sequence);
    }

    /** The form that travels and is stored: {@code <log> <sequence>}. */
    public String encode() {
        return log + ' ' + sequence;
    }

    /**
     * Reads {@link #encode()}'s form.
     *
     * @throws IllegalArgumentException if {@code text} is not of that form
     */
    public static LogPosition decode(String text) {
        int space = text.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("expected '<log> <sequence>', was '" + text + "'");
        }
        return new LogPosition(text.substring(0, space), Long.parseLong(text.substring(space + 1)));
    }
}
