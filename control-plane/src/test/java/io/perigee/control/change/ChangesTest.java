package io.perigee.control.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cluster.log.LogEntry;
import io.perigee.control.store.LoggedChange;
import io.perigee.control.store.Store;
import io.perigee.control.store.StoredInvalidation;
import io.perigee.control.store.StoredResource;
import io.perigee.control.store.TestDatabase;
import io.perigee.control.store.Transaction;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.Invalidation;
import io.perigee.distribution.KeyValueStore;
import io.perigee.distribution.document.Documents;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class ChangesTest {

    private final TestDatabase database;

    @TempDir
    Path folder;

    private Store store;
    private Changes changes;

    ChangesTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void aStore() {
        store = Store.open(database.create(folder), InstantSource.system());
        changes = new Changes(store, 1_000);
    }

    @AfterEach
    void closes() {
        store.close();
    }

    private static Distribution distribution(String id, String alias) {
        return Documents.parse("""
            {"aliases": ["%s"], "origins": [{"id": "site", "domainName": "origin.example"}],
             "defaultCacheBehavior": {"targetOriginId": "site", "cachePolicyId": "Managed-CachingOptimized"}}
            """.formatted(alias), Distribution.class, id).orThrow();
    }

    private static Invalidation invalidation(int number) {
        return new Invalidation("I" + number, "site", List.of("/" + number), List.of(), false, "r" + number);
    }

    @Test
    void entriesArePublishedInTheOrderOfTheirCommits() throws Exception {
        List<Long> published = new CopyOnWriteArrayList<>();
        changes.publishTo(entry -> {
            published.add(entry.sequence());
            return new CompletableFuture<>();
        });
        changes.apply(distribution("site", "www.example.org"), new Guard.None());
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Outcome<?>>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int number = i;
                calls.add(() -> changes.invalidate(invalidation(number)));
            }
            assertThat(threads.invokeAll(calls))
                    .allSatisfy(call -> assertThat(call.get()).isInstanceOf(Outcome.Done.class));
        }
        assertThat(published)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 41).boxed().toList());
    }

    @Test
    void aPublicationThatFailsDoesNotUndoTheChange() {
        changes.publishTo((LogEntry entry) -> CompletableFuture.failedFuture(new IllegalStateException("away")));
        assertThat(changes.apply(distribution("site", "www.example.org"), new Guard.None()))
                .isInstanceOf(Outcome.Done.class);
        assertThat(changes.refreshed().sequence()).isEqualTo(1);
    }

    @Test
    void twoControlPlanesOnOneDatabaseSeeEachOthersChanges() {
        Changes other = new Changes(store, 1_000);
        changes.apply(distribution("a", "www.example.org"), new Guard.None());

        Outcome<StoredResource> taken = other.apply(distribution("b", "www.example.org"), new Guard.None());
        other.apply(distribution("c", "c.example.org"), new Guard.None());
        changes.delete(ResourceKind.DISTRIBUTION, "a", new Guard.Forced());
        Outcome<StoredResource> free = other.apply(distribution("b", "www.example.org"), new Guard.None());

        assertThat(taken)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.Conflict.class));
        assertThat(free).isInstanceOf(Outcome.Done.class);
        assertThat(changes.refreshed()).isEqualTo(other.refreshed());
        assertThat(changes.refreshed().distributions()).containsOnlyKeys("b", "c");
    }

    private static KeyValueStore.Update update(String key, String value) {
        return new KeyValueStore.Update(List.of(new KeyValueStore.Item(key, value)), List.of());
    }

    @Test
    void whatIsLoadedIsWhatWasFollowed() {
        FunctionChanges functions = new FunctionChanges(changes);
        changes.apply(distribution("a", "a.example.org"), new Guard.None());
        functions.publish(
                FunctionVersion.verticle("hello", 1, "0".repeat(64), 1, "example.Hello"),
                new byte[] {1},
                new Guard.None());
        functions.publish(
                FunctionVersion.verticle("hello", 1, "1".repeat(64), 1, "example.Hello"),
                new byte[] {2},
                new Guard.None());
        functions.publish(
                FunctionVersion.verticle("bye", 1, "2".repeat(64), 1, "example.Bye"), new byte[] {3}, new Guard.None());
        functions.apply(FunctionAlias.of("hello", "live", 1), new Guard.None());
        functions.apply(FunctionAlias.of("hello", "old", 2), new Guard.None());
        functions.apply(FunctionAlias.of("bye", "live", 1), new Guard.None());
        functions.deleteAlias("hello", "old", new Guard.Forced());
        functions.deleteVersion("hello", 2);
        functions.delete("bye");
        KeyValueChanges stores = new KeyValueChanges(changes);
        stores.apply("kept", "", new Guard.None());
        stores.apply("gone", "", new Guard.None());
        stores.update("kept", update("a", "1"), new Guard.Forced());
        stores.update("kept", update("b", "2"), new Guard.Forced());
        stores.update(
                "kept",
                new KeyValueStore.Update(List.of(), List.of(new KeyValueStore.DeletedKey("a"))),
                new Guard.Forced());
        stores.delete("gone", new Guard.Forced());
        assertThat(new Changes(store, 1_000).refreshed()).isEqualTo(changes.lastSeen());
        assertThat(changes.lastSeen().functions().get("hello")).hasSize(1);
        assertThat(changes.lastSeen().functionAliases()).containsOnlyKeys("hello:live");
    }

    @Test
    void theLogIsTrimmedByCountAndTheConfigurationIsNotAffected() {
        Changes brief = new Changes(store, 10);
        brief.apply(distribution("site", "www.example.org"), new Guard.None());
        brief.invalidate(invalidation(1));
        LoggedChange second = store.inTransaction(
                transaction -> transaction.entriesAfter(1, 1).getFirst());
        store.inTransaction(transaction -> {
            LongStream.range(0, 250).forEach(i -> transaction.append(second.kind(), second.payload()));
            return second;
        });
        for (int i = 2; i <= 10; i++) {
            brief.invalidate(invalidation(i));
        }
        long oldest = store.inTransaction(Transaction::oldestEntry);
        assertThat(oldest).isGreaterThan(200);
        List<LoggedChange> kept = store.inTransaction(transaction -> transaction.entriesAfter(0, 1_000));
        assertThat(kept).hasSizeGreaterThanOrEqualTo(10);
        List<StoredInvalidation> invalidations =
                store.read(transaction -> transaction.invalidations("site", Long.MAX_VALUE, 100));
        assertThat(invalidations)
                .as("the first one went with its entry")
                .extracting(StoredInvalidation::id)
                .contains("I10")
                .doesNotContain("I1");
        assertThat(changes.refreshed().distributions()).containsOnlyKeys("site");
        assertThat(changes.refreshed().sequence()).isEqualTo(261);
    }
}
