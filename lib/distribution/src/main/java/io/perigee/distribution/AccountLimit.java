package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;

/**
 * What the functions of a network may take together in each region. See AWS on <a
 * href="https://docs.aws.amazon.com/lambda/latest/api/API_AccountLimit.html">AccountLimit</a>.
 */
public record AccountLimit(
        @Describes(
                value = "The calls of all functions that may be under way in a region, CloudFront Functions aside.",
                defaultValue = "1000",
                min = "100",
                max = "1000000")
        int concurrentExecutions) {

    /** Lambda's default. */
    public static final AccountLimit DEFAULT = new AccountLimit(1_000);
}
