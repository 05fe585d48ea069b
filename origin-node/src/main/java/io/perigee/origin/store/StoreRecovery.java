package io.perigee.origin.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a data directory at start, and clears away what a crash has left. */
final class StoreRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(StoreRecovery.class);
    private static final String FORMAT = "perigee-origin 1";

    private final StoreLayout layout;
    private final Map<BucketName, BucketIndex> buckets = new TreeMap<>();
    private long highestOrdinal;

    StoreRecovery(StoreLayout layout) {
        this.layout = layout;
    }

    record Recovered(Map<BucketName, BucketIndex> buckets, long highestOrdinal, long objects, long bytes) {}

    Recovered recover() throws IOException {
        checkFormat();
        StoreLayout.deleteTree(layout.temporary());
        Files.createDirectories(layout.temporary());
        Files.createDirectories(layout.buckets());
        try (DirectoryStream<Path> found = Files.newDirectoryStream(layout.buckets())) {
            for (Path bucket : found) {
                readBucket(bucket);
            }
        }
        long objects = 0;
        long bytes = 0;
        for (BucketIndex index : buckets.values()) {
            for (StoredObject object : index.all()) {
                objects++;
                bytes += object.size();
            }
        }
        return new Recovered(buckets, highestOrdinal, objects, bytes);
    }

    private void checkFormat() throws IOException {
        Optional<String> format = StoreLayout.read(layout.format());
        if (format.isEmpty() || format.get().isEmpty()) {
            StoreLayout.write(layout.format(), FORMAT);
        } else if (!format.get().equals(FORMAT)) {
            throw new IOException(
                    "data: " + layout.format() + " says '" + format.get() + "': expected '" + FORMAT + "'");
        }
    }

    private void readBucket(Path directory) throws IOException {
        String name = directory.getFileName().toString();
        if (!BucketName.isLegal(name)) {
            LOG.warn("Ignoring {}: not a bucket", directory);
            return;
        }
        BucketIndex index = new BucketIndex(new BucketName(name), readCreated(directory));
        buckets.put(index.bucket().name(), index);
        try (DirectoryStream<Path> fans = Files.newDirectoryStream(StoreLayout.objects(directory))) {
            for (Path fan : fans) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(fan)) {
                    for (Path file : files) {
                        readObject(index, file);
                    }
                }
            }
        }
    }

    private static Instant readCreated(Path bucket) throws IOException {
        String text = StoreLayout.read(StoreLayout.created(bucket)).orElse("");
        try {
            return Instant.ofEpochMilli(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IOException(StoreLayout.created(bucket) + " is damaged: '" + text + "'", e);
        }
    }

    private void readObject(BucketIndex index, Path file) throws IOException {
        OptionalLong ordinal = StoreLayout.ordinal(file);
        if (ordinal.isEmpty()) {
            setAside(file, "its name is not one of an object's file");
            return;
        }
        highestOrdinal = Math.max(highestOrdinal, ordinal.getAsLong());
        StoredObject object;
        try {
            object = ObjectFile.read(file, index.bucket().name(), ordinal.getAsLong());
        } catch (IOException | IllegalArgumentException e) {
            setAside(file, e.getMessage());
            return;
        }
        if (!StoreLayout.isNamedFor(file, object.key())) {
            setAside(file, "it holds another key's object");
            return;
        }
        Optional<StoredObject> other = index.get(object.key());
        if (other.isPresent() && other.get().ordinal() > object.ordinal()) {
            Files.delete(file);
            return;
        }
        if (other.isPresent()) {
            Files.delete(layout.file(other.get()));
        }
        index.put(object);
    }

    /** A file appears in its place only when it is whole, so a broken one is the disk's doing: kept for the operator. */
    private void setAside(Path file, @Nullable String why) throws IOException {
        Files.createDirectories(layout.damaged());
        Path kept = layout.damaged().resolve(file.getFileName());
        Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
        LOG.error("Set {} aside as {}: {}", file, kept, why);
    }
}
