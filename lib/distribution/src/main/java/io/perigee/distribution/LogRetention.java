package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;

/**
 * How long what a function prints is kept, in place of what holds for all functions. See AWS on <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html">PutRetentionPolicy</a>;
 * any number of days will do here.
 */
public record LogRetention(
        @Describes(value = "How long lines of the function's log are kept, in days.", min = "1", max = "3653")
        int retentionInDays) {}
