package io.perigee.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.perigee.cluster.log.LogPosition;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A control plane's contact with the log's database: brings the head in the cluster's memory up to it, and finds out whether
 * all control planes that the database knows share that memory. On a thread of its own, so that a database that is slow
 * holds up nothing else.
 */
final class DatabaseContact implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseContact.class);

    private final ControlSettings settings;
    private final LogDatabase database;
    private final HazelcastInstance member;
    private final SharedData data;
    private final LedgerFeed acknowledgements;
    private final SerialThread thread;
    private final AtomicBoolean planned = new AtomicBoolean();
    private volatile Set<String> members;
    private volatile long head;

    /** How often the members have changed: counts from before and after such a change must not be compared. */
    private int changes;

    private long contacts;
    private volatile boolean away;
    private Set<String> apart = Set.of();

    DatabaseContact(
            ControlSettings settings,
            LogDatabase database,
            HazelcastInstance member,
            SharedData data,
            LedgerFeed acknowledgements,
            String id) {
        this.settings = settings;
        this.database = database;
        this.member = member;
        this.data = data;
        this.acknowledgements = acknowledgements;
        this.thread = new SerialThread("perigee-cluster-db-" + id);
        this.members = membersNow();
    }

    void begin() {
        acknowledgements.askBefore(this::undivided);
        thread.every(settings.leaseTerms().contactEvery(), this::contact);
    }

    /** Asks the database as soon as the thread is free; any number of calls before that make it ask once. */
    void soon() {
        if (planned.compareAndSet(false, true)) {
            thread.execute(() -> {
                planned.set(false);
                contact();
            });
        }
    }

    /** The highest sequence that the database has said to be committed. */
    long head() {
        return head;
    }

    /** Whether the database did not answer when it was asked last. */
    boolean away() {
        return away;
    }

    /** How many members the cluster had when the database was asked last. */
    int memberCount() {
        return members.size();
    }

    /** Whether the cluster's memory has the members that it had at the last contact. */
    private boolean undivided() {
        return membersNow().equals(members);
    }

    private Set<String> membersNow() {
        return member.getCluster().getMembers().stream()
                .map(other -> other.getUuid().toString())
                .collect(Collectors.toUnmodifiableSet());
    }

    private void contact() {
        Set<String> now = membersNow();
        if (!now.equals(members)) {
            // One that comes may bring nodes that had their records elsewhere; one that is gone may go on elsewhere.
            acknowledgements.settleAgain();
            members = now;
            changes++;
        }
        String self = member.getCluster().getLocalMember().getUuid().toString();
        String counter = self + "/" + changes;
        long before = data.head().map(known -> known.count(counter)).orElse(0L);
        contacts++;
        LogDatabase.Contact answer;
        try {
            answer = database.contact(self, contacts);
        } catch (RuntimeException e) {
            if (!away) {
                LOG.warn("the log's database cannot be asked; nodes lose their leases until it can: {}", e.toString());
            }
            away = true;
            return;
        }
        if (away) {
            LOG.info("the log's database answers again");
        }
        away = false;
        head = Math.max(head, answer.head());
        Map<String, Long> others = new HashMap<>(answer.planes());
        others.keySet().removeAll(now);
        others.remove(self);
        acknowledgements.contacted(answer.head(), others).forEach(silent -> {
            others.remove(silent);
            database.forget(silent, answer.planes().getOrDefault(silent, 0L));
        });
        tell(Set.copyOf(others.keySet()));
        data.countHead(
                new LogPosition(settings.log(), answer.head()),
                counter,
                before,
                other -> now.contains(other.substring(0, Math.max(0, other.indexOf('/')))));
        acknowledgements.lookSoon();
    }

    private void tell(Set<String> others) {
        if (!others.isEmpty() && apart.isEmpty()) {
            LOG.warn(
                    "control planes {} use the same database but are not in this cluster: changes count as completed only"
                            + " when a lease has passed",
                    others);
        } else if (others.isEmpty() && !apart.isEmpty()) {
            LOG.info("no control plane is apart from this cluster any more");
        }
        apart = others;
    }

    /** Takes the note back, so that nobody waits for this control plane. Blocks. */
    @Override
    public void close() {
        thread.close();
        try {
            database.forget(member.getCluster().getLocalMember().getUuid().toString(), contacts);
        } catch (RuntimeException e) {
            LOG.debug("The others will find out by time that this control plane is gone: {}", e.toString());
        }
    }
}
