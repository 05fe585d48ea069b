package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Network.Viewer;
import io.perigee.cache.Outcome.StaleHit;
import io.perigee.cache.Outcome.StaleHit.StaleReason;
import io.perigee.cache.ScriptedUpstream.Fetch;
import io.perigee.cache.disk.DiskStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A memory of 1 MiB above a disk of 16 MiB. */
class DiskTierTest {
    private static final String[] FRESH = {"Cache-Control", "max-age=600", "ETag", "\"1\"", "Content-Type", "text/plain"
    };
    private static final long DISK = 16 << 20;

    @TempDir
    private Path folder;

    private final List<Network> networks = new ArrayList<>();
    private int starts;

    @AfterEach
    void close() {
        networks.forEach(Network::close);
    }

    /** A node that follows no log, over what the node before it has left as it is now: as if that had been killed. */
    private Network start() throws IOException {
        return start(16 << 20, false);
    }

    private Network start(long memory, boolean followsLog) throws IOException {
        return start(memory, followsLog, starts - 1);
    }

    private Network start(long memory, boolean followsLog, int after) throws IOException {
        Path own = folder.resolve("start-" + starts++);
        Path last = folder.resolve("start-" + after);
        if (Files.exists(last)) {
            copy(last, own);
        }
        Network network = new Network(
                CacheSettings.ofMemory(memory), new DiskSettings(own, DISK, followsLog), DiskStore.Opener.SYSTEM);
        networks.add(network);
        return network;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static String content(String name, int length) {
        return (name + ' ').repeat(length / (name.length() + 1) + 1).substring(0, length);
    }

    private static void store(Network network, String path, String text, String... headers) {
        Viewer viewer = network.get(path);
        network.upstream.next().answer(200, text, headers);
        assertThat(viewer.text()).isEqualTo(text);
    }

    /** Pushes everything that was stored out of memory, and waits until it is on disk. */
    private static void pushOut(Network network, int expected) {
        network.cache.evictAll();
        Waiting.until(
                () -> network.cache.diskCounters().writes() >= expected,
                expected + " objects are written, were " + network.cache.diskCounters());
    }

    private static void assertHit(Network network, String path, String text) {
        int asked = network.upstream.asked();
        Viewer viewer = network.get(path);
        assertThat(viewer.outcome()).isEqualTo(Outcome.HIT);
        assertThat(viewer.text()).isEqualTo(text);
        assertThat(network.upstream.asked()).isEqualTo(asked);
    }

    private static void assertFetched(Network network, String path) {
        Viewer viewer = network.get(path);
        Fetch fetch = network.upstream.next();
        assertThat(fetch.header("If-None-Match")).isNull();
        fetch.answer(200, "new", FRESH);
        assertThat(viewer.text()).isEqualTo("new");
    }

    @Test
    void whatMemoryHasNoRoomForIsServedFromDisk() throws IOException {
        Network network = start(1 << 20, false);
        for (int i = 0; i < 40; i++) {
            store(network, "/" + i, content("object " + i, 100_000), FRESH);
        }
        Waiting.until(() -> network.cache.diskCounters().writes() >= 30, "what was evicted is written");
        Waiting.until(
                () -> network.cache.diskCounters().objects()
                                + network.cache.counters().objects()
                        >= 40,
                "nothing is under way");
        int asked = network.upstream.asked();
        for (int i = 0; i < 40; i++) {
            assertHit(network, "/" + i, content("object " + i, 100_000));
        }
        assertThat(network.upstream.asked()).isEqualTo(asked);
        assertThat(network.cache.diskCounters().hits()).isGreaterThanOrEqualTo(20);
    }

    @Test
    void whatIsFoundOnDiskGoesBackToMemory() throws IOException {
        Network network = start();
        store(network, "/a", "small", FRESH);
        pushOut(network, 1);

        Viewer first = network.get("/a");
        assertThat(first.text()).isEqualTo("small");
        assertThat(first.wasAnsweredAtOnce()).isFalse();
        Viewer again = network.get("/a");
        assertThat(again.wasAnsweredAtOnce()).isTrue();
        assertThat(again.text()).isEqualTo("small");
        assertThat(network.cache.diskCounters().hits()).isEqualTo(1);
    }

    @Test
    void manyWhoAskAtOnceAskTheDiskAndNobodyElse() throws IOException {
        Network network = start();
        String text = content("a", 200_000);
        store(network, "/a", text, FRESH);
        pushOut(network, 1);

        List<Viewer> viewers =
                Stream.generate(() -> network.get("/a")).limit(40).toList();

        viewers.forEach(viewer -> assertThat(viewer.text()).isEqualTo(text));
        assertThat(network.upstream.asked()).isEqualTo(1);
    }

    @Test
    void aLongBodyIsReadFromDiskWholeAndInParts() throws IOException {
        Network network = start();
        String text = content("long", 480_000);
        store(network, "/long", text, FRESH);
        pushOut(network, 1);

        assertHit(network, "/long", text);
        assertHit(network, "/long", text);
        Viewer part = network.get("/long");
        Sink sink = new Sink(part.context);
        Waiting.on(part.readTo(sink, 131_000, 200_000));
        assertThat(sink.text()).isEqualTo(text.substring(131_000, 331_000));
        network.get("/long").leave();
        assertThat(network.cache.memoryInUse()).isZero();
    }

    @Test
    void aViewerWhoReadsSlowlyGetsEverything() throws IOException {
        Network network = start();
        String text = content("long", 480_000);
        store(network, "/long", text, FRESH);
        pushOut(network, 1);

        Viewer slow = network.get("/long");
        Sink sink = Sink.stalled(slow.context);
        var read = slow.readTo(sink);
        assertHit(network, "/long", text);
        sink.flow();
        Waiting.on(read);
        assertThat(sink.text()).isEqualTo(text);
    }

    @Test
    void whatWasOnDiskIsServedAfterAKill() throws IOException {
        Network first = start();
        store(first, "/a", "kept", FRESH);
        store(first, "/b", "also kept", "Cache-Control", "max-age=600", "Cache-Tag", "x");
        pushOut(first, 2);

        Network second = start();
        assertHit(second, "/a", "kept");
        assertHit(second, "/b", "also kept");
        Viewer again = second.get("/a");
        assertThat(again.answer().head().headers().first("ETag")).isEqualTo("\"1\"");
        again.leave();
    }

    @Test
    void aNodeThatEndsInOrderWritesWhatIsInMemory() throws IOException {
        Network first = start();
        store(first, "/a", "kept", FRESH);
        first.cache.close();

        assertHit(start(), "/a", "kept");
    }

    @Test
    void variantsAreFoundByWhatTheyVaryBy() throws IOException {
        Network network = start();
        for (String language : List.of("en", "de")) {
            Viewer viewer = network.get("/a", "Accept-Language", language);
            network.upstream.next().answer(200, language, "Cache-Control", "max-age=600", "Vary", "Accept-Language");
            assertThat(viewer.text()).isEqualTo(language);
        }
        pushOut(network, 2);

        Network second = start();
        for (String language : List.of("de", "en", "de")) {
            Viewer viewer = second.get("/a", "Accept-Language", language);
            assertThat(viewer.outcome()).isEqualTo(Outcome.HIT);
            assertThat(viewer.text()).isEqualTo(language);
        }
        Viewer other = second.get("/a", "Accept-Language", "fr");
        second.upstream.next().answer(200, "fr", "Cache-Control", "max-age=600", "Vary", "Accept-Language");
        assertThat(other.text()).isEqualTo("fr");
    }

    @Test
    void whatIsStaleOnDiskIsValidated() throws IOException {
        Network network = start();
        String text = content("long", 400_000);
        store(network, "/a", "old", FRESH);
        store(network, "/long", text, FRESH);
        pushOut(network, 2);
        network.pass(601);

        for (String path : List.of("/a", "/long")) {
            Viewer viewer = network.get(path);
            Fetch fetch = network.upstream.next();
            assertThat(fetch.header("If-None-Match")).isEqualTo("\"1\"");
            fetch.empty(304, FRESH);
            assertThat(viewer.outcome()).isEqualTo(Outcome.REFRESH_HIT);
            assertThat(viewer.text()).isEqualTo(path.equals("/a") ? "old" : text);
            assertHit(network, path, path.equals("/a") ? "old" : text);
        }
        // With its new head and the body that lies there already.
        pushOut(network, 4);
        assertHit(network, "/long", text);
    }

    @Test
    void staleAnswersAreGivenFromDiskAsFromMemory() throws IOException {
        Network network = start();
        store(network, "/a", "old", "Cache-Control", "max-age=60, stale-while-revalidate=60", "ETag", "\"1\"");
        store(network, "/b", "old", "Cache-Control", "max-age=60, stale-if-error=600", "ETag", "\"1\"");
        pushOut(network, 2);
        network.pass(70);

        Viewer first = network.get("/a");
        assertThat(first.outcome()).isEqualTo(new StaleHit(StaleReason.WHILE_REVALIDATE));
        assertThat(first.text()).isEqualTo("old");
        network.upstream.next().empty(304, FRESH);
        Viewer second = network.get("/b");
        network.upstream.next().fail(Failure.UPSTREAM_FAILED);
        assertThat(second.outcome()).isEqualTo(new StaleHit(StaleReason.IF_ERROR));
        assertThat(second.text()).isEqualTo("old");
    }

    @Test
    void slicesAreServedAfterAKill() throws IOException {
        CacheSettings settings = CacheSettings.ofMemory(16 << 20).withSlices(100_000, 50_000);
        RangeOrigin origin = new RangeOrigin(
                content("sliced", 333_333), "Cache-Control", "max-age=60", "ETag", "\"1\"", "Accept-Ranges", "bytes");
        Path own = folder.resolve("slices");
        Network first = new Network(settings, new DiskSettings(own, DISK, false), DiskStore.Opener.SYSTEM);
        networks.add(first);
        first.upstreams = origin::on;
        assertThat(first.get("/v").text()).isEqualTo(origin.content);
        Waiting.until(() -> first.cache.counters().objects() == 8, "all slices are stored");
        pushOut(first, 8);
        origin.asked.clear();
        assertThat(first.get("/v").text()).isEqualTo(origin.content);
        assertThat(origin.asked).isEmpty();

        Path copy = folder.resolve("slices-copy");
        copy(own, copy);
        Network second = new Network(settings, new DiskSettings(copy, DISK, false), DiskStore.Opener.SYSTEM);
        networks.add(second);
        second.upstreams = origin::on;
        assertThat(second.get("/v").text()).isEqualTo(origin.content);
        assertThat(origin.asked).isEmpty();
    }

    @Test
    void whatWasReplacedIsNotServedAfterAKill() throws IOException {
        Network first = start();
        store(first, "/a", "old", FRESH);
        pushOut(first, 1);
        first.pass(700);
        Viewer viewer = first.get("/a");
        first.upstream.next().answer(200, "new", FRESH);
        assertThat(viewer.text()).isEqualTo("new");
        Waiting.until(() -> first.cache.diskCounters().objects() == 0, "the old one is removed");
        Waiting.on(first.cache.logApplied("", 0));

        Network second = start();
        assertFetched(second, "/a");
    }

    @Test
    void whatAnUnsafeRequestChangedIsNotServedAfterAKill() throws IOException {
        Network first = start();
        store(first, "/a", "old", FRESH);
        store(first, "/b", "other", FRESH);
        pushOut(first, 2);
        Viewer put = first.request("PUT", "/a", call -> call);
        first.upstream.next().answer(200, "done");
        assertThat(put.text()).isEqualTo("done");

        Network second = start();
        assertFetched(second, "/a");
        assertHit(second, "/b", "other");
        // What is stored from here on is newer than that.
        assertHit(second, "/a", "new");
    }

    @Test
    void aPurgeHoldsAfterAKill() throws IOException {
        Network first = start();
        store(first, "/a", "old", FRESH);
        pushOut(first, 1);
        first.cache.purge();
        Waiting.on(first.cache.logApplied("", 0));

        assertFetched(first, "/a");
        assertFetched(start(), "/a");
    }

    @Test
    void whatTheLogInvalidatedIsNotServedAfterAKill() throws IOException {
        Network first = start(16 << 20, true);
        Waiting.on(first.cache.logApplied("log", 10));
        for (String path : List.of("/exact", "/deep/path", "/tagged", "/good")) {
            store(first, path, "old", "Cache-Control", "max-age=600", "Cache-Tag", path.substring(1));
        }
        pushOut(first, 4);
        first.cache.marks().addPath("d", "/exact", 11);
        first.cache.marks().addPath("d", "/deep/*", 12);
        first.cache.marks().addTag("d", "tagged", 13);
        first.applied.set(13);
        Waiting.on(first.cache.logApplied("log", 13));

        Network second = start(16 << 20, true);
        second.applied.set(10);
        Waiting.on(second.cache.logApplied("log", 10));
        assertFetched(second, "/exact");
        assertFetched(second, "/deep/path");
        assertFetched(second, "/tagged");
        assertHit(second, "/good", "old");
    }

    @Test
    void nothingIsServedThatMayHaveBeenInvalidatedWhileTheDiskDidNotKnow() throws IOException {
        Network first = start(16 << 20, true);
        Waiting.on(first.cache.logApplied("log", 10));
        store(first, "/a", "old", FRESH);
        pushOut(first, 1);

        Network ahead = start(16 << 20, true);
        ahead.applied.set(11);
        Waiting.on(ahead.cache.logApplied("log", 11));
        assertFetched(ahead, "/a");

        Network otherLog = start(16 << 20, true, 0);
        Waiting.on(otherLog.cache.logApplied("other log", 10));
        assertFetched(otherLog, "/a");
    }

    @Test
    void nothingIsServedFromDiskBeforeTheNodeKnowsWhereItGoesOn() throws IOException {
        Network first = start(16 << 20, true);
        Waiting.on(first.cache.logApplied("log", 10));
        store(first, "/a", "old", FRESH);
        pushOut(first, 1);

        assertFetched(start(16 << 20, true), "/a");
    }

    @Test
    void whatIsDamagedOnDiskIsFetchedAnew() throws IOException {
        Network first = start();
        store(first, "/a", content("a", 10_000), FRESH);
        store(first, "/long", content("long", 400_000), FRESH);
        pushOut(first, 2);
        try (Stream<Path> files = Files.list(folder.resolve("start-0"))) {
            for (Path file : files.toList()) {
                damage(file, "long long long");
                damage(file, "a a a a a a a");
            }
        }

        assertFetched(first, "/a");
        assertFetched(first, "/long");
        assertThat(first.cache.diskCounters().damaged()).isEqualTo(2);
    }

    private static void damage(Path file, String where) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        int at = text.indexOf(where, text.indexOf(where) + 5000);
        if (at >= 0) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[] {'!'}), at);
            }
        }
    }

    @Test
    void withAFolderThatCannotBeUsedTheCacheWorksInMemory() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Network network = new Network(
                CacheSettings.ofMemory(16 << 20), new DiskSettings(file, DISK, false), DiskStore.Opener.SYSTEM);
        networks.add(network);

        store(network, "/a", "kept", FRESH);
        assertHit(network, "/a", "kept");
        assertThat(network.cache.diskCounters().inUse()).isFalse();
        assertThat(network.cache.diskCounters().failures()).isEqualTo(1);
    }
}
