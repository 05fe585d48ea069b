package io.perigee.cluster;

import java.util.Map;

/**
 * The change log's database as a control plane's place in the cluster needs it. Control planes that share it learn there of
 * each other even when the network between them is cut. Its methods block, and throw while the database is away.
 */
public interface LogDatabase {

    /**
     * Notes that {@code plane} is there and finds out who else is. First the note is committed; then, all else is
     * read as it is at one moment after that. So of two control planes that do this at the same time one sees the other at least, and
     * whoever is not seen reads a head that is not lower.
     *
     * @param plane the control plane's name in the cluster
     * @param count differs from the one before
     */
    Contact contact(String plane, long count);

    /** Forgets the note of a control plane that has left or died, unless its count is another one by now. */
    void forget(String plane, long count);

    /**
     * What the database says at one moment.
     *
     * @param head the highest sequence that is committed, 0 if none
     * @param planes the counts that control planes have noted last, by their names, the asking one's included
     */
    record Contact(long head, Map<String, Long> planes) {
        public Contact {
            planes = Map.copyOf(planes);
        }
    }
}
