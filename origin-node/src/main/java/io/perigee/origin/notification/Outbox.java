package io.perigee.origin.notification;

import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.ObjectEvent;
import io.perigee.origin.store.ObjectJournal;
import io.perigee.origin.store.ObjectKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Invocations that the control plane has not taken over yet: a file each, named by the order of the events. While there are as many as
 * allowed, objects of which functions would have to be told are not changed (docs/decisions/127).
 */
public final class Outbox implements ObjectJournal {

    /** So many invocations wait; as many more as objects are being changed at that moment. */
    public static final int MOST_WAITING = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Path folder;
    private final Map<BucketName, List<NotificationConfig>> notifications;
    private final String region;
    private final int limit;
    private final ConcurrentSkipListSet<String> waiting = new ConcurrentSkipListSet<>();
    private volatile Runnable wake = () -> {};

    private Outbox(Path folder, Map<BucketName, List<NotificationConfig>> notifications, String region, int limit) {
        this.folder = folder;
        this.notifications = Map.copyOf(notifications);
        this.region = region;
        this.limit = limit;
    }

    /** An invocation that waits. */
    record Waiting(String function, String qualifier, String region, String source, Buffer payload) {}

    /**
     * Opens the outbox of a folder, which is made if it is missing. Blocks.
     *
     * @param region what records say
     * @param limit how many invocations may wait
     */
    public static Outbox open(
            Path folder, Map<BucketName, List<NotificationConfig>> notifications, String region, int limit)
            throws IOException {
        Files.createDirectories(folder);
        Outbox outbox = new Outbox(folder, notifications, region, limit);
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> outbox.waiting.add(file.getFileName().toString()));
        }
        return outbox;
    }

    /** From now on this is called when there is something new. */
    void onNew(Runnable woken) {
        wake = woken;
    }

    /** How many invocations wait. */
    public int size() {
        return waiting.size();
    }

    @Override
    public void admit(BucketName bucket, ObjectKey key) throws JournalFullException {
        if (waiting.size() >= limit && of(bucket).stream().anyMatch(each -> each.concerns(key))) {
            throw new JournalFullException(limit + " invocations wait for the control plane, as many as may");
        }
    }

    private List<NotificationConfig> of(BucketName bucket) {
        return notifications.getOrDefault(bucket, List.of());
    }

    @Override
    public void record(ObjectEvent event) throws IOException {
        List<NotificationConfig> wanted = of(event.bucket()).stream()
                .filter(each -> each.wants(event.key(), ObjectRecord.name(event)))
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        JsonObject payload = ObjectRecord.of(event, region);
        for (int i = 0; i < wanted.size(); i++) {
            String name = String.format("%016x-%04d", event.ordinal(), i);
            Files.write(
                    folder.resolve(name),
                    text(wanted.get(i), event, payload).getBytes(),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            waiting.add(name);
        }
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
        wake.run();
    }

    private static Buffer text(NotificationConfig wanted, ObjectEvent event, JsonObject payload) {
        return new JsonObject()
                .put("formatVersion", 1)
                .put("function", wanted.function())
                .put("qualifier", wanted.qualifier())
                .put("region", wanted.region())
                .put("source", "bucket " + event.bucket().value())
                .put("payload", payload)
                .toBuffer();
    }

    /** What waits, the oldest first. */
    List<String> names() {
        return List.copyOf(waiting);
    }

    /** One of those that wait; nothing if its file was cut off by a kill: whoever changed the object had no answer. Blocks. */
    Optional<Waiting> read(String name) throws IOException {
        try {
            JsonObject json = new JsonObject(Buffer.buffer(Files.readAllBytes(folder.resolve(name))));
            return Optional.of(new Waiting(
                    json.getString("function"),
                    json.getString("qualifier"),
                    json.getString("region"),
                    json.getString("source"),
                    json.getJsonObject("payload").toBuffer()));
        } catch (DecodeException cutOff) {
            LOG.warn("{} in {} was not written to its end and is no event", name, folder);
            return Optional.empty();
        }
    }

    /** It waits no more. Blocks. */
    void remove(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
        waiting.remove(name);
    }
}
