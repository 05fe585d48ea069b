package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Network.Viewer;
import io.perigee.cache.disk.DiskStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was invalidated or replaced is not served after a restart either. */
class DiskPromiseTest extends RestartedNodes {

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
    void whatTheLogMadeStaleIsValidatedAfterAKillAndNothingElseIs() throws IOException {
        Network first = start(16 << 20, true);
        first.applied.set(10);
        Waiting.on(first.cache.logApplied("log", 10));
        for (String path : List.of("/exact", "/deep/path", "/good")) {
            store(first, path, "old", FRESH);
        }
        pushOut(first, 3);
        first.cache.staleMarks().addPath("d", "/exact", 11);
        first.cache.staleMarks().addPath("d", "/deep/*", 12);
        first.applied.set(12);
        Waiting.on(first.cache.logApplied("log", 12));

        Network second = start(16 << 20, true);
        second.applied.set(10);
        Waiting.on(second.cache.logApplied("log", 10));
        assertValidated(second, "/exact", "old");
        assertValidated(second, "/deep/path", "old");
        assertHit(second, "/good", "old");
    }

    @Test
    void whatWasValidatedAfterItsMarkIsFreshAfterAKill() throws IOException {
        Network first = start(16 << 20, true);
        first.applied.set(10);
        Waiting.on(first.cache.logApplied("log", 10));
        store(first, "/a", "old", FRESH);
        first.cache.staleMarks().addPath("d", "/*", 11);
        first.applied.set(11);
        Waiting.on(first.cache.logApplied("log", 11));
        assertValidated(first, "/a", "old");
        pushOut(first, 1);

        Network second = start(16 << 20, true);
        second.applied.set(11);
        Waiting.on(second.cache.logApplied("log", 11));
        assertHit(second, "/a", "old");
    }

    @Test
    void whatACacheFurtherUpValidatedBeforeTheStartIsStaleAlthoughTheDiskKnowsNoMarkOfIt() throws IOException {
        Network first = start(16 << 20, true);
        first.applied.set(12);
        Waiting.on(first.cache.logApplied("log", 12));

        Network second = start(16 << 20, true);
        second.applied.set(12);
        Waiting.on(second.cache.logApplied("log", 12));
        fetch(second, "/before", 11);
        fetch(second, "/after", 12);
        assertHit(second, "/after", "old");
        assertValidated(second, "/before", "old");
        assertHit(second, "/before", "old");
    }

    @Test
    void whenMarksAreSweptOnlyWhatTheyCoverIsForgottenOfWhatIsOnDisk() throws IOException {
        CacheSettings settings =
                new CacheSettings(16 << 20, 1 << 20, 1 << 20, 1 << 20, 65536, 65536, 4, 10, Duration.ofSeconds(5), 10);
        Path own = folder.resolve("swept");
        Network first = new Network(settings, new DiskSettings(own, DISK, true), DiskStore.Opener.SYSTEM);
        networks.add(first);
        Waiting.on(first.cache.logApplied("log", 10));
        for (String path : List.of("/gone", "/stale", "/good")) {
            store(first, path, "old", FRESH);
        }
        pushOut(first, 3);
        for (int round = 0; round < 3; round++) {
            first.cache.staleMarks().addPath("d", "/stale", first.applied.get() + 1);
            first.applied.incrementAndGet();
            first.invalidate("/gone");
            for (int i = 0; i < 12; i++) {
                first.invalidate("/other/" + i);
            }
            Waiting.on(first.cache.logApplied("log", first.applied.get()));
        }
        assertThat(first.cache.counters().marks()).isLessThan(20);
        assertThat(first.cache.diskCounters().objects()).isEqualTo(1);

        Path copy = folder.resolve("swept-copy");
        copy(own, copy);
        assertHit(first, "/good", "old");
        assertFetched(first, "/gone");
        assertFetched(first, "/stale");
        Network second = new Network(settings, new DiskSettings(copy, DISK, true), DiskStore.Opener.SYSTEM);
        networks.add(second);
        second.applied.set(first.applied.get());
        Waiting.on(second.cache.logApplied("log", first.applied.get()));
        assertHit(second, "/good", "old");
        assertFetched(second, "/gone");
    }

    private static void fetch(Network network, String path, long validatedAt) {
        Viewer viewer = network.get(path);
        network.upstream
                .next()
                .validatedAt(validatedAt, 200, FRESH)
                .bytes("old")
                .end();
        assertThat(viewer.text()).isEqualTo("old");
    }
}
