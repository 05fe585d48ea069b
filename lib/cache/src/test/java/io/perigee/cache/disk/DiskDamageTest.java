package io.perigee.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every segment in turn is damaged, lost or cut short, also the one in which something was replaced and removed last: what was there before
 * that must not come back.
 */
class DiskDamageTest {
    private static final long BYTES = 1 << 20;
    private static final int SEGMENTS = 16;
    private static final int HEADER = 48;
    private static final int FIELD = 4;
    private static final byte[] OLD = DiskStoreTest.bytes(3_000, 1);
    private static final byte[] NEW = DiskStoreTest.bytes(3_000, 2);

    @TempDir
    private Path folder;

    private Path left;
    private Path damaged;

    /** What a damage does to a file. */
    private interface Damage {
        void to(Path file) throws IOException;
    }

    @BeforeEach
    void leaveAsACrashDoes() throws IOException {
        left = Files.createDirectory(folder.resolve("left"));
        damaged = Files.createDirectory(folder.resolve("damaged"));
        Path written = folder.resolve("written");
        Shelf shelf = new Shelf(written, BYTES);
        shelf.put("replaced", OLD);
        shelf.put("removed", OLD);
        for (int i = 0; i < 16; i++) {
            shelf.put("filler " + i, DiskStoreTest.bytes(20_000, i));
        }
        shelf.put("replaced", NEW);
        shelf.remove("removed");
        shelf.store.note(new byte[0]).join();
        copy(written, left);
        shelf.close();
    }

    @Test
    void whatIsUndamagedIsFound() throws IOException {
        copy(left, damaged);

        Shelf shelf = new Shelf(damaged, BYTES);

        assertThat(shelf.get("replaced")).isEqualTo(NEW);
        assertThat(shelf.get("removed")).isNull();
        assertThat(shelf.get("filler 1")).isEqualTo(DiskStoreTest.bytes(20_000, 1));
        shelf.close();
    }

    @Test
    void afterOneFileIsCutShortNothingOlderComesBack() throws IOException {
        nothingOlderComesBackAfter(file -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 30_000)));
    }

    @Test
    void afterOneFileIsLostNothingOlderComesBack() throws IOException {
        nothingOlderComesBackAfter(Files::delete);
    }

    @Test
    void afterAnyFieldOfABeginIsDamagedNothingOlderComesBack() throws IOException {
        for (int at = 0; at < HEADER; at += FIELD) {
            int offset = at;
            nothingOlderComesBackAfter(file -> {
                byte[] content = Files.readAllBytes(file);
                content[offset] ^= (byte) 0x55;
                Files.write(file, content);
            });
        }
    }

    @Test
    void aSmallerStoreForgetsAllAlthoughItsFilesWereThere() throws IOException {
        copy(left, damaged);
        Path more = damaged.resolve("segment-" + SEGMENTS);
        Files.copy(damaged.resolve("segment-0"), more);

        Shelf shelf = new Shelf(damaged, BYTES);

        assertThat(shelf.get("replaced")).isNull();
        assertThat(shelf.store.counters().objects()).isZero();
        assertThat(more).doesNotExist();
        assertThat(DiskStoreTest.sizeOf(damaged)).isEqualTo(BYTES);
        shelf.close();
    }

    private void nothingOlderComesBackAfter(Damage damage) throws IOException {
        for (int segment = 0; segment < SEGMENTS; segment++) {
            copy(left, damaged);
            Path file = damaged.resolve("segment-" + segment);
            damage.to(file);

            Shelf shelf = new Shelf(damaged, BYTES);

            byte[] found = shelf.get("replaced");
            assertThat(found == null || Arrays.equals(found, NEW))
                    .as("nothing or what was written last, with damage to %s", file)
                    .isTrue();
            assertThat(shelf.get("removed")).as("with damage to %s", file).isNull();
            assertThat(shelf.put("after", OLD)).isTrue();
            assertThat(shelf.get("after")).isEqualTo(OLD);
            assertThat(shelf.failures).isEmpty();
            shelf.close();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : SegmentFiles.in(from)) {
            Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
        }
    }
}
