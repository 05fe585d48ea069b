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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A memory of 1 MiB above a disk of 16 MiB. */
class DiskTierTest extends RestartedNodes {

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
        assertThat(network.cache.diskCounters().hits()).isEqualTo(1);
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
    void whatIsThereOfAnObjectIsServedAfterAKillAndCompleted() throws IOException {
        CacheSettings settings = CacheSettings.ofMemory(16 << 20).withSlices(500_000, 50_000);
        RangeOrigin origin = new RangeOrigin(content("parts", 120_000), "Cache-Control", "max-age=60", "ETag", "\"1\"");
        Path own = folder.resolve("parts");
        Network first = new Network(settings, new DiskSettings(own, DISK, false), DiskStore.Opener.SYSTEM);
        networks.add(first);
        first.upstreams = origin::on;
        readEnd(first, origin.content, 5000);
        Waiting.until(() -> first.cache.counters().objects() == 2, "the slice is stored");
        pushOut(first, 2);

        Path copy = folder.resolve("parts-copy");
        copy(own, copy);
        Network second = new Network(settings, new DiskSettings(copy, DISK, false), DiskStore.Opener.SYSTEM);
        networks.add(second);
        second.upstreams = origin::on;
        readEnd(second, origin.content, 50_000);
        assertThat(origin.asked).containsExactly("bytes=-50000");
        assertThat(second.get("/v").text()).isEqualTo(origin.content);
        assertThat(origin.asked).containsExactly("bytes=-50000", "bytes=0-19999", "bytes=20000-69999");
    }

    private static void readEnd(Network network, String content, int count) {
        Viewer viewer = network.get("/v", "Range", "bytes=-" + count);
        Sink sink = new Sink(viewer.context);
        Waiting.on(viewer.readTo(sink, content.length() - count, count));
        assertThat(sink.text()).isEqualTo(content.substring(content.length() - count));
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
