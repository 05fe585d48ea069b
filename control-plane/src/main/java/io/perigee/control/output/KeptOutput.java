package io.perigee.control.output;

import java.time.Duration;

/**
 * How long, and how much of, the output of functions is kept.
 *
 * @param lines how long lines are kept of functions that have no setting of their own
 * @param charactersOfOne how many characters of lines are kept of one function, the newest ones
 * @param days how long is kept what was used on a day
 */
public record KeptOutput(Duration lines, long charactersOfOne, Duration days) {}
