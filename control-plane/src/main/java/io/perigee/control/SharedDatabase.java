package io.perigee.control;

import io.perigee.cluster.LogDatabase;
import io.perigee.control.change.Changes;
import io.perigee.control.store.Store;

/** The log's database where several control planes may use it. */
record SharedDatabase(Store store, Changes changes) implements LogDatabase {

    @Override
    public Contact contact(String plane, long count) {
        store.inTransaction(transaction -> {
            transaction.noteControlPlane(plane, count);
            return plane;
        });
        Contact contact = store.read(transaction -> new Contact(transaction.head(), transaction.controlPlanes()));
        if (contact.head() > changes.lastSeen().sequence()) {
            changes.refreshed();
        }
        return contact;
    }

    @Override
    public void forget(String plane, long count) {
        store.inTransaction(transaction -> {
            transaction.forgetControlPlane(plane, count);
            return plane;
        });
    }
}
