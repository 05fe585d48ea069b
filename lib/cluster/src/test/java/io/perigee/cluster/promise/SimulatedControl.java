package io.perigee.cluster.promise;

import io.perigee.cluster.lease.LeaseLedger;
import io.perigee.cluster.lease.LeaseRecord;
import io.perigee.cluster.lease.LeaseTerms;
import io.perigee.cluster.lease.LogHead;
import io.perigee.cluster.promise.PromiseSimulation.Fault;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * One process of a control plane: the real ledger, and looks and contacts with the database that may be interrupted between
 * any two of their steps.
 */
final class SimulatedControl {

    private final World world;
    private final World.Program process;
    private final Store store;
    private final LeaseTerms terms;
    private final Fault fault;
    private final LeaseLedger ledger;
    private final LongConsumer completed;
    private String name;
    private Memory memory;
    private Set<String> members;
    private int changes;
    private long contacts;
    private boolean databaseAway;

    SimulatedControl(
            World world,
            Store store,
            Memory memory,
            String name,
            LeaseTerms terms,
            Fault fault,
            boolean newLog,
            LongConsumer completed) {
        this.world = world;
        this.process = world.new Program();
        this.store = store;
        this.memory = memory;
        this.name = name;
        this.terms = terms;
        this.fault = fault;
        this.completed = completed;
        this.ledger = new LeaseLedger(terms, Store.LOG, newLog, process::nanos);
        memory.members.add(name);
        this.members = Set.copyOf(memory.members);
        process.after(world.between(0, Times.seconds(2)), this::contact);
        process.after(0, this::look);
        if (world.chance(0.5)) {
            process.after(0, this::listen);
        }
    }

    Memory memory() {
        return memory;
    }

    /** Goes on in a part of the cluster that was split off. */
    void splitOff(Memory part) {
        memory.members.remove(name);
        memory = part;
        memory.members.add(name);
    }

    /** Joins another part, under a new name and with what that part does not know of its records. */
    void merge(Memory into, String newName) {
        memory.members.remove(name);
        memory.records.forEach(into.records::putIfAbsent);
        memory = into;
        name = newName;
        memory.members.add(name);
        ledger.settleAgain();
    }

    /** Raises the head for what is in the database, and sends it, some time after it was committed and in either order. */
    void publish(long sequence, Runnable sent) {
        process.after(world.between(0, Times.millis(20)), () -> memory.changeHead(sequence, head -> head));
        process.after(world.between(0, Times.millis(20)), sent);
    }

    void loseDatabase(boolean away) {
        databaseAway = away;
    }

    void standStill(long duration) {
        process.standStill(duration);
    }

    void kill() {
        process.kill();
        memory.members.remove(name);
    }

    boolean dead() {
        return process.dead();
    }

    private void contact() {
        Set<String> now = Set.copyOf(memory.members);
        if (!now.equals(members)) {
            ledger.settleAgain();
            members = now;
            changes++;
        }
        String asking = name;
        String counter = asking + "/" + changes;
        LogHead known = memory.head;
        long before = known == null ? 0 : known.count(counter);
        process.after(step(), () -> {
            if (!databaseAway) {
                contacts++;
                store.notes.put(asking, contacts);
                process.after(step(), () -> read(asking, counter, before, now));
            } else if (fault == Fault.HEADS_UNCHECKED && known != null) {
                count(known.position().sequence(), counter, before, now);
            } else {
                again();
            }
        });
    }

    private void read(String asking, String counter, long before, Set<String> now) {
        long head = store.database.size();
        Map<String, Long> others = new HashMap<>(store.notes);
        process.after(step(), () -> {
            others.keySet().removeAll(now);
            others.remove(asking);
            ledger.contacted(head, fault == Fault.APART_UNNOTICED ? Map.of() : others)
                    .forEach(silent -> store.notes.remove(silent, others.get(silent)));
            process.after(step(), () -> count(head, counter, before, now));
        });
    }

    private void count(long head, String counter, long before, Set<String> now) {
        memory.changeHead(
                head,
                known -> known.counted(counter, before, other -> now.contains(other.substring(0, other.indexOf('/')))));
        again();
    }

    private void again() {
        process.after(world.between(0, terms.contactEvery().toNanos()), this::contact);
    }

    private void listen() {
        Map<String, LeaseRecord> heard = new HashMap<>(memory.records);
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
            LogHead head = memory.head;
            process.after(step(), () -> {
                Memory read = memory;
                Map<String, LeaseRecord> records = new HashMap<>(read.records);
                boolean undivided = read.members.equals(members);
                process.after(step(), () -> {
                    if (head != null) {
                        if (!undivided && fault != Fault.APART_UNNOTICED) {
                            ledger.settleAgain();
                        }
                        completed.accept(ledger.conclude(look, head.position(), records));
                        ledger.dead(look)
                                .forEach(
                                        key -> process.after(step(), () -> read.records.remove(key, records.get(key))));
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
