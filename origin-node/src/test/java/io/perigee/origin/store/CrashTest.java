package io.perigee.origin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a writing process at any moment (SIGKILL) and looks at what it leaves. */
class CrashTest {

    @Test
    void killedWriterLeavesWholeObjectsAndEverythingThatWasAcknowledged(@TempDir Path directory) throws Exception {
        SplittableRandom random = new SplittableRandom(4);
        int next = 1;
        for (int round = 0; round < 5; round++) {
            int acknowledged = killWriter(directory, next, random.nextInt(20, 60));
            int newest = check(directory, acknowledged);
            next = newest + 1;
        }
    }

    /** Lets a writer go on for so many objects and kills it; returns the last version that it was told is stored. */
    private static int killWriter(Path directory, int from, int objects) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        directory.toString(),
                        Integer.toString(from))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int last = 0;
        try (BufferedReader told =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.US_ASCII))) {
            int count = 0;
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                if (line.startsWith(KilledWriter.STORED)) {
                    last = Integer.parseInt(line.substring(KilledWriter.STORED.length()));
                    if (++count == objects) {
                        writer.destroyForcibly();
                    }
                }
            }
        } catch (IOException e) {
            // The pipe broke with the process.
        }
        assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(last).as("the writer got going").isPositive();
        return last;
    }

    private static int check(Path directory, int acknowledged) throws Exception {
        try (ObjectStore store = Stores.open(directory)) {
            int newest = 0;
            for (int slot = 0; slot < KilledWriter.KEYS; slot++) {
                ObjectKey key = new ObjectKey("key-" + slot);
                int version = versionOf(store, key);
                // The object is the last acknowledged version of its key, or a later one that nobody was told of.
                int expected = acknowledged - Math.floorMod(acknowledged - slot, KilledWriter.KEYS);
                assertThat(version).as("%s after %s", key, acknowledged).isGreaterThanOrEqualTo(expected);
                newest = Math.max(newest, version);
            }
            assertThat(store.objectCount()).isEqualTo(KilledWriter.KEYS);
            assertThat(Stores.objectFiles(directory)).hasSize(KilledWriter.KEYS);
            assertThat(Stores.entries(directory.resolve("tmp"))).isEmpty();
            return newest;
        }
    }

    /** Which version an object is of, by its size; its bytes, length and entity tag must all be that version's. */
    private static int versionOf(ObjectStore store, ObjectKey key) throws Exception {
        try (OpenObject open = store.open(Stores.BUCKET, key).orElseThrow()) {
            int version = (int) open.object().size() - KilledWriter.SIZE;
            ByteBuffer bytes = ByteBuffer.allocate((int) open.object().size());
            while (bytes.hasRemaining() && open.channel().read(bytes, bytes.position()) >= 0) {}
            assertThat(bytes.array()).isEqualTo(KilledWriter.bytes(version));
            assertThat(open.object().etag())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("MD5").digest(bytes.array())));
            assertThat(KilledWriter.key(version)).isEqualTo(key);
            return version;
        }
    }
}
