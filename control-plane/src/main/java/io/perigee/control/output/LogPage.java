package io.perigee.control.output;

import java.util.List;

/**
 * Some of a function's lines, in the order in which they came in.
 *
 * @param position where to go on
 * @param more whether to go on at once: the page was full, or as much was looked through as is at a time
 */
public record LogPage(List<LogLine> lines, LogPosition position, boolean more) {
    public LogPage {
        lines = List.copyOf(lines);
    }
}
