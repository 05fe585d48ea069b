package io.perigee.origin.notification;

import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.ObjectAttributes;
import io.perigee.origin.store.ObjectKey;
import io.perigee.origin.store.ObjectStore;
import io.perigee.origin.store.StoreLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** A process that writes and deletes objects without end and tells of each change that was acknowledged; made to be killed. */
final class KilledNotifier {

    static final String CHANGED = "changed ";
    private static final BucketName BUCKET = new BucketName("bucket");
    private static final NotificationConfig ALL =
            new NotificationConfig(List.of("s3:ObjectCreated:*", "s3:ObjectRemoved:*"), "", "", "told", "latest", "");

    private KilledNotifier() {}

    static Outbox outbox(Path folder) throws IOException {
        return Outbox.open(folder.resolve("events"), Map.of(BUCKET, List.of(ALL)), "us-east-1", 1_000_000);
    }

    /** Arguments: the folder and the number of the first object. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        PrintStream out = System.out;
        try (ObjectStore store =
                ObjectStore.open(folder, StoreLimits.standard(), InstantSource.system(), List.of(), outbox(folder))) {
            store.createBucket(BUCKET);
            for (int number = Integer.parseInt(arguments[1]); ; number++) {
                ObjectKey key = new ObjectKey("key-" + number);
                store.put(
                        BUCKET, key, ObjectAttributes.of("text/plain"), new ByteArrayInputStream(new byte[] {1, 2, 3}));
                out.println(CHANGED + "ObjectCreated:Put key-" + number);
                store.delete(BUCKET, key);
                out.println(CHANGED + "ObjectRemoved:Delete key-" + number);
                out.flush();
            }
        }
    }
}
