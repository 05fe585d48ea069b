package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.util.List;
import java.util.Set;

/**
 * Origins of which the next is asked when one fails, for GET, HEAD and OPTIONS.
 *
 * <p>See <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html">Origin failover</a>.
 */
public record OriginGroup(
        @Describes(
                value = "Names the group; a behavior's targetOriginId can be an origin or a group.",
                format = Format.ID)
        String id,

        @Describes(
                value = "The ids of the primary and the secondary origin, in this order.",
                format = Format.ID,
                minItems = 2,
                maxItems = Limits.ORIGIN_GROUP_MEMBERS)
        List<String> members,

        @Describes(
                value =
                        "The statuses of the primary's response that make the network ask the secondary. A connection that fails or times out does so too.",
                defaultValue = "[500, 502, 503, 504]",
                oneOf = {403, 404, 416, 429, 500, 502, 503, 504},
                minItems = 1,
                maxItems = 8)
        Set<Integer> failoverStatusCodes) {

    public OriginGroup {
        members = List.copyOf(members);
        failoverStatusCodes = Ordered.copyOf(failoverStatusCodes);
    }
}
