package io.perigee.delivery.network;

import io.perigee.cluster.log.LogPosition;
import io.perigee.distribution.document.InvalidDocumentException;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.network.NetworkFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last configuration that a node has applied, on its disk: what it starts from when no control plane is in reach. Two lines of
 * text: the position in the change log, and the configuration as JSON. Methods block.
 */
public final class SavedNetwork {

    private static final Logger LOG = LoggerFactory.getLogger(SavedNetwork.class);

    private final Path file;
    private final Path directoryFile;

    /** @param folder is made where it is missing */
    public SavedNetwork(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be used: " + e, e);
        }
        this.file = folder.resolve("network-config");
        this.directoryFile = folder.resolve("network-nodes");
    }

    /** What was saved; nothing where there is none, or where it is harmed (then the node asks for a snapshot). */
    public Optional<ControlPlane.Snapshot> load() {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            String text = Files.readString(file);
            int line = text.indexOf('\n');
            LogPosition position = LogPosition.decode(text.substring(0, Math.max(line, 0)));
            NetworkConfig config = NetworkFormat.readConfig(text.substring(line + 1));
            if (position.log().isEmpty() || position.sequence() != config.sequence()) {
                throw new IllegalArgumentException("its two lines are of different changes");
            }
            return Optional.of(new ControlPlane.Snapshot(position.log(), config));
        } catch (IOException | IllegalArgumentException | InvalidDocumentException e) {
            LOG.warn("{} cannot be used, a snapshot will be fetched: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /** Replaces what was saved; a crash in between leaves the old. */
    public void save(ControlPlane.Snapshot snapshot) {
        write(file, snapshot.position().encode() + "\n" + NetworkFormat.write(snapshot.config()));
    }

    /** The nodes that were known last, as the cluster exports them. */
    public Optional<String> loadNodes() {
        try {
            return Files.exists(directoryFile) ? Optional.of(Files.readString(directoryFile)) : Optional.empty();
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", directoryFile, e.toString());
            return Optional.empty();
        }
    }

    /** Replaces the nodes that were known last by what {@code export} gives; one thread at a time. */
    public synchronized void saveNodes(Supplier<String> export) {
        write(directoryFile, export.get());
    }

    private synchronized void write(Path target, String text) {
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            Files.writeString(partial, text);
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(target + " cannot be written: " + e, e);
        }
    }
}
