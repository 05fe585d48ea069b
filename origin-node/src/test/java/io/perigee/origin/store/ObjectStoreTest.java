package io.perigee.origin.store;

import static io.perigee.origin.store.Stores.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.node.config.ByteSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStoreTest {

    @TempDir
    Path directory;

    @Test
    void objectsSurviveARestartWithAllThatIsKnownOfThem() throws Exception {
        ObjectAttributes attributes = new ObjectAttributes(
                Map.of("Content-Type", "image/png", "cache-control", "no-cache"),
                Map.of("Camera", "Leica"),
                Optional.of(new Checksum("crc32", "AAAAAA==")));
        StoredObject before;
        try (ObjectStore store = Stores.open(directory)) {
            store.put(BUCKET, new ObjectKey("a/b"), attributes, new ByteArrayInputStream(new byte[5000]));
            before = store.find(BUCKET, new ObjectKey("a/b")).orElseThrow();
        }
        try (ObjectStore store = Stores.open(directory)) {
            assertThat(store.find(BUCKET, new ObjectKey("a/b"))).hasValue(before);
            assertThat(before.etag()).isEqualTo("6bf95a48f366bdf8af3a198c7b723c77");
            assertThat(before.attributes().userMetadata()).containsEntry("camera", "Leica");
            assertThat(store.objectCount()).isEqualTo(1);
            assertThat(store.storedBytes()).isEqualTo(5000);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../etc/passwd",
                "/etc/passwd",
                "..",
                ".",
                "a/../../b",
                "nul\0byte",
                "line\nfeed",
                "\\windows\\path",
                "C:\\x",
                "a//b/",
                "ü\uD83D\uDE80\uFFFD",
                "CON",
                " "
            })
    void noKeyLeavesTheDirectoryOrMeetsAnother(String key) throws Exception {
        Path data = directory.resolve("deep/in/data");
        try (ObjectStore store = Stores.open(data)) {
            Stores.put(store, key, "mine");
            Stores.put(store, key + "x", "other");
            assertThat(Stores.read(store, key)).isEqualTo("mine");
        }
        try (ObjectStore store = Stores.open(data)) {
            assertThat(Stores.read(store, key)).isEqualTo("mine");
        }
        assertThat(Stores.objectFiles(data)).hasSize(2);
        assertThat(Stores.entries(directory)).containsExactly(directory.resolve("deep"));
    }

    @Test
    void keysOfTheLongestLegalLengthAreStoredAndLongerOnesRefused() throws Exception {
        try (ObjectStore store = Stores.open(directory)) {
            Stores.put(store, "ü".repeat(512), "long");
            assertThat(Stores.read(store, "ü".repeat(512))).isEqualTo("long");
        }
        assertThatThrownBy(() -> new ObjectKey("ü".repeat(512) + "x")).hasMessageContaining("1024");
        assertThatThrownBy(() -> new ObjectKey("")).hasMessageContaining("1 to 1024");
        assertThatThrownBy(() -> new ObjectKey("half \uD83D")).hasMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a", "a/b", "../x", "Upper", "a..b", "-ab", "ab-", "1.2.3.4", "a_b", "x\0y"})
    void illegalBucketNamesAreRefused(String name) {
        assertThatThrownBy(() -> new BucketName(name)).hasMessageContaining("expected");
    }

    @Test
    void readerOfAReplacedObjectKeepsTheVersionThatItFound() throws Exception {
        try (ObjectStore store = Stores.open(directory)) {
            Stores.put(store, "a", "one");
            try (OpenObject open = store.open(BUCKET, new ObjectKey("a")).orElseThrow()) {
                Stores.put(store, "a", "twotwo");
                ByteBuffer bytes = ByteBuffer.allocate(3);
                open.channel().read(bytes, 0);
                assertThat(new String(bytes.array(), StandardCharsets.US_ASCII)).isEqualTo("one");
            }
            assertThat(Stores.read(store, "a")).isEqualTo("twotwo");
            assertThat(Stores.objectFiles(directory)).hasSize(1);
        }
    }

    @Test
    void uploadThatIsNotCommittedLeavesNothing() throws Exception {
        try (ObjectStore store = Stores.open(directory)) {
            Stores.put(store, "a", "old");
            try (Upload upload = store.upload(BUCKET, new ObjectKey("a"))) {
                assertThat(upload.write(ByteBuffer.wrap(new byte[1000]))).isEmpty();
            }
            assertThat(Stores.read(store, "a")).isEqualTo("old");
            assertThat(Stores.entries(directory.resolve("tmp"))).isEmpty();
        }
    }

    @Test
    void leftoversOfACrashAreSweptAtTheNextStart() throws Exception {
        try (ObjectStore store = Stores.open(directory)) {
            Stores.put(store, "a", "one");
        }
        Files.writeString(directory.resolve("tmp/half-written"), "...");
        Files.createDirectories(directory.resolve("tmp/half-made-bucket/objects"));
        try (ObjectStore store = Stores.open(directory)) {
            assertThat(Stores.entries(directory.resolve("tmp"))).isEmpty();
            assertThat(Stores.read(store, "a")).isEqualTo("one");
        }
    }

    @Test
    void crashBetweenAWriteAndTheRemovalOfWhatItReplacedLeavesTheNewObject() throws Exception {
        Path old;
        Path kept = directory.resolveSibling("kept-" + directory.getFileName());
        try (ObjectStore store = Stores.open(directory)) {
            Stores.put(store, "a", "one");
            old = Stores.objectFiles(directory).getFirst();
            Files.copy(old, kept);
            Stores.put(store, "a", "two");
        }
        Files.move(kept, old);
        try (ObjectStore store = Stores.open(directory)) {
            assertThat(Stores.read(store, "a")).isEqualTo("two");
            assertThat(Stores.objectFiles(directory)).hasSize(1).doesNotContain(old);
            assertThat(store.objectCount()).isEqualTo(1);
        }
    }

    @Test
    void brokenFileIsSetAsideAndTheRestServed() throws Exception {
        try (ObjectStore store = Stores.open(directory)) {
            Stores.put(store, "a", "one");
            Path file = Stores.objectFiles(directory).getFirst();
            Stores.put(store, "b", "two");
            Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.TRUNCATE_EXISTING);
        }
        try (ObjectStore store = Stores.open(directory)) {
            assertThat(store.find(BUCKET, new ObjectKey("a"))).isEmpty();
            assertThat(Stores.read(store, "b")).isEqualTo("two");
            assertThat(Stores.entries(directory.resolve("damaged"))).hasSize(1);
        }
    }

    @Test
    void directoryIsUsedByOneStoreAtATimeAndOfOneFormat() throws Exception {
        try (ObjectStore ignored = Stores.open(directory)) {
            assertThatThrownBy(() -> Stores.open(directory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
        Files.writeString(directory.resolve("format"), "perigee-origin 9");
        assertThatThrownBy(() -> Stores.open(directory)).hasMessageContaining("expected 'perigee-origin 1'");
    }

    @Test
    void limitsHold() throws Exception {
        StoreLimits limits = new StoreLimits(new ByteSize(10), 2, new ByteSize(15), 1);
        try (ObjectStore store = ObjectStore.open(directory, limits, Stores.CLOCK, List.of())) {
            assertThat(store.createBucket(BUCKET)).isEqualTo(CreateOutcome.CREATED);
            assertThat(store.createBucket(BUCKET)).isEqualTo(CreateOutcome.ALREADY_THERE);
            assertThat(store.createBucket(new BucketName("second"))).isEqualTo(CreateOutcome.TOO_MANY_BUCKETS);
            assertThat(Stores.put(store, "a", "12345678901")).isEqualTo(PutOutcome.Refused.TOO_LARGE);
            assertThat(Stores.put(store, "a", "1234567890")).isInstanceOf(PutOutcome.Stored.class);
            assertThat(Stores.put(store, "b", "123456")).isEqualTo(PutOutcome.Refused.STORE_FULL);
            assertThat(Stores.put(store, "b", "1")).isInstanceOf(PutOutcome.Stored.class);
            assertThat(Stores.put(store, "c", "1")).isEqualTo(PutOutcome.Refused.STORE_FULL);
            store.delete(BUCKET, new ObjectKey("a"));
            assertThat(Stores.put(store, "c", "1")).isInstanceOf(PutOutcome.Stored.class);
            assertThat(store.storedBytes()).isEqualTo(2);
            assertThat(Stores.entries(directory.resolve("tmp"))).isEmpty();
        }
    }

    @Test
    void bucketIsDeletedOnlyWhenItIsEmpty() throws Exception {
        try (ObjectStore store = Stores.open(directory)) {
            Stores.put(store, "a", "x");
            assertThat(store.deleteBucket(BUCKET)).isEqualTo(DeleteOutcome.NOT_EMPTY);
            try (Upload late = store.upload(BUCKET, new ObjectKey("b"))) {
                store.delete(BUCKET, new ObjectKey("a"));
                assertThat(store.deleteBucket(BUCKET)).isEqualTo(DeleteOutcome.DELETED);
                assertThat(late.commit(ObjectAttributes.of("text/plain"), new WriteCondition.Always()))
                        .isEqualTo(PutOutcome.Refused.NO_SUCH_BUCKET);
            }
            assertThat(store.deleteBucket(BUCKET)).isEqualTo(DeleteOutcome.NO_SUCH_BUCKET);
            assertThat(store.list(BUCKET, ListRequest.ofPrefix(""))).isEmpty();
        }
    }

    @Test
    void listenersHearOfEveryChangeInOrderAndCannotBreakIt() throws Exception {
        List<ObjectEvent> heard = new ArrayList<>();
        ObjectListener broken = event -> {
            throw new IllegalStateException("broken listener");
        };
        try (ObjectStore store = Stores.open(directory, broken, heard::add)) {
            Stores.put(store, "a", "one");
            Stores.put(store, "a", "two");
            store.delete(BUCKET, new ObjectKey("a"));
            store.delete(BUCKET, new ObjectKey("a"));
        }
        assertThat(heard)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("ObjectCreated", "ObjectCreated", "ObjectRemoved");
        assertThat(heard).extracting(ObjectEvent::ordinal).isSorted().doesNotHaveDuplicates();
    }
}
