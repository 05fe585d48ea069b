package io.perigee.origin.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where things lie under the data directory.
 *
 * <pre>
 * format                                  version of this layout
 * lock                                    held by the process that uses the directory
 * tmp/                                    what is being written or taken away; emptied at start
 * damaged/                                files that were found broken at start
 * events/                                 what functions have to be told of; the outbox's
 * buckets/BUCKET/created                  when the bucket was made, as epoch milliseconds
 * buckets/BUCKET/objects/HH/HASH.ORDINAL  one object; HASH is the SHA-256 of its key in hex, HH its first two digits
 * </pre>
 *
 * <p>A key is never part of a path, so no key can point outside or be too long for a file system. The ordinal makes
 * each version's file its own: a reader that found one version in the index never opens another's bytes, and after a
 * crash between a write and the removal of what it replaced the higher ordinal is the object.
 */
final class StoreLayout {

    static final int DIRECTORIES = 256;

    private final Path root;

    StoreLayout(Path root) {
        this.root = root;
    }

    Path format() {
        return root.resolve("format");
    }

    Path lock() {
        return root.resolve("lock");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    Path damaged() {
        return root.resolve("damaged");
    }

    Path buckets() {
        return root.resolve("buckets");
    }

    Path bucket(BucketName name) {
        return buckets().resolve(name.value());
    }

    static Path created(Path bucket) {
        return bucket.resolve("created");
    }

    static Path objects(Path bucket) {
        return bucket.resolve("objects");
    }

    /** A path under {@link #temporary()} that nothing else uses. */
    Path fresh() {
        return temporary().resolve(UUID.randomUUID().toString());
    }

    Path file(StoredObject object) {
        return directory(object.bucket(), object.key())
                .resolve(hash(object.key()) + "." + Long.toHexString(object.ordinal()));
    }

    Path directory(BucketName bucket, ObjectKey key) {
        return objects(bucket(bucket)).resolve(hash(key).substring(0, 2));
    }

    /** Which of the {@value #DIRECTORIES} directories a key's file lies in. */
    static int directoryNumber(ObjectKey key) {
        return Integer.parseInt(hash(key), 0, 2, 16);
    }

    /** The ordinal in a file's name, if the name is one of an object's file. */
    static OptionalLong ordinal(Path file) {
        String name = file.getFileName().toString();
        if (!name.matches("[0-9a-f]{64}\\.[0-9a-f]{1,15}")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(name, 65, name.length(), 16));
    }

    /** Whether a file's name is the one that this key's object has. */
    static boolean isNamedFor(Path file, ObjectKey key) {
        return file.getFileName().toString().startsWith(hash(key));
    }

    private static String hash(ObjectKey key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(key.value().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Makes a directory's entries (what was renamed into it or removed from it) survive a loss of power. */
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Writes a small file durably; the caller syncs its directory. */
    static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    }

    static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Deletes a directory with all below it; symbolic links are removed, not followed. */
    static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
