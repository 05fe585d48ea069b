package io.perigee.chaos.nemesis;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** Who is under a fault at the moment: nobody is under two, because healing one would heal the other. Thread-safe. */
final class Held {

    private final Set<String> victims = new HashSet<>();

    /** Takes hold of all of them, or of none if one is held already. */
    synchronized boolean take(Set<String> wanted) {
        return Collections.disjoint(victims, wanted) && victims.addAll(wanted);
    }

    synchronized void release(Set<String> ended) {
        victims.removeAll(ended);
    }
}
