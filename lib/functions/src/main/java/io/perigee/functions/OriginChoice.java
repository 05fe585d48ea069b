package io.perigee.functions;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a CloudFront Function sends a viewer's request in place of the behavior's own origin, chosen with one of the methods of its module
 * {@code cloudfront}. The origins that it names are those of the distribution.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/helper-functions-origin-modification.html">Helper methods
 *     for origin modification</a>
 */
public sealed interface OriginChoice {

    /** The ids of the distribution's origins that it names. */
    List<String> originIds();

    /**
     * {@code cf.updateRequestOrigin()}: the behavior's origin, the primary one of a group, with other settings.
     *
     * @param properties those that change
     */
    record Updated(OriginProperties properties) implements OriginChoice {
        @Override
        public List<String> originIds() {
            return List.of();
        }
    }

    /** {@code cf.selectRequestOriginById()}: another origin of the distribution, alone. */
    record Selected(ById origin) implements OriginChoice {
        @Override
        public List<String> originIds() {
            return List.of(origin.originId());
        }
    }

    /**
     * {@code cf.createRequestOriginGroup()}: two origins of the distribution.
     *
     * @param failoverStatusCodes of the primary's response that make the network ask the secondary, 400 to 599
     */
    record Grouped(ById primary, ById secondary, Set<Integer> failoverStatusCodes) implements OriginChoice {
        public Grouped {
            failoverStatusCodes = Set.copyOf(failoverStatusCodes);
        }

        @Override
        public List<String> originIds() {
            return List.of(primary.originId(), secondary.originId());
        }
    }

    /** An origin of the distribution, by other names. */
    record ById(String originId, Names names) {}

    /**
     * By which names an origin is spoken to. Its certificate must be for the one that the TLS handshake names.
     *
     * @param hostHeader the {@code Host} that it gets, without a port
     * @param sni the server name of the TLS handshake; where it is empty the host header's, if there is one, else the domain name
     */
    record Names(Optional<String> hostHeader, Optional<String> sni) {
        public static final Names OWN = new Names(Optional.empty(), Optional.empty());
    }
}
