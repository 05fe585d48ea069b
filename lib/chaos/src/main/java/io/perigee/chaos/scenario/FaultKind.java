package io.perigee.chaos.scenario;

import java.util.Locale;

/** What a fault is. A scenario names it in lower case with hyphens. */
public enum FaultKind {
    /** SIGKILL; healed by starting the nodes again. */
    KILL(Needs.NODES),
    /** SIGSTOP; healed by SIGCONT. */
    PAUSE(Needs.NODES),
    /** SIGTERM, and started again when it is over: a planned absence. */
    STOP(Needs.NODES),
    /** One node after the other is stopped gracefully and started again. */
    ROLLING_RESTART(Needs.NODES),
    /** Edges are added, and those that were added stopped for good when it is over. */
    SCALE(Needs.EDGES),
    /** What is sent on links does not arrive, and nobody is told. */
    CUT(Needs.LINKS),
    /** Connections of links break, and new ones as well. */
    RESET(Needs.LINKS),
    /** What is sent on links takes longer. */
    DELAY(Needs.LINKS),
    /** Some of what is sent on links is lost, and sent again. */
    LOSS(Needs.LINKS),
    /** The file systems of nodes are full. */
    FULL_DISK(Needs.NODES),
    /** The wall clocks of nodes go forwards by a jump. */
    CLOCK_FORWARDS(Needs.NODES),
    /** The wall clocks of nodes go backwards by a jump. */
    CLOCK_BACKWARDS(Needs.NODES),
    /** The origin refuses connections. */
    ORIGIN_DOWN(Needs.NOTHING),
    /** The origin's answers take longer. */
    ORIGIN_SLOW(Needs.NOTHING),
    /** The origin breaks connections in the middle of bodies. */
    ORIGIN_RESET(Needs.NOTHING),
    /** The origin answers with bytes that are no HTTP. */
    ORIGIN_GARBAGE(Needs.NOTHING);

    /** What a fault is aimed at. */
    public enum Needs {
        NODES,
        EDGES,
        LINKS,
        NOTHING
    }

    private final Needs needs;

    FaultKind(Needs needs) {
        this.needs = needs;
    }

    public Needs needs() {
        return needs;
    }

    /** How a scenario writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether operators do this on purpose, so that no viewer may notice. */
    public boolean isPlanned() {
        return this == STOP || this == ROLLING_RESTART || this == SCALE;
    }
}
