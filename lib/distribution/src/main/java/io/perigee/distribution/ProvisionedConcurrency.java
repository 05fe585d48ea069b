package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import org.jspecify.annotations.Nullable;

/**
 * Execution environments of a version that are kept initialised in a region. See AWS on <a
 * href="https://docs.aws.amazon.com/lambda/latest/api/API_PutProvisionedConcurrencyConfig.html">PutProvisionedConcurrencyConfig</a>.
 */
public record ProvisionedConcurrency(
        @Describes(
                value = "A version's number or an alias; not latest. An alias's versions share by their weights.",
                format = Format.FUNCTION_VERSION,
                maxLength = 64)
        String qualifier,

        @Describes(
                value = "The region; left out: every region that is not named by another entry of this qualifier.",
                format = Format.ID,
                maxLength = 64)
        @Nullable
        String region,

        @Describes(value = "The environments that are kept in the region.", min = "1", max = "1000000")
        int provisionedConcurrentExecutions) {}
