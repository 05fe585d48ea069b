package io.perigee.chaos.place;

import java.time.Duration;
import java.util.Set;

/** One thing that is done to a place, and undone by what {@link Place#inflict} gives back. */
public sealed interface Harm {

    /** The process ends at once, without a word to anybody (SIGKILL); undone by starting it again. */
    record Kill(String node) implements Harm {}

    /** The process stands still, its connections stay (SIGSTOP); undone by letting it go on. */
    record Pause(String node) implements Harm {}

    /** The node is asked to end, and drains (SIGTERM); undone by starting it again. */
    record Stop(String node) implements Harm {}

    /**
     * What is sent does not arrive, and nobody is told.
     *
     * @param directions which bytes; one of them is an asymmetric cut
     */
    record Cut(Link link, Set<Link.Direction> directions) implements Harm {
        public Cut {
            directions = Set.copyOf(directions);
        }
    }

    /** Connections break, and new ones are refused or reset. */
    record Reset(Link link) implements Harm {}

    /**
     * What is sent takes longer.
     *
     * @param by each way
     */
    record Delay(Link link, Duration by) implements Harm {}

    /**
     * Some of what is sent is lost, and sent again by TCP.
     *
     * @param share of packets, more than 0 and less than 1
     */
    record Loss(Link link, double share) implements Harm {}

    /** The file systems that the node writes its data and its cache to are full; undone by making room. */
    record FillDisk(String node) implements Harm {}

    /**
     * The node's wall clock jumps; undone by setting it right. Monotonic clocks go on.
     *
     * @param by forwards, or backwards if it is negative
     */
    record MoveClock(String node, Duration by) implements Harm {}
}
