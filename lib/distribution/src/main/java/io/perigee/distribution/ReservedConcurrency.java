package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import org.jspecify.annotations.Nullable;

/**
 * Concurrent executions that a function has to itself, and that are the most it gets, in a region. See AWS on <a
 * href="https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html">PutFunctionConcurrency</a>.
 */
public record ReservedConcurrency(
        @Describes(
                value = "The region; left out: every region that is not named by another entry.",
                format = Format.ID,
                maxLength = 64)
        @Nullable
        String region,

        @Describes(
                value = "The calls of all versions of the function that may be under way in the region; with 0 all are"
                        + " throttled.",
                max = "1000000")
        int reservedConcurrentExecutions) {}
