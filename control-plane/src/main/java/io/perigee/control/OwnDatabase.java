package io.perigee.control;

import io.perigee.cluster.LogDatabase;
import io.perigee.control.change.Changes;
import java.util.Map;

/** The log's database where no other control plane can use it. */
record OwnDatabase(Changes changes) implements LogDatabase {

    @Override
    public Contact contact(String plane, long count) {
        return new Contact(changes.refreshed().sequence(), Map.of(plane, count));
    }

    @Override
    public void forget(String plane, long count) {
        // Nobody else is noted, and nobody else looks.
    }
}
