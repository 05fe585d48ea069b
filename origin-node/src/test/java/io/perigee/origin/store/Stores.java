package io.perigee.origin.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** What the store's tests do to stores. */
final class Stores {

    static final BucketName BUCKET = new BucketName("bucket");
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));

    private Stores() {}

    static ObjectStore open(Path directory, ObjectListener... listeners) throws IOException {
        ObjectStore store = ObjectStore.open(directory, StoreLimits.standard(), CLOCK, List.of(listeners));
        store.createBucket(BUCKET);
        return store;
    }

    static PutOutcome put(ObjectStore store, String key, String text) throws IOException {
        return store.put(
                BUCKET,
                new ObjectKey(key),
                ObjectAttributes.of("text/plain"),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String read(ObjectStore store, String key) throws IOException {
        try (OpenObject open = store.open(BUCKET, new ObjectKey(key)).orElseThrow()) {
            ByteBuffer bytes = ByteBuffer.allocate((int) open.object().size());
            while (bytes.hasRemaining() && open.channel().read(bytes, bytes.position()) >= 0) {}
            return new String(bytes.array(), StandardCharsets.UTF_8);
        }
    }

    /** All files of objects under a store's directory. */
    static List<Path> objectFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("buckets"))) {
            return files.filter(file -> StoreLayout.ordinal(file).isPresent()).toList();
        }
    }

    static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}
