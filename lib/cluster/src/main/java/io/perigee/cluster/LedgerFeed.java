package io.perigee.cluster;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import io.perigee.cluster.lease.Acknowledgements;
import io.perigee.cluster.lease.Completions;
import io.perigee.cluster.lease.LeaseLedger;
import io.perigee.cluster.lease.LogHead;
import io.perigee.cluster.lease.Progress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** {@link Acknowledgements} from the lease records in the cluster's memory. */
final class LedgerFeed
        implements Acknowledgements, EntryAddedListener<String, String>, EntryUpdatedListener<String, String> {

    private final LeaseLedger ledger;
    private final SharedData data;
    private volatile BooleanSupplier undivided = () -> true;
    private final Executor looks;
    private final Completions completions = new Completions();
    private final AtomicBoolean lookPlanned = new AtomicBoolean();

    /** {@code looks} runs one task at a time and may wait for the cluster. */
    LedgerFeed(LeaseLedger ledger, SharedData data, Executor looks) {
        this.ledger = ledger;
        this.data = data;
        this.looks = looks;
        data.leases().addEntryListener(this, true);
    }

    @Override
    public long completed() {
        return ledger.completed();
    }

    @Override
    public Progress progress(long sequence) {
        return ledger.progress(sequence);
    }

    @Override
    public CompletableFuture<Void> whenApplied(long sequence) {
        return completions.whenReached(sequence);
    }

    @Override
    public void entryAdded(EntryEvent<String, String> event) {
        heard(event);
    }

    @Override
    public void entryUpdated(EntryEvent<String, String> event) {
        heard(event);
    }

    private void heard(EntryEvent<String, String> event) {
        if (ledger.heard(event.getKey(), SharedData.decodeLease(event.getKey(), event.getValue()))) {
            lookSoon();
        }
    }

    /** Looks as soon as the thread is free; any number of calls before that make one look. */
    void lookSoon() {
        if (lookPlanned.compareAndSet(false, true)) {
            looks.execute(() -> {
                lookPlanned.set(false);
                look();
            });
        }
    }

    /** Reads head and records in the order that {@link LeaseLedger} demands, and removes the dead ones. Blocks. */
    void look() {
        LeaseLedger.Look look = ledger.begin();
        Optional<LogHead> head = data.head();
        if (head.isEmpty()) {
            return;
        }
        Map<String, String> raw =
                data.leases().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (!undivided.getAsBoolean()) {
            // Of what was read, some may have been the memory of a part only.
            ledger.settleAgain();
        }
        completions.reached(ledger.conclude(look, head.get().position(), SharedData.decodeLeases(raw)));
        for (String key : ledger.dead(look)) {
            String read = raw.get(key);
            if (read != null) {
                data.leases().remove(key, read);
            }
        }
    }

    /** See {@link LeaseLedger#contacted}. */
    Set<String> contacted(long sequence, Map<String, Long> apart) {
        return ledger.contacted(sequence, apart);
    }

    /** {@code undivided} says whether the memory's members are still those of the last {@link #contacted}. */
    void askBefore(BooleanSupplier undivided) {
        this.undivided = undivided;
    }

    void settleAgain() {
        ledger.settleAgain();
    }

    void close() {
        completions.close();
    }
}
