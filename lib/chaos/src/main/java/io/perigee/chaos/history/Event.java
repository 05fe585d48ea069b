package io.perigee.chaos.history;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.perigee.chaos.place.PlacedNode;
import java.util.List;
import java.util.OptionalLong;

/**
 * Something that happened in a run. All instants are nanoseconds since the run began, of the one monotonic clock of the process
 * in which origin, viewers, operators and nemesis are.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Began.class, name = "began"),
    @JsonSubTypes.Type(value = Event.Fetched.class, name = "fetched"),
    @JsonSubTypes.Type(value = Event.Answered.class, name = "answered"),
    @JsonSubTypes.Type(value = Event.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Event.Invalidated.class, name = "invalidated"),
    @JsonSubTypes.Type(value = Event.Changed.class, name = "changed"),
    @JsonSubTypes.Type(value = Event.Faulted.class, name = "faulted"),
    @JsonSubTypes.Type(value = Event.NotTried.class, name = "not-tried"),
    @JsonSubTypes.Type(value = Event.Agreed.class, name = "agreed"),
    @JsonSubTypes.Type(value = Event.Served.class, name = "served")
})
public sealed interface Event {

    /**
     * The first event of each run.
     *
     * @param version of this format; {@link #FORMAT}
     * @param place what the network was made of
     * @param leaseNanos how long a node may serve from its cache without contact to the change log
     * @param nodes those that it began with
     */
    record Began(int version, String scenario, long seed, String place, long leaseNanos, List<PlacedNode> nodes)
            implements Event {

        /** The version that is written. */
        public static final int FORMAT = 1;

        public Began {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * A request that reached the origin.
     *
     * @param id what the response is known by at viewers
     * @param version what the path's content was
     * @param at after the content was read, before anything was answered
     */
    record Fetched(long id, String path, long version, long at) implements Event {}

    /**
     * An answer that a viewer got whole.
     *
     * @param startedAt before the request was sent
     * @param fetch the id of the fetch that it says it comes from; 0 if it names none
     * @param version of the content that it carries; -1 if that is not what any version of the path looks like
     * @param hit whether the edge answered out of its own cache
     * @param config the number of the configuration that shaped it; 0 if it names none
     * @param function the number of the function that ran for it; 0 if it names none
     * @param detail what the edge says about an answer that is not good, in {@code X-Cache} and {@code
     *     Cache-Status}; else empty
     */
    record Answered(
            String region,
            String edge,
            String path,
            long startedAt,
            long endedAt,
            int status,
            long fetch,
            long version,
            boolean hit,
            long config,
            long function,
            String detail)
            implements Event {}

    /**
     * A request that got no answer, or not all of one.
     *
     * @param edge that was asked; empty if no edge could be reached
     */
    record Failed(String region, String edge, String path, long startedAt, long endedAt, String why) implements Event {}

    /**
     * An invalidation that the control plane acknowledged, as it stood at the end.
     *
     * @param id what the control plane calls it
     * @param paths exact, or below a prefix that ends with a star; those of a tag are the paths that carry it
     * @param sentAt before it was sent for the first time, and so before it was accepted
     * @param acknowledgedAt after the acknowledgement was read
     * @param completedAt after it was read to be completed; empty if it never was
     * @param kept whether it was still completed when it was read again at the end
     */
    record Invalidated(
            String id, List<String> paths, long sentAt, long acknowledgedAt, OptionalLong completedAt, boolean kept)
            implements Event {

        public Invalidated {
            paths = List.copyOf(paths);
        }

        /** Whether it makes a path's earlier content go away. */
        public boolean covers(String path) {
            return paths.stream().anyMatch(pattern -> covers(pattern, path));
        }

        /** Whether a path of an invalidation covers what is asked for. */
        public static boolean covers(String pattern, String path) {
            return pattern.endsWith("*")
                    ? path.startsWith(pattern.substring(0, pattern.length() - 1))
                    : path.equals(pattern);
        }
    }

    /**
     * A change that the control plane acknowledged, as it stood at the end.
     *
     * @param number counts up with each change of the kind, from 1
     * @param kept whether it, or a later one of its kind, was there when the configuration was read again at the end
     */
    record Changed(Kind kind, long number, long sentAt, long acknowledgedAt, boolean kept) implements Event {

        /** What was changed. */
        public enum Kind {
            CONFIGURATION,
            FUNCTION
        }
    }

    /**
     * A part of the network that was made to fail, or was taken away on purpose.
     *
     * @param fault its kind, as scenarios write it, such as {@code kill}
     * @param nodes that it happened to; of a link, who connects
     * @param to who is connected to, for faults of links
     * @param from before it began
     * @param done when it had happened: processes were gone, links cut
     * @param until when it was healed: processes were ready, links whole
     */
    record Faulted(String fault, List<String> nodes, List<String> to, long from, long done, long until)
            implements Event {

        public Faulted {
            nodes = List.copyOf(nodes);
            to = List.copyOf(to);
        }

        /** Whether operators do this on purpose, so that no viewer may notice. */
        @JsonIgnore
        public boolean isPlanned() {
            return switch (fault) {
                case "stop", "rolling-restart", "scale" -> true;
                default -> false;
            };
        }
    }

    /** A fault that the place cannot do, or that found nothing to be done to. */
    record NotTried(String fault, String why) implements Event {}

    /**
     * After everything was healed, the wait until all living nodes had applied what had been accepted by then.
     *
     * @param head the sequence that the control plane had accepted by then
     * @param agreedAt when all had applied it; empty if that did not come, or not before the next fault began
     * @param interrupted whether the next fault began before
     * @param behind the nodes that had not, when the wait ended
     */
    record Agreed(long healedAt, long head, OptionalLong agreedAt, boolean interrupted, List<String> behind)
            implements Event {

        public Agreed {
            behind = List.copyOf(behind);
        }
    }

    /**
     * At the end, after everything was healed: whether an edge answered for every path, and with which configuration.
     *
     * @param config the number of the configuration that its last answer was shaped by
     * @param function the number of the function that ran for it
     */
    record Served(String edge, List<String> notServed, long config, long function) implements Event {

        public Served {
            notServed = List.copyOf(notServed);
        }
    }
}
