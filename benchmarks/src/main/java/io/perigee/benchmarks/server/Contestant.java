package io.perigee.benchmarks.server;

import java.io.IOException;
import java.util.Set;

/** A server that can be compared with others: one that runs on one processor and caches what one small origin has. */
public interface Contestant {

    /** What it stands for in the comparison. */
    enum Role {
        /** What the others are measured by: the least that this platform can do. */
        BASELINE,
        /** Perigee. */
        EDGE,
        /** Another cache. */
        PEER
    }

    /** What it is called in tables and in {@code --only}: lower case, without spaces. */
    String name();

    /** Where it has what it answers with. */
    Storage storage();

    Role role();

    /** How it is set up, in a line, for those who judge whether that is fair. */
    String setup();

    Set<Transport> transports();

    /** Whether it reads its files through a mapping, so that nobody can tell from outside what it reads. */
    default boolean mapsItsFiles() {
        return false;
    }

    /** Whether it is here. */
    Availability availability();

    /**
     * Starts it; returns without waiting until it answers.
     *
     * @throws IOException if one of its files cannot be written or its program cannot be run
     */
    Started start(Stage stage) throws IOException, InterruptedException;

    /** Whether a server can be started on this machine. */
    sealed interface Availability {
        /**
         * It can.
         *
         * @param version as the program says, in a line
         */
        record Installed(String version) implements Availability {}

        /**
         * Its program is not here.
         *
         * @param remedy the command that installs it
         */
        record Missing(String remedy) implements Availability {}
    }
}
