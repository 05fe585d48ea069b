package io.perigee.delivery.response;

import io.perigee.distribution.Cors;
import io.perigee.distribution.ResponseHeadersPolicy;
import io.perigee.distribution.routing.AddedHeader;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import java.util.List;

/**
 * Applies a response headers policy.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html">
 *     Understand response headers policies</a>
 */
public final class PolicyHeaders {

    private PolicyHeaders() {}

    /**
     * Removes, then adds what the policy says; where an entry does not override, the origin's header stays.
     *
     * @param added {@link AddedHeader#of} of the policy
     * @param response is changed
     */
    public static void apply(
            ResponseHeadersPolicy policy, List<AddedHeader> added, RequestHead request, Headers.Builder response) {
        for (String name : policy.removeHeaders()) {
            response.remove(name);
        }
        Cors cors = policy.cors();
        if (cors != null) {
            CorsHeaders.apply(cors, request, response);
        }
        for (int i = 0; i < added.size(); i++) {
            AddedHeader header = added.get(i);
            if (!response.contains(header.name())) {
                response.add(header.name(), header.ifAbsent());
            } else if (header.ifPresent() != null) {
                response.set(header.name(), header.ifPresent());
            }
        }
    }
}
