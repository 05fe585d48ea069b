package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Network.Viewer;
import io.perigee.cache.ScriptedUpstream.Fetch;
import io.perigee.cache.disk.DiskStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with a disk of 16 MiB that come one after the other, each over what another has left. */
abstract class RestartedNodes {
    static final String[] FRESH = {"Cache-Control", "max-age=600", "ETag", "\"1\"", "Content-Type", "text/plain"};
    static final long DISK = 16 << 20;

    @TempDir
    Path folder;

    final List<Network> networks = new ArrayList<>();
    private int starts;

    @AfterEach
    void close() {
        networks.forEach(Network::close);
    }

    /** A node that follows no log, over what the node before it has left as it is now: as if that had been killed. */
    Network start() throws IOException {
        return start(16 << 20, false);
    }

    Network start(long memory, boolean followsLog) throws IOException {
        return start(memory, followsLog, starts - 1);
    }

    Network start(long memory, boolean followsLog, int after) throws IOException {
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

    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    static String content(String name, int length) {
        return (name + ' ').repeat(length / (name.length() + 1) + 1).substring(0, length);
    }

    static void store(Network network, String path, String text, String... headers) {
        Viewer viewer = network.get(path);
        network.upstream.next().answer(200, text, headers);
        assertThat(viewer.text()).isEqualTo(text);
        viewer.settle();
    }

    /** Pushes everything that was stored out of memory, and waits until it is on disk. */
    static void pushOut(Network network, int expected) {
        long all = network.cache.counters().objects();
        network.cache.evictAll();
        Waiting.until(
                () -> network.cache.diskCounters().writes() >= expected
                        && network.cache.diskCounters().objects() >= all,
                expected + " objects are written, were " + network.cache.diskCounters());
    }

    static void assertHit(Network network, String path, String text) {
        int asked = network.upstream.asked();
        Viewer viewer = network.get(path);
        assertThat(viewer.outcome()).isEqualTo(Outcome.HIT);
        assertThat(viewer.text()).isEqualTo(text);
        assertThat(network.upstream.asked()).isEqualTo(asked);
    }

    static void assertFetched(Network network, String path) {
        Viewer viewer = network.get(path);
        Fetch fetch = network.upstream.next();
        assertThat(fetch.header("If-None-Match")).isNull();
        fetch.answer(200, "new", FRESH);
        assertThat(viewer.text()).isEqualTo("new");
    }

    static void assertValidated(Network network, String path, String text) {
        Viewer viewer = network.get(path);
        Fetch fetch = network.upstream.next();
        assertThat(fetch.header("If-None-Match")).isEqualTo("\"1\"");
        fetch.empty(304, FRESH);
        assertThat(viewer.outcome()).isEqualTo(Outcome.REFRESH_HIT);
        assertThat(viewer.text()).isEqualTo(text);
    }
}
