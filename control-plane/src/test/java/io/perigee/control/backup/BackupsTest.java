package io.perigee.control.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.control.store.QueuedInvocation;
import io.perigee.control.store.Store;
import io.perigee.control.store.StoreConfig;
import io.perigee.control.store.StoredInvalidation;
import io.perigee.control.store.StoredResource;
import io.perigee.control.store.StoredTables;
import io.perigee.control.store.TestDatabase;
import io.perigee.control.store.Transaction;
import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupsTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T05:00:00Z"));
    private static final String NETWORK = "perigee-test";

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("control.backup");
    }

    private static Backups backups(StoreConfig database) {
        return new Backups(database, NETWORK, CLOCK);
    }

    @ParameterizedTest
    @CsvSource({"SQLITE,SQLITE", "SQLITE,POSTGRESQL", "POSTGRESQL,SQLITE", "POSTGRESQL,POSTGRESQL"})
    void whatWasThereIsThereAgainInEitherKindOfDatabase(TestDatabase from, TestDatabase to) throws IOException {
        StoreConfig database = from.create(folder.resolve("from"));
        String log = filled(database);

        Backups.Done made = backups(database).make(file());
        assertThat(made.header().sequence()).isEqualTo(3);
        assertThat(made.header().log()).isEqualTo(log);
        assertThat(made.header().createdAt()).isEqualTo("2026-11-22T05:00:00Z");

        StoreConfig other = to.create(folder.resolve("to"));
        Backups.Done restored = backups(other).restore(file());
        assertThat(restored.count()).isEqualTo(1_000_000_000);
        assertThat(rows(other))
                .isEqualTo(rows(database).stream()
                        .map(row -> row.equals("log_head [1, 3]") ? "log_head [1, 1000000000]" : row)
                        .toList());
    }

    @Test
    void theLogGoesOnAsAnotherOneAndWhereNoNumberHasBeen() throws IOException {
        StoreConfig database = TestDatabase.SQLITE.create(folder.resolve("from"));
        String log = filled(database);
        backups(database).make(file());
        StoreConfig other = TestDatabase.SQLITE.create(folder.resolve("to"));
        backups(other).restore(file());

        Store store = Store.open(other, CLOCK);
        assertThat(store.inTransaction(Transaction::logIdentity)).satisfies(identity -> {
            assertThat(identity.log()).isNotEqualTo(log);
            assertThat(identity.created()).isFalse();
        });
        assertThat(store.inTransaction(transaction -> transaction.append("kind", "{}"))
                        .sequence())
                .isEqualTo(1_000_000_001);

        assertThat(backups(other).beginEpoch()).isEqualTo(2_000_000_000);
    }

    @Test
    void aControlPlaneMayChangeTheDatabaseMeanwhile() throws IOException {
        StoreConfig database = TestDatabase.SQLITE.create(folder.resolve("from"));
        filled(database);
        Store store = Store.open(database, CLOCK);
        store.tables(tables -> {
            store.inTransaction(transaction -> transaction.append("later", "{}"));
            assertThat(tables.head()).isEqualTo(4);
            return tables;
        });
        assertThat(backups(database).make(file()).header().sequence()).isEqualTo(4);
    }

    @Test
    void nothingIsWrittenOverAFileNorPutOverAnotherDatabase() throws IOException {
        StoreConfig database = TestDatabase.SQLITE.create(folder.resolve("from"));
        filled(database);
        backups(database).make(file());

        assertThatThrownBy(() -> backups(database).make(file()))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("exists");
        List<String> before = rows(database);
        assertThatThrownBy(() -> backups(database).restore(file()))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("a control plane has used this database");
        assertThat(rows(database)).isEqualTo(before);
    }

    @Test
    void aDatabaseThatIsNotThereIsNotMade() {
        StoreConfig none = TestDatabase.SQLITE.create(folder.resolve("none"));
        assertThatThrownBy(() -> backups(none).make(file()))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("there is no database");
        assertThatThrownBy(() -> backups(none).beginEpoch()).isInstanceOf(BackupException.class);
        assertThat(folder.resolve("none/state/control.db")).doesNotExist();
    }

    @Test
    void aDamagedFileChangesNothing() throws IOException {
        StoreConfig database = TestDatabase.SQLITE.create(folder.resolve("from"));
        filled(database);
        backups(database).make(file());
        String text = text();

        refused(text.substring(0, text.length() / 2), "is cut off or damaged after row");
        refused(text.replace("site", "sitf"), "is damaged");
        refused(text.replace("\"format\":1", "\"format\":2"), "is of format 2; this program reads format 1");
        refused(text.replaceFirst("\"schema\":\"\\d+\"", "\"schema\":\"999\""), "expected");
        refused("{\"something\":\"else\"}\n", "is not a backup of a control plane");
        Files.writeString(file(), "text");
        refused("is not a backup of a control plane");
        assertThatThrownBy(() -> backups(TestDatabase.SQLITE.create(folder.resolve("to")))
                        .restore(folder.resolve("no")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aBackupOfANewerProgramOrAnotherNetworkIsRefused() throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file()))) {
            new BackupWriter(out, new BackupHeader("999", NETWORK, "log", 3, "")).end();
        }
        refused("was written by a newer program (schema 999); this one knows schemas up to");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file()))) {
            new BackupWriter(out, new BackupHeader("11", "another", "log", 3, "")).end();
        }
        refused("is of the network another, and the configuration of " + NETWORK);
    }

    private void refused(String text, String why) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file()))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        refused(why);
    }

    private void refused(String why) {
        StoreConfig target = TestDatabase.SQLITE.create(folder.resolve("to"));
        assertThatThrownBy(() -> backups(target).restore(file()))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining(why);
        assertThat(Store.open(target, CLOCK).inTransaction(Transaction::head)).isZero();
        delete(folder.resolve("to/state"));
    }

    private static void delete(Path state) {
        try (var files = Files.list(state)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text() throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Something in several tables, bytes and null among it; returns the log's identity. */
    private static String filled(StoreConfig database) {
        return Store.open(database, CLOCK).inTransaction(transaction -> {
            String log = transaction.logIdentity().log();
            transaction.noteControlPlane("control-1", 7);
            long first = transaction
                    .append("DistributionApplied", "{\"id\":\"site\"}")
                    .sequence();
            transaction.put(new StoredResource("Distribution", "site", "etag", "{\"text\":\"ü\\n\"}", first, 5));
            FunctionVersion draft = new FunctionVersion(
                    "resize", 0, FunctionRuntime.NODEJS_22, "0".repeat(64), 4, "index.handler", 128, 5, null);
            transaction.publish(
                    draft,
                    new byte[] {0, -1, 10, 13},
                    transaction.append("FunctionPublished", "{}").sequence());
            long invalidated = transaction.append("InvalidationAccepted", "{}").sequence();
            transaction.put(new StoredInvalidation("I1", "site", "ref", "[\"/*\"]", "[]", false, invalidated, 6));
            transaction
                    .invocations()
                    .add(
                            new QueuedInvocation(
                                    "i1", "resize", "latest", "", Buffer.buffer("payload"), "test", 1, 0, 0, 0),
                            1);
            return log;
        });
    }

    private static List<String> rows(StoreConfig database) {
        return Store.openAsItIs(database, CLOCK).tables(tables -> {
            List<String> rows = new ArrayList<>();
            tables.read(new StoredTables.Reader<RuntimeException>() {
                private String table = "";

                @Override
                public void table(String name, List<String> columns) {
                    table = name;
                }

                @Override
                public void row(List<@Nullable Object> values) {
                    rows.add(table + " "
                            + values.stream()
                                    .map(value -> value instanceof byte[] bytes ? Arrays.toString(bytes) : value)
                                    .toList());
                }
            });
            return rows;
        });
    }
}
