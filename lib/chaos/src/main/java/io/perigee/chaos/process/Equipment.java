package io.perigee.chaos.process;

import io.perigee.chaos.place.Effect;
import io.perigee.chaos.place.PlaceException;
import io.perigee.chaos.place.PlacedNode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What nodes get besides their programs, where the machine has it: small file systems that can be filled, clocks that can be
 * moved, a database for several control planes. Only what a scenario uses is set up.
 */
public final class Equipment implements AutoCloseable {

    /** The nodes' caches take 64 MiB of it, and a database and a log have room. */
    private static final String DISK_SIZE = "192m";

    private static final List<Path> FAKETIME = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib64/faketime/libfaketimeMT.so.1"));

    private static final byte[] FILLING = new byte[64 * 1024];

    private final boolean disks;
    private final boolean clocks;
    private final @Nullable Postgres postgres;
    private final Map<String, Path> mounted = new ConcurrentHashMap<>();
    private final Map<String, Path> times = new ConcurrentHashMap<>();
    private volatile String whyNoDisk = "the scenario did not have it in mind when nodes were started";

    /**
     * Nothing yet.
     *
     * @param disks whether nodes shall have disks that can be filled
     * @param clocks whether their clocks shall be movable
     * @param postgres the database that control planes share, if there is one; closed with this
     */
    public Equipment(boolean disks, boolean clocks, @Nullable Postgres postgres) {
        this.disks = disks;
        this.clocks = clocks;
        this.postgres = postgres;
    }

    Optional<JsonObject> postgresql() {
        return Optional.ofNullable(postgres).map(Postgres::config);
    }

    /** The folder that the node may write to. */
    Path writable(PlacedNode node, Path own) throws IOException {
        Path disk = Files.createDirectories(own.resolve("disk"));
        if (clocks) {
            times.put(node.id(), Files.writeString(own.resolve("clock"), "+0\n"));
        }
        if (disks && mount(disk)) {
            mounted.put(node.id(), disk);
        }
        return disk;
    }

    private boolean mount(Path disk) throws IOException {
        String said = run("mount", "-t", "tmpfs", "-o", "size=" + DISK_SIZE, "perigee-chaos", disk.toString());
        if (!said.isEmpty()) {
            whyNoDisk = "a small file system cannot be mounted here, which root can: " + said;
            return false;
        }
        return true;
    }

    /** What the program has printed if it failed; empty if it did not. */
    private static String run(String... command) throws IOException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : said.isBlank() ? command[0] + " failed" : said.strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static Optional<Path> faketime() {
        return FAKETIME.stream().filter(Files::exists).findFirst();
    }

    /** What the node's process finds in its environment. */
    Map<String, String> environment(PlacedNode node) {
        Path time = times.get(node.id());
        if (time == null || faketime().isEmpty()) {
            return Map.of();
        }
        return Map.of(
                "LD_PRELOAD", faketime().get().toString(),
                "FAKETIME_TIMESTAMP_FILE", time.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                // Time-outs and leases are counted by the monotonic clock, which no administrator moves.
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "DONT_FAKE_MONOTONIC", "1");
    }

    Effect fillDisk(PlacedNode node) throws PlaceException {
        Path disk = mounted.get(node.id());
        if (disk == null) {
            return new Effect.NotPossible(whyNoDisk);
        }
        Path filling = disk.resolve("filling");
        try (OutputStream out = Files.newOutputStream(filling, StandardOpenOption.CREATE)) {
            while (true) {
                out.write(FILLING);
            }
        } catch (IOException full) {
            if (!Files.exists(filling)) {
                throw new PlaceException("the disk of " + node.id() + " cannot be filled: " + full.getMessage(), full);
            }
        }
        return new Effect.Done(() -> {
            try {
                Files.deleteIfExists(filling);
            } catch (IOException e) {
                throw new PlaceException("no room can be made on the disk of " + node.id(), e);
            }
        });
    }

    Effect moveClock(PlacedNode node, Duration by) throws PlaceException {
        Path time = times.get(node.id());
        if (time == null || faketime().isEmpty()) {
            return new Effect.NotPossible("libfaketime is not installed (Debian: faketime)");
        }
        write(time, "%+d".formatted(by.toSeconds()));
        return new Effect.Done(() -> write(time, "+0"));
    }

    private static void write(Path time, String offset) throws PlaceException {
        try {
            Files.writeString(time, offset + "\n");
        } catch (IOException e) {
            throw new PlaceException("a clock cannot be moved: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        for (Path disk : mounted.values()) {
            try {
                run("umount", "-l", disk.toString());
            } catch (IOException e) {
                // It goes with the machine's next start at the latest, and is empty once the folder is deleted.
            }
        }
        mounted.clear();
        if (postgres != null) {
            postgres.close();
        }
    }
}
