package io.perigee.demo;

import io.perigee.node.auth.NetworkKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demo's folder: the network's key, and one folder for each node. Its methods block.
 *
 * @param temporary whether it goes when the demo ends
 */
record DemoFolder(Path path, boolean temporary) {

    private static final Logger LOG = LoggerFactory.getLogger(DemoFolder.class);

    static DemoFolder open(Optional<Path> wanted) throws IOException {
        return wanted.isPresent()
                ? new DemoFolder(Files.createDirectories(wanted.get().toAbsolutePath()), false)
                // Others may pass through it, as the users that functions run as must, and not list it.
                : new DemoFolder(
                        Files.createTempDirectory(
                                "perigee-demo-",
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x"))),
                        true);
    }

    /** The file of the network's key; made when it is not there. */
    Path networkKey() throws IOException {
        Path file = path.resolve("network.key");
        if (!Files.exists(file)) {
            Path fresh = Files.createTempFile(
                    path,
                    "network",
                    ".key",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, NetworkKeys.generate(new SecureRandom()) + "\n");
            Files.move(fresh, file);
        }
        return file;
    }

    /** A node's own folder; made when it is not there. */
    Path of(String node) throws IOException {
        return Files.createDirectories(path.resolve(node));
    }

    /** Deletes a temporary folder. What cannot be deleted is told and left. */
    void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : innermostFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("the temporary folder {} could not be deleted: {}", path, e.toString());
        }
    }
}
