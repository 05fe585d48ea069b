package io.perigee.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One database of several control planes, which SQLite's file cannot be. */
class SharedDatabaseTest {
    @Test
    void ofSeveralThatOpenANewDatabaseAtOnceOneMakesTheLog(@TempDir Path folder) throws Exception {
        StoreConfig config = TestDatabase.POSTGRESQL.create(folder);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Callable<LogIdentity> opening = () -> {
                try (Store store = Store.open(config, InstantSource.system())) {
                    return store.inTransaction(Transaction::logIdentity);
                }
            };
            List<LogIdentity> identities = new ArrayList<>();
            for (Future<LogIdentity> opened : threads.invokeAll(List.of(opening, opening, opening))) {
                identities.add(opened.get());
            }
            assertThat(identities)
                    .extracting(LogIdentity::log)
                    .containsOnly(identities.getFirst().log());
            assertThat(identities).filteredOn(LogIdentity::created).hasSize(1);
        }
    }
}
