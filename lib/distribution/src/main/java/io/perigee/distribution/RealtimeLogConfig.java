package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.util.Set;

/**
 * What is logged in real time of the requests of the behaviors that name it.
 *
 * <p>See <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_RealtimeLogConfig.html">RealtimeLogConfig</a>.
 */
public record RealtimeLogConfig(
        @Describes(value = "Names the configuration within the distribution, and in each line.", format = Format.ID)
        String name,

        @Describes(
                value = "How many of a hundred requests are logged, drawn by chance.",
                defaultValue = "100",
                min = "1",
                max = "100")
        int samplingRate,

        @Describes(value = "The fields of each line, in this order.", minItems = 1, maxItems = 40)
        Set<RealtimeLogField> fields) {

    public RealtimeLogConfig {
        fields = Ordered.copyOf(fields);
    }
}
