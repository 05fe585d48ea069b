package io.perigee.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class StoreTest {

    private final TestDatabase database;

    @TempDir
    Path folder;

    private StoreConfig config;

    StoreTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void aDatabase() {
        config = database.create(folder);
    }

    private Store open() {
        return Store.open(config, InstantSource.system());
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
    void aReaderNeverSeesAnEntryBeforeTheOnesThatComeBeforeIt() throws Exception {
        int writers = 6;
        int entries = 240;
        AtomicBoolean written = new AtomicBoolean();
        try (Store first = open();
                Store second = open();
                ExecutorService threads = Executors.newFixedThreadPool(writers + 2)) {
            List<Future<List<Long>>> readers = new ArrayList<>();
            for (Store store : List.of(first, second)) {
                readers.add(threads.submit(() -> followed(store, written)));
            }
            List<Callable<Long>> changes = new ArrayList<>();
            for (int i = 0; i < entries; i++) {
                Store store = i % 2 == 0 ? first : second;
                boolean late = i % 5 == 0;
                boolean failing = i % 7 == 0;
                changes.add(() -> change(store, late, failing));
            }
            List<Long> given = new ArrayList<>();
            for (Future<Long> change : threads.invokeAll(changes)) {
                given.add(change.get());
            }
            written.set(true);
            List<Long> all =
                    given.stream().filter(sequence -> sequence > 0).sorted().toList();
            assertThat(all)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, all.size()).boxed().toList());
            for (Future<List<Long>> reader : readers) {
                assertThat(reader.get()).containsExactlyElementsOf(all);
            }
        }
    }

    /** Appends, perhaps with the transaction staying open for a while after it has its number, or failing in the end. */
    private static long change(Store store, boolean late, boolean failing) {
        try {
            return store.inTransaction(transaction -> {
                long sequence = transaction.append("Test", "{}").sequence();
                if (late) {
                    LockSupport.parkNanos(2_000_000);
                }
                if (failing) {
                    throw new IllegalStateException("refused");
                }
                return sequence;
            });
        } catch (IllegalStateException refused) {
            return 0;
        }
    }

    /** Follows the log as a node does: what comes after the last entry that it has, as long as something may come. */
    private static List<Long> followed(Store store, AtomicBoolean written) {
        List<Long> seen = new ArrayList<>();
        while (true) {
            boolean last = written.get();
            long after = seen.isEmpty() ? 0 : seen.getLast();
            List<LoggedChange> page = store.read(transaction -> {
                List<LoggedChange> found = transaction.entriesAfter(after, 1_000);
                long end = found.isEmpty() ? after : found.getLast().sequence();
                assertThat(transaction.head()).as("the head of the same moment").isEqualTo(end);
                return found;
            });
            page.forEach(entry -> seen.add(entry.sequence()));
            if (last) {
                return seen;
            }
        }
    }

    @Test
    void aReaderSeesOneMomentWhateverIsChangedMeanwhile() {
        try (Store store = open();
                Store other = open()) {
            put(store, "a");
            List<Integer> counts = store.read(transaction -> {
                int before = transaction.resources("Distribution").size();
                put(other, "b");
                return List.of(
                        before,
                        transaction.resources("Distribution").size(),
                        (int) transaction.head(),
                        transaction.entriesAfter(0, 10).size());
            });
            assertThat(counts).containsExactly(1, 1, 1, 1);
            long head = store.read(ReadTransaction::head);
            assertThat(head).isEqualTo(2);
        }
    }

    private static void put(Store store, String id) {
        store.inTransaction(transaction -> {
            long sequence = transaction.append("Test", "{}").sequence();
            transaction.put(new StoredResource("Distribution", id, "e", "{}", sequence, 1));
            return sequence;
        });
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
                t.publish(function("0".repeat(64)), "code".getBytes(StandardCharsets.UTF_8), 1);
                t.put(new StoredInvalidation("i1", "d", "ref", "[\"/a\"]", "[\"t\"]", true, sequence, 7));
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
                    assertThat(f.function()).isEqualTo(function("0".repeat(64)));
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
            assertThat(store.inTransaction(t -> t.publish(function("0".repeat(64)), code, 1))
                            .version())
                    .isEqualTo(1);
            assertThat(store.inTransaction(t -> t.publish(function("1".repeat(64)), code, 1))
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
                t.publish(function("0".repeat(64)), code, 1);
                t.publish(function("1".repeat(64)), code, 1);
                t.deleteFunction("f");
                return t.publish(function("2".repeat(64)), code, 1).version();
            });
            assertThat(version).isEqualTo(3);
        }
    }

    private static FunctionVersion function(String sha256) {
        return new FunctionVersion(
                "f", 1, FunctionRuntime.CLOUDFRONT_JS_2_0, sha256, 4, "handler", 128, 5, "redirects");
    }
}
