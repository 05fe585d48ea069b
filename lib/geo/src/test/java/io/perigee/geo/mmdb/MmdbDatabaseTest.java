package io.perigee.geo.mmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.geo.AddressLiteral;
import io.perigee.geo.Cidr;
import io.perigee.geo.Geography;
import io.perigee.geo.mmdb.MmdbDatabase.Storage;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MmdbDatabaseTest {
    private static final InetAddress ADDRESS = ip("192.0.2.1");

    @TempDir
    Path folder;

    private Path file;
    private long modified = 1_700_000_000;

    @BeforeEach
    void japanFirst() throws IOException {
        file = folder.resolve("geo.mmdb");
        replace(database("JP"));
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aFileAnswersForItsBlocks(Storage storage) throws IOException {
        MmdbDatabase database = MmdbDatabase.open(file, storage);

        assertThat(database.databaseType()).isEqualTo("Test-Country");
        assertThat(database.lookup(ADDRESS).countryCode()).isEqualTo("JP");
        assertThat(database.lookup(ip("192.0.2.2")).countryCode()).isEqualTo("JP");
        assertThat(database.lookup(ip("8.8.8.8"))).isEqualTo(Geography.UNKNOWN);
        assertThat(database.lookup(ip("2001:db8::1"))).isEqualTo(Geography.UNKNOWN);
    }

    @Test
    void anAnswerIsReadOnceAndThenRemembered() throws IOException {
        MmdbDatabase database = MmdbDatabase.open(file, Storage.HEAP);

        assertThat(database.lookup(ADDRESS)).isSameAs(database.lookup(ip("192.0.2.1")));
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void aChangedFileIsTakenUpOnceItHasSettled(Storage storage) throws IOException {
        MmdbDatabase database = MmdbDatabase.open(file, storage);
        assertThat(database.lookup(ADDRESS).countryCode()).isEqualTo("JP");
        assertThat(database.poll()).isEqualTo(new ReloadOutcome.Unchanged());

        replace(database("BR"));

        assertThat(database.poll()).isEqualTo(new ReloadOutcome.Settling());
        assertThat(database.lookup(ADDRESS).countryCode()).isEqualTo("JP");
        assertThat(database.poll()).isEqualTo(new ReloadOutcome.Reloaded("Test-Country", Instant.EPOCH));
        assertThat(database.lookup(ADDRESS).countryCode()).isEqualTo("BR");
        assertThat(database.poll()).isEqualTo(new ReloadOutcome.Unchanged());
    }

    @Test
    void aCopyInProgressIsLeftAloneUntilItIsComplete() throws IOException {
        MmdbDatabase database = MmdbDatabase.open(file, Storage.HEAP);
        byte[] next = database("BR");

        for (int part = 1; part <= 3; part++) {
            replace(Arrays.copyOf(next, next.length * part / 4));
            assertThat(database.poll()).isEqualTo(new ReloadOutcome.Settling());
        }
        replace(next);

        assertThat(database.poll()).isEqualTo(new ReloadOutcome.Settling());
        assertThat(database.poll()).isInstanceOf(ReloadOutcome.Reloaded.class);
    }

    @Test
    void aDamagedFileIsRefusedOnceAndTheOldContentServesOn() throws IOException {
        MmdbDatabase database = MmdbDatabase.open(file, Storage.HEAP);
        byte[] whole = database("BR");
        byte[] pointsPastTheEnd = whole.clone();
        Arrays.fill(pointsPastTheEnd, 0, 64, (byte) 0x7f);
        List<byte[]> damaged = List.of(
                new byte[0],
                "not a database".getBytes(StandardCharsets.UTF_8),
                Arrays.copyOf(whole, whole.length - 100),
                Arrays.copyOfRange(whole, whole.length / 2, whole.length),
                pointsPastTheEnd);

        for (byte[] content : damaged) {
            replace(content);
            assertThat(database.poll()).isEqualTo(new ReloadOutcome.Settling());
            assertThat(database.poll()).isInstanceOf(ReloadOutcome.Refused.class);
            assertThat(database.poll()).isEqualTo(new ReloadOutcome.Unchanged());
            assertThat(database.lookup(ADDRESS).countryCode()).isEqualTo("JP");
        }

        replace(whole);
        assertThat(database.poll()).isEqualTo(new ReloadOutcome.Settling());
        assertThat(database.poll()).isInstanceOf(ReloadOutcome.Reloaded.class);
        assertThat(database.lookup(ADDRESS).countryCode()).isEqualTo("BR");
    }

    @Test
    void aMissingFileIsRefusedAndTakenUpWhenItIsBack() throws IOException {
        MmdbDatabase database = MmdbDatabase.open(file, Storage.HEAP);

        Files.delete(file);
        assertThat(database.poll()).isInstanceOf(ReloadOutcome.Refused.class);
        assertThat(database.lookup(ADDRESS).countryCode()).isEqualTo("JP");

        replace(database("BR"));
        assertThat(database.poll()).isEqualTo(new ReloadOutcome.Settling());
        assertThat(database.poll()).isInstanceOf(ReloadOutcome.Reloaded.class);
    }

    @Test
    void aFileThatIsNoDatabaseDoesNotOpen() throws IOException {
        replace(new byte[1000]);

        assertThatThrownBy(() -> MmdbDatabase.open(file, Storage.HEAP)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> MmdbDatabase.open(folder.resolve("missing"), Storage.HEAP))
                .isInstanceOf(IOException.class);
    }

    @Test
    void theWatchPollsOnItsScheduleUntilItIsClosed() throws IOException {
        MmdbDatabase database = MmdbDatabase.open(file, Storage.HEAP);
        HandSchedule schedule = new HandSchedule();
        PollSchedule.Cancellation watch = database.watch(schedule, Duration.ofSeconds(30));
        assertThat(schedule.periods).containsExactly(Duration.ofSeconds(30));

        replace(database("BR"));
        schedule.tick();
        schedule.tick();
        assertThat(database.lookup(ADDRESS).countryCode()).isEqualTo("BR");

        watch.close();
        assertThat(schedule.tasks).isEmpty();
    }

    @Test
    void lookupsInFlightNeverFailWhileTheFileIsReplaced() throws Exception {
        MmdbDatabase database = MmdbDatabase.open(file, Storage.MAPPED);
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int reader = 0; reader < 2; reader++) {
                results.add(readers.submit(() -> readUntil(done, database)));
            }
            for (int i = 0; i < 50; i++) {
                renameOver(database(i % 2 == 0 ? "BR" : "JP"));
                database.poll();
                assertThat(database.poll()).isInstanceOf(ReloadOutcome.Reloaded.class);
            }
            done.set(true);
            for (Future<Integer> result : results) {
                assertThat(result.get()).isPositive();
            }
        }
    }

    private static int readUntil(AtomicBoolean done, MmdbDatabase database) {
        int reads = 0;
        do {
            InetAddress address = ip("192.0.2." + (reads & 0xff));
            assertThat(database.lookup(address).countryCode()).isIn("JP", "BR");
            reads++;
        } while (!done.get());
        return reads;
    }

    /** Every replacement has a time of its own: file systems' clocks are coarser than this test. */
    private void replace(byte[] content) throws IOException {
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(modified++)));
    }

    private void renameOver(byte[] content) throws IOException {
        Path next = folder.resolve("next");
        Files.write(next, content);
        Files.setLastModifiedTime(next, FileTime.from(Instant.ofEpochSecond(modified++)));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] database(String country) {
        MmdbWriter writer = new MmdbWriter("Test-Country", "a test", Instant.EPOCH);
        writer.put(Cidr.parse("192.0.2.0/24"), Map.of("country", Map.of("iso_code", country)));
        return writer.toBytes();
    }

    private static InetAddress ip(String text) {
        return AddressLiteral.parse(text).orElseThrow();
    }

    private static final class HandSchedule implements PollSchedule {
        final List<Duration> periods = new ArrayList<>();
        final List<Runnable> tasks = new ArrayList<>();

        @Override
        public Cancellation every(Duration period, Runnable task) {
            periods.add(period);
            tasks.add(task);
            return () -> tasks.remove(task);
        }

        void tick() {
            List.copyOf(tasks).forEach(Runnable::run);
        }
    }
}
