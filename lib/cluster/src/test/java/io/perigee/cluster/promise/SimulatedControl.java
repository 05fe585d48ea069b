package io.perigee.cluster.promise;

import io.perigee.cluster.lease.LeaseLedger;
import io.perigee.cluster.lease.LeaseRecord;
import io.perigee.cluster.lease.LeaseTerms;
import io.perigee.cluster.log.LogPosition;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/** One process of a control plane: the real ledger, and looks that may be interrupted between any two of their steps. */
final class SimulatedControl {

    private final World world;
    private final World.Program process;
    private final Store store;
    private final LeaseLedger ledger;
    private final LongConsumer completed;

    SimulatedControl(World world, Store store, LeaseTerms terms, boolean newLog, LongConsumer completed) {
        this.world = world;
        this.process = world.new Program();
        this.store = store;
        this.completed = completed;
        this.ledger = new LeaseLedger(terms, Store.LOG, newLog, process::nanos);
        process.after(world.between(0, Times.seconds(2)), () -> store.raiseHead(store.database.size()));
        process.after(0, this::look);
        if (world.chance(0.5)) {
            process.after(0, this::listen);
        }
    }

    /** Raises the head for what is in the database, some time after it was committed. */
    void publish(long sequence, Runnable sent) {
        process.after(world.between(0, Times.millis(20)), () -> {
            store.raiseHead(sequence);
            sent.run();
        });
    }

    void standStill(long duration) {
        process.standStill(duration);
    }

    void kill() {
        process.kill();
    }

    boolean dead() {
        return process.dead();
    }

    private void listen() {
        Map<String, LeaseRecord> heard = new HashMap<>(store.records);
        heard.forEach((key, record) -> {
            if (!world.chance(0.3)) {
                process.after(world.between(0, Times.millis(300)), () -> ledger.heard(key, record));
            }
        });
        process.after(world.between(Times.millis(10), Times.seconds(1)), this::listen);
    }

    private void look() {
        LeaseLedger.Look look = ledger.begin();
        process.after(step(), () -> {
            LogPosition head = store.head;
            process.after(step(), () -> {
                Map<String, LeaseRecord> records = new HashMap<>(store.records);
                process.after(step(), () -> {
                    if (head != null) {
                        completed.accept(ledger.conclude(look, head, records));
                        ledger.dead(look)
                                .forEach(key ->
                                        process.after(step(), () -> store.records.remove(key, records.get(key))));
                    }
                    process.after(world.between(0, Times.millis(500)), this::look);
                });
            });
        });
    }

    private long step() {
        return world.chance(0.02) ? world.between(0, Times.seconds(15)) : world.between(0, Times.millis(2));
    }
}
