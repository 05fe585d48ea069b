package io.perigee.functions.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars that a node has fetched, on its disk, each named by the SHA-256 of its bytes. A jar is there whole or not at all,
 * and is never changed: class loaders read from it as long as a function runs. All methods block on the disk, and throw
 * {@link UncheckedIOException} if it fails.
 */
public final class FunctionStore {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionStore.class);
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final String JAR = ".jar";
    private static final String PARTIAL = ".partial";

    private final Path directory;

    /** Over that directory, which is made if it is not there; what an earlier process left half written is deleted. */
    public FunctionStore(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
            try (DirectoryStream<Path> partial = Files.newDirectoryStream(directory, "*" + PARTIAL)) {
                for (Path file : partial) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("function store " + directory + " cannot be used: " + e, e);
        }
    }

    /**
     * Keeps those bytes, durably.
     *
     * @param sha256 what they must hash to, 64 lower-case hexadecimal digits
     * @return the file that now has them
     * @throws IllegalArgumentException if they hash to something else
     */
    public Path put(String sha256, byte[] jar) {
        String actual = HexFormat.of().formatHex(digest().digest(jar));
        if (!actual.equals(sha256)) {
            throw new IllegalArgumentException("the jar's SHA-256 is " + actual + ", expected " + sha256);
        }
        Path target = path(sha256);
        try {
            Path partial = Files.createTempFile(directory, sha256.substring(0, 8), PARTIAL);
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(jar);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("function store " + directory + " cannot keep a jar: " + e, e);
        }
    }

    /** The jar with that digest, read through and found unharmed; a harmed one is deleted and counts as missing. */
    public Optional<Path> find(String sha256) {
        Path file = path(sha256);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String actual = hash(file);
            if (actual.equals(sha256)) {
                return Optional.of(file);
            }
            LOG.warn("{} is harmed, its SHA-256 is {}; it is deleted", file, actual);
            Files.deleteIfExists(file);
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e, e);
        }
    }

    /** Deletes all jars but those. A function that runs from a deleted one must not be among them. */
    public void retain(Set<String> sha256s) {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*" + JAR)) {
            for (Path file : jars) {
                String name = file.getFileName().toString();
                if (!sha256s.contains(name.substring(0, name.length() - JAR.length()))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("function store " + directory + " cannot be cleaned: " + e, e);
        }
    }

    private Path path(String sha256) {
        if (!SHA_256.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "'" + sha256 + "' is no SHA-256: expected 64 lower-case hexadecimal digits");
        }
        return directory.resolve(sha256 + JAR);
    }

    private static String hash(Path file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] chunk = new byte[65_536];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
