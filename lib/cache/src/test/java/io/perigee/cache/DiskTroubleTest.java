package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Network.Viewer;
import io.perigee.cache.disk.DiskStore;
import io.perigee.cache.disk.FaultyDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Disks that fail, are full, too small, read-only, cut off under the cache, or slow. Viewers get what they ask for. */
class DiskTroubleTest extends RestartedNodes {
    private static final long MIB = 1 << 20;
    private static final int LONG = 300_000;

    private int stored;

    private Network over(Path own, DiskStore.Opener opener) {
        Network network = new Network(CacheSettings.ofMemory(16 << 20), new DiskSettings(own, DISK, false), opener);
        networks.add(network);
        return network;
    }

    private static void untilOutOfUse(Network network) {
        Waiting.until(() -> !network.cache.diskCounters().inUse(), "the disk is out of use");
    }

    /** It is tried again when there is something to write, after an hour at most. */
    private void untilBackInUse(Network network) {
        untilBackInUse(network, TimeUnit.HOURS.toNanos(1) + 1);
    }

    private void untilBackInUse(Network network, long nanosForEachTry) {
        Waiting.until(
                () -> {
                    network.nanosAhead.addAndGet(nanosForEachTry);
                    store(network, "/while-waiting/" + stored++, "small", FRESH);
                    return network.cache.diskCounters().inUse();
                },
                "the disk is in use again");
    }

    private static void pushEverythingOut(Network network) {
        long all = network.cache.counters().objects();
        network.cache.evictAll();
        Waiting.until(() -> network.cache.diskCounters().objects() >= all, all + " objects are on disk");
    }

    private static List<Path> files(Path own) {
        try (Stream<Path> files = Files.list(own)) {
            return files.toList();
        } catch (IOException e) {
            return List.of(own);
        }
    }

    @Test
    void aDiskThatFailedIsUsedAgainEmptyWhenItCanBeWrittenAgain() {
        Path own = folder.resolve("faulty");
        FaultyDisk disk = new FaultyDisk();
        Network network = over(own, disk);
        store(network, "/a", "old", FRESH);
        pushOut(network, 1);
        disk.refuse("Input/output error");
        store(network, "/b", content("b", LONG), FRESH);
        untilOutOfUse(network);
        assertFetched(network, "/a");
        assertHit(network, "/b", content("b", LONG));

        // As long as it cannot be written nothing is told again.
        network.nanosAhead.addAndGet(TimeUnit.MINUTES.toNanos(61));
        store(network, "/c", "c", FRESH);
        disk.repair();
        untilBackInUse(network);
        assertThat(network.cache.diskCounters().failures()).isEqualTo(1);

        pushEverythingOut(network);
        assertHit(network, "/a", "new");
        assertHit(network, "/b", content("b", LONG));
        assertThat(network.cache.diskCounters().hits()).isEqualTo(2);
    }

    @Test
    void aDiskThatHasWorkedForLongAndFailsAgainIsTriedAsSoonAsTheFirstTime() {
        FaultyDisk disk = new FaultyDisk();
        Network network = over(folder.resolve("faulty"), disk);
        disk.refuse("Input/output error");
        store(network, "/a", content("a", LONG), FRESH);
        untilOutOfUse(network);
        disk.repair();
        untilBackInUse(network);

        network.nanosAhead.addAndGet(TimeUnit.MINUTES.toNanos(61));
        disk.refuse("Input/output error");
        store(network, "/b", content("b", LONG), FRESH);
        untilOutOfUse(network);
        disk.repair();
        network.nanosAhead.addAndGet(TimeUnit.SECONDS.toNanos(61));
        untilBackInUse(network, 0);

        assertThat(network.cache.diskCounters().failures()).isEqualTo(2);
    }

    @Test
    void whatIsInvalidatedAfterADiskCameBackIsNotServedAfterAKill() throws IOException {
        Path own = folder.resolve("start-0");
        FaultyDisk disk = new FaultyDisk();
        Network network = new Network(CacheSettings.ofMemory(16 << 20), new DiskSettings(own, DISK, true), disk);
        networks.add(network);
        Waiting.on(network.cache.logApplied("log", 10));
        disk.refuse("Input/output error");
        network.invalidate("/before");
        Waiting.on(network.cache.logApplied("log", 11));
        untilOutOfUse(network);
        disk.repair();
        untilBackInUse(network);
        store(network, "/a", "old", FRESH);
        store(network, "/b", "old", FRESH);
        pushOut(network, 2);
        network.invalidate("/a");
        Waiting.on(network.cache.logApplied("log", 12));

        Path copy = folder.resolve("copy");
        copy(own, copy);
        Network second = new Network(
                CacheSettings.ofMemory(16 << 20), new DiskSettings(copy, DISK, true), DiskStore.Opener.SYSTEM);
        networks.add(second);
        second.clock.set(network.clock.get());
        second.applied.set(12);
        Waiting.on(second.cache.logApplied("log", 12));
        assertFetched(second, "/a");
        assertHit(second, "/b", "old");
    }

    @Test
    void onAFileSystemThatIsFullTheCacheWorksInMemoryUntilThereIsRoomAgain() throws Exception {
        try (SmallFileSystem full = SmallFileSystem.mount(folder.resolve("full"), 24 * MIB)) {
            Path others = Files.write(full.path.resolve("others"), new byte[12 << 20]);
            Path own = full.path.resolve("cache");
            Network network = over(own, DiskStore.Opener.SYSTEM);
            assertThat(network.cache.diskCounters().inUse()).isTrue();
            for (int i = 0; network.cache.diskCounters().inUse() && i < 1000; i++) {
                store(network, "/" + i, content("object " + i, LONG), FRESH);
            }
            untilOutOfUse(network);
            store(network, "/a", content("a", LONG), FRESH);
            assertHit(network, "/a", content("a", LONG));

            network.nanosAhead.addAndGet(TimeUnit.MINUTES.toNanos(61));
            store(network, "/b", "b", FRESH);
            assertThat(network.cache.diskCounters().inUse()).isFalse();
            Files.delete(others);
            untilBackInUse(network);
            assertThat(network.cache.diskCounters().failures()).isEqualTo(1);
            store(network, "/c", content("c", LONG), FRESH);
            Waiting.until(() -> network.cache.diskCounters().objects() > 0, "it is on disk");
            network.cache.evictAll();
            assertHit(network, "/c", content("c", LONG));
            network.close();
            networks.remove(network);
        }
    }

    @Test
    void aFileSystemThatIsSmallerThanConfiguredIsNotUsed() throws Exception {
        try (SmallFileSystem small = SmallFileSystem.mount(folder.resolve("small"), 8 * MIB)) {
            assertWorksInMemory(over(small.path.resolve("cache"), DiskStore.Opener.SYSTEM));
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNotUsed() throws Exception {
        try (SmallFileSystem readOnly = SmallFileSystem.mount(folder.resolve("read-only"), 32 * MIB)) {
            readOnly.makeReadOnly();
            assertWorksInMemory(over(readOnly.path.resolve("cache"), DiskStore.Opener.SYSTEM));
        }
    }

    private static void assertWorksInMemory(Network network) {
        store(network, "/a", "kept", FRESH);
        assertHit(network, "/a", "kept");
        assertThat(network.cache.diskCounters().inUse()).isFalse();
        assertThat(network.cache.diskCounters().failures()).isEqualTo(1);
    }

    @Test
    void whatIsCutOffUnderTheCacheIsFetchedAnew() throws IOException {
        Network network = start();
        store(network, "/short", content("short", 5000), FRESH);
        store(network, "/long", content("long", LONG), FRESH);
        store(network, "/other", content("other", LONG), FRESH);
        pushOut(network, 3);
        assertHit(network, "/long", content("long", LONG));

        for (Path file : files(folder.resolve("start-0"))) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        }
        // Its head is in memory.
        Viewer viewer = network.get("/long");
        assertThat(Waiting.onFailure(viewer.readTo(new Sink(viewer.context)))).isNotNull();
        assertFetched(network, "/long");
        assertFetched(network, "/short");
        assertFetched(network, "/other");
        assertHit(network, "/long", "new");
    }

    @Test
    void filesThatAreDeletedUnderTheCacheStayUntilItEnds() throws IOException {
        Network network = start();
        store(network, "/long", content("long", LONG), FRESH);
        pushOut(network, 1);
        for (Path file : files(folder.resolve("start-0"))) {
            Files.delete(file);
        }

        assertHit(network, "/long", content("long", LONG));
        assertFetched(start(), "/long");
    }

    @Test
    void whatTheSystemDoesNotHaveInMemoryIsReadBesideTheEventLoops() {
        FaultyDisk disk = new FaultyDisk();
        disk.forget();
        Network network = over(folder.resolve("cold"), disk);
        store(network, "/short", content("short", 5000), FRESH);
        store(network, "/long", content("long", LONG), FRESH);
        pushOut(network, 2);

        Viewer first = network.get("/short");
        assertThat(first.text()).isEqualTo(content("short", 5000));
        assertThat(first.wasAnsweredAtOnce()).isFalse();
        assertHit(network, "/long", content("long", LONG));
        assertHit(network, "/long", content("long", LONG));
    }
}
