package io.perigee.distribution.routing;

import io.perigee.distribution.Origin;
import java.util.List;
import java.util.Set;

/** Where a behavior's content comes from. */
public sealed interface OriginTarget {

    /** The id that the behavior names. */
    String id();

    /** The origins in the order in which they are asked; at least one. */
    List<Origin> origins();

    /** Whether a response with this status makes the network ask the next origin. */
    boolean failsOver(int status);

    /** One origin. */
    record Single(Origin origin) implements OriginTarget {
        @Override
        public String id() {
            return origin.id();
        }

        @Override
        public List<Origin> origins() {
            return List.of(origin);
        }

        @Override
        public boolean failsOver(int status) {
            return false;
        }
    }

    /** A group of origins. */
    record Group(String id, List<Origin> origins, Set<Integer> failoverStatusCodes) implements OriginTarget {
        public Group {
            origins = List.copyOf(origins);
            failoverStatusCodes = Set.copyOf(failoverStatusCodes);
        }

        @Override
        public boolean failsOver(int status) {
            return failoverStatusCodes.contains(status);
        }
    }
}
