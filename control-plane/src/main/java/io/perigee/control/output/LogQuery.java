package io.perigee.control.output;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which of a function's lines are wanted.
 *
 * @param position where to go on
 * @param since epoch milliseconds
 * @param until epoch milliseconds; lines of that time and later are not wanted
 * @param text what lines must have in them; empty: anything
 * @param limit the most lines of a page
 */
public record LogQuery(
        String function,
        LogPosition position,
        long since,
        long until,
        OptionalLong version,
        Optional<String> region,
        String text,
        int limit) {}
