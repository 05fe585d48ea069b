package io.perigee.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {

    @TempDir
    Path folder;

    private Store open() {
        return Store.open(new StoreConfig.Embedded(folder.resolve("state/control.db")), InstantSource.system());
    }

    @Test
    void concurrentChangesGetSequencesWithoutGaps() throws Exception {
        try (Store store = open();
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Long>> writers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                writers.add(
                        () -> store.inTransaction(t -> t.append("Test", "{}").sequence()));
            }
            List<Long> sequences = new ArrayList<>();
            for (Future<Long> written : threads.invokeAll(writers)) {
                sequences.add(written.get());
            }
            assertThat(sequences)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, 200).boxed().toList());
            List<LoggedChange> log = store.inTransaction(t -> t.entriesAfter(0, 1000));
            assertThat(log)
                    .extracting(LoggedChange::sequence)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 200).boxed().toList());
        }
    }

    @Test
    void aTransactionThatFailsLeavesNeitherChangeNorSequence() {
        try (Store store = open()) {
            assertThatThrownBy(() -> store.inTransaction(t -> {
                        t.append("Test", "{}");
                        t.put(new StoredResource("Distribution", "d", "e", "{}", 1, 1));
                        throw new IllegalStateException("refused");
                    }))
                    .hasMessage("refused");
            long head = store.inTransaction(Transaction::head);
            assertThat(head).isZero();
            boolean there =
                    store.inTransaction(t -> t.resource("Distribution", "d").isPresent());
            assertThat(there).isFalse();
        }
    }

    @Test
    void whatWasStoredIsThereAfterReopening() {
        try (Store store = open()) {
            store.inTransaction(t -> {
                long sequence = t.append("DistributionApplied", "{\"a\":1}").sequence();
                t.put(new StoredResource("Distribution", "d", "e1", "{\"a\":1}", sequence, 5));
                t.publish("f", "0".repeat(64), "a.B", "code".getBytes(StandardCharsets.UTF_8), 1);
                t.put(new StoredInvalidation("i1", "d", "ref", "[\"/a\"]", sequence, 7));
                t.completed(sequence);
                t.completed(0);
                return sequence;
            });
        }
        try (Store store = open()) {
            store.inTransaction(t -> {
                assertThat(t.head()).isEqualTo(1);
                assertThat(t.entriesAfter(0, 10)).singleElement().satisfies(entry -> {
                    assertThat(entry.kind()).isEqualTo("DistributionApplied");
                    assertThat(entry.payload()).isEqualTo("{\"a\":1}");
                });
                assertThat(t.resources("Distribution"))
                        .containsExactly(new StoredResource("Distribution", "d", "e1", "{\"a\":1}", 1, 5));
                assertThat(t.functions()).singleElement().satisfies(f -> {
                    assertThat(f.version()).isEqualTo(1);
                    assertThat(f.sizeBytes()).isEqualTo(4);
                });
                assertThat(t.functionCode("f", 1))
                        .hasValueSatisfying(code -> assertThat(code)
                                .asString(StandardCharsets.UTF_8)
                                .isEqualTo("code"));
                assertThat(t.invalidation("d", "i1")).isPresent();
                assertThat(t.invalidationByReference("d", "ref")).isPresent();
                assertThat(t.invalidations("d", Long.MAX_VALUE, 10)).hasSize(1);
                assertThat(t.completedHead()).isEqualTo(1);
                return t;
            });
        }
    }

    @Test
    void eachPublicationCountsTheVersionUp() {
        try (Store store = open()) {
            byte[] code = {1};
            assertThat(store.inTransaction(t -> t.publish("f", "0".repeat(64), "A", code, 1))
                            .version())
                    .isEqualTo(1);
            assertThat(store.inTransaction(t -> t.publish("f", "1".repeat(64), "A", code, 1))
                            .version())
                    .isEqualTo(2);
            int deleted = store.inTransaction(t -> t.deleteFunction("f"));
            assertThat(deleted).isEqualTo(2);
            List<StoredFunction> left = store.inTransaction(Transaction::functions);
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aTrimmedLogTellsItsOldestEntry() {
        try (Store store = open()) {
            long oldest = store.inTransaction(Transaction::oldestEntry);
            assertThat(oldest).isEqualTo(1);
            for (int i = 0; i < 10; i++) {
                store.inTransaction(t -> t.append("Test", "{}"));
            }
            int trimmed = store.inTransaction(t -> t.trimLog(3));
            assertThat(trimmed).isEqualTo(7);
            oldest = store.inTransaction(Transaction::oldestEntry);
            assertThat(oldest).isEqualTo(8);
            assertThat(store.inTransaction(t -> t.append("Test", "{}")).sequence())
                    .isEqualTo(11);
        }
    }

    @Test
    void theLogsIdentityStaysTheSameAndIsNewOnlyOnce() {
        LogIdentity first;
        try (Store store = open()) {
            first = store.inTransaction(Transaction::logIdentity);
        }
        try (Store store = open()) {
            LogIdentity second = store.inTransaction(Transaction::logIdentity);
            assertThat(first.created()).isTrue();
            assertThat(second).isEqualTo(new LogIdentity(first.log(), false));
        }
    }

    @Test
    void aDeletedFunctionsVersionsNeverComeAgain() {
        try (Store store = open()) {
            byte[] code = {1};
            int version = store.inTransaction(t -> {
                t.publish("f", "0".repeat(64), "a.B", code, 1);
                t.publish("f", "1".repeat(64), "a.B", code, 1);
                t.deleteFunction("f");
                return t.publish("f", "2".repeat(64), "a.B", code, 1).version();
            });
            assertThat(version).isEqualTo(3);
        }
    }
}
