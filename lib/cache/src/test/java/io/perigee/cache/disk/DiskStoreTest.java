package io.perigee.cache.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 16 segments of 64 KiB. */
class DiskStoreTest {
    private static final long BYTES = 1 << 20;

    @TempDir
    private Path folder;

    private Shelf shelf;

    @BeforeEach
    void open() throws IOException {
        shelf = new Shelf(folder, BYTES);
    }

    @AfterEach
    void close() {
        shelf.close();
    }

    private void reopen() throws IOException {
        shelf.close();
        shelf = new Shelf(folder, BYTES);
    }

    static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void whatWasStoredIsFoundAgain() {
        assertThat(shelf.put("a", bytes(10, 1))).isTrue();
        assertThat(shelf.put("b", bytes(20_000, 2))).isTrue();
        assertThat(shelf.put("empty", new byte[0])).isTrue();

        assertThat(shelf.get("a")).isEqualTo(bytes(10, 1));
        assertThat(shelf.get("b")).isEqualTo(bytes(20_000, 2));
        assertThat(shelf.get("empty")).isEmpty();
        assertThat(shelf.get("c")).isNull();
        assertThat(shelf.store.counters().objects()).isEqualTo(3);
    }

    @Test
    void aFolderIsUsedByOneStoreAtATime() throws IOException {
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> new Shelf(folder, BYTES)).hasMessage(folder + " is in use by another process");
        }
        reopen();
        assertThat(shelf.put("a", bytes(10, 1))).isTrue();
    }

    @Test
    void theNewestOfOneVariantReplacesTheOlder() {
        shelf.put("a", 1, bytes(10, 1));
        shelf.put("a", 2, bytes(10, 2));
        shelf.put("a", 1, bytes(10, 3));

        assertThat(shelf.get("a")).isEqualTo(bytes(10, 3));
        assertThat(shelf.store.counters().objects()).isEqualTo(2);
    }

    @Test
    void whatWasStoredSurvivesAStop() throws IOException {
        shelf.put("a", bytes(10, 1));
        shelf.put("b", bytes(20_000, 2));

        reopen();

        assertThat(shelf.get("a")).isEqualTo(bytes(10, 1));
        assertThat(shelf.get("b")).isEqualTo(bytes(20_000, 2));
    }

    @Test
    void whatWasRemovedStaysRemovedAfterAStop() throws IOException {
        shelf.put("a", bytes(10, 1));
        shelf.put("b", bytes(10, 2));
        shelf.remove("a");
        assertThat(shelf.get("a")).isNull();

        reopen();

        assertThat(shelf.get("a")).isNull();
        assertThat(shelf.get("b")).isEqualTo(bytes(10, 2));
    }

    @Test
    void aPurgeRemovesEverythingAlsoAfterAStop() throws IOException {
        shelf.put("a", bytes(10, 1));
        shelf.store.purge().join();
        shelf.put("b", bytes(10, 2));

        reopen();

        assertThat(shelf.get("a")).isNull();
        assertThat(shelf.get("b")).isEqualTo(bytes(10, 2));
    }

    @Test
    void notesAreToldInOrderAfterAStop() throws IOException {
        shelf.store.note("one".getBytes(UTF_8)).join();
        shelf.store.note("two".getBytes(UTF_8)).join();

        reopen();

        assertThat(shelf.noted).containsSubsequence("one", "two");
    }

    @Test
    void aNoteIsForgottenWithWhatWasWrittenBeforeIt() throws IOException {
        shelf.state = "all that is known";
        shelf.store.note("old".getBytes(UTF_8)).join();
        for (int i = 0; i < 100; i++) {
            shelf.put("filler " + i, bytes(20_000, i));
        }

        reopen();

        assertThat(shelf.noted).contains("all that is known").doesNotContain("old");
    }

    @Test
    void theFilesAreTogetherAsLongAsConfiguredToTheByte() throws IOException {
        for (long configured : new long[] {BYTES, BYTES + 1, BYTES + 12_345}) {
            Path own = folder.resolve(Long.toString(configured));
            Shelf other = new Shelf(own, configured);
            for (int i = 0; i < 100; i++) {
                other.put("filler " + i, bytes(20_000, i));
            }
            assertThat(sizeOf(own)).isEqualTo(configured);
            other.close();
            assertThat(sizeOf(own)).isEqualTo(configured);
        }
    }

    @Test
    void aStoreOfAnotherSizeStartsAnewWithinThatSize() throws IOException {
        shelf.put("a", bytes(10, 1));
        shelf.close();

        Shelf larger = new Shelf(folder, BYTES * 2);
        assertThat(larger.get("a")).isNull();
        assertThat(sizeOf(folder)).isEqualTo(BYTES * 2);
        larger.close();

        shelf = new Shelf(folder, BYTES);
        assertThat(sizeOf(folder)).isEqualTo(BYTES);
    }

    @Test
    void theOldestMakesRoomForTheNewest() {
        for (int i = 0; i < 200; i++) {
            assertThat(shelf.put("item " + i, bytes(10_000, i))).isTrue();
        }

        assertThat(shelf.get("item 0")).isNull();
        assertThat(shelf.get("item 199")).isEqualTo(bytes(10_000, 199));
        assertThat(shelf.store.counters().bytes()).isBetween(BYTES / 2, BYTES);
    }

    @Test
    void whatIsUsedIsKeptWhenTheRingComesRound() throws IOException {
        shelf.put("used", bytes(10_000, -1));
        for (int i = 0; i < 300; i++) {
            shelf.put("item " + i, bytes(10_000, i));
            assertThat(shelf.get("used")).as("after %s others", i).isEqualTo(bytes(10_000, -1));
        }

        reopen();

        assertThat(shelf.get("used")).isEqualTo(bytes(10_000, -1));
    }

    @Test
    void whatIsBeingReadIsNotOverwritten() throws IOException {
        DiskBody body = shelf.offer("read", bytes(10_000, -1)).written();
        assertThat(body.tryRetain()).isTrue();
        for (int i = 0; i < 400; i++) {
            shelf.put("item " + i, bytes(10_000, i));
        }

        byte[] read = new byte[10_000];
        body.read(ByteBuffer.wrap(read), 0);
        assertThat(read).isEqualTo(bytes(10_000, -1));
        assertThat(body.isIntact()).isTrue();
        body.release();

        for (int i = 0; i < 400; i++) {
            shelf.put("item " + i, bytes(10_000, i));
        }
        assertThat(body.tryRetain()).isFalse();
    }

    @Test
    void nothingIsStoredWhileEverythingIsRead() {
        DiskBody[] read = new DiskBody[100];
        int count = 0;
        boolean stored = true;
        while (stored && count < read.length) {
            DiskBody body =
                    shelf.offer("item " + count, bytes(20_000, count)).done.join();
            stored = body != null && body.tryRetain();
            if (stored && body != null) {
                read[count++] = body;
            }
        }
        assertThat(count).isBetween(16, 99);
        for (int i = 0; i < count; i++) {
            read[i].release();
        }
        assertThat(shelf.put("later", bytes(10, 1))).isTrue();
        assertThat(shelf.store.isFailed()).isFalse();
    }

    @Test
    void whatIsLongerThanASegmentIsNotStored() {
        assertThat(shelf.put("long", bytes(70_000, 1))).isFalse();
        assertThat(shelf.store.counters().dropped()).isEqualTo(1);
    }

    @Test
    void twoStoresDoNotShareAFolder() {
        assertThatThrownBy(() -> new Shelf(folder, BYTES))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use");
    }

    @Test
    void aCopyOfABodyIsTheSameBody() {
        DiskBody body = shelf.offer("a", bytes(20_000, 1)).written();
        assertThat(body.tryRetain()).isTrue();
        Shelf.Put copy = new Shelf.Put("b", 0, new byte[0]) {
            @Override
            public Content content() {
                return new Content.Copy(body);
            }
        };
        shelf.store.put(copy);
        copy.written();
        body.release();

        assertThat(shelf.get("b")).isEqualTo(bytes(20_000, 1));
    }

    @Test
    void aDiskThatRefusesAWriteTakesTheStoreOutOfUse() throws IOException {
        FaultyDisk disk = new FaultyDisk();
        Path own = folder.resolve("faulty");
        Shelf faulty = new Shelf(own, BYTES, disk);
        faulty.put("a", bytes(10, 1));
        disk.refuse("No space left on device");

        assertThat(faulty.put("b", bytes(10, 2))).isFalse();

        Await.until("its owner is told", () -> !faulty.failures.isEmpty());
        assertThat(faulty.failures).singleElement().asString().contains("No space left on device");
        assertThat(faulty.get("a")).isNull();
        assertThat(faulty.put("c", bytes(10, 3))).isFalse();
        assertThat(faulty.store.note(new byte[0])).succeedsWithin(Await.LIMIT);
        Await.until("the files are deleted", () -> faulty.store.isGivenBack() && sizeOf(own) == 0);
        faulty.close();
    }

    @Test
    void afterAFailureTheNextStartBeginsEmpty() throws IOException {
        FaultyDisk disk = new FaultyDisk();
        Path own = folder.resolve("faulty");
        Shelf faulty = new Shelf(own, BYTES, disk);
        faulty.put("a", bytes(10, 1));
        disk.refuse("Input/output error");
        faulty.put("b", bytes(10, 2));
        Await.until("the files are deleted", () -> faulty.store.isGivenBack() && sizeOf(own) == 0);
        faulty.close();

        Shelf next = new Shelf(own, BYTES);
        assertThat(next.get("a")).isNull();
        assertThat(next.put("a", bytes(10, 3))).isTrue();
        next.close();
    }

    static long sizeOf(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            long size = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                size += Files.size(file);
            }
            return size;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
