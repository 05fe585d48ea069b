package io.perigee.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perigee.testkit.Await;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AccessLogWriterTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** Keeps paths, and fails while it is told to. */
    private static class Paths implements LogSink {
        private final String name;
        private final List<String> taken = new ArrayList<>();
        private final List<String> written = new CopyOnWriteArrayList<>();
        private volatile boolean full;
        private volatile boolean closed;

        Paths(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean take(RequestRecord record) {
            taken.add(record.request().path());
            return true;
        }

        @Override
        public void flush(long nowMillis) throws IOException {
            try {
                if (full && !taken.isEmpty()) {
                    throw new IOException("No space left on device");
                }
                written.addAll(taken);
            } finally {
                taken.clear();
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private AccessLogWriter start(int queue, LogSink... sinks) {
        return AccessLogWriter.start(List.of(sinks), queue, InstantSource.system(), registry);
    }

    private long dropped(String sink) {
        return (long) registry.get("perigee.access.log.dropped")
                .tag("sink", sink)
                .counter()
                .count();
    }

    private long written(String sink) {
        return (long) registry.get("perigee.access.log.records")
                .tag("sink", sink)
                .counter()
                .count();
    }

    @Test
    void writesEverythingThatWasTakenBeforeItCloses() {
        Paths sink = new Paths("file");
        try (AccessLogWriter log = start(100_000, sink)) {
            for (int i = 0; i < 5_000; i++) {
                log.write(Records.get("/" + i));
            }
        }

        assertThat(sink.written).hasSize(5_000);
        assertThat(sink.closed).isTrue();
        assertThat(written("file")).isEqualTo(5_000);
        assertThat(dropped("queue")).isZero();
    }

    @Test
    void dropsAndCountsWhatThereIsNoRoomForAndNeverWaits() throws InterruptedException {
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        Paths sink = new Paths("file") {
            @Override
            public void flush(long nowMillis) throws IOException {
                stalled.countDown();
                try {
                    assertThat(goesOn.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                super.flush(nowMillis);
            }
        };
        AccessLogWriter log = start(100, sink);
        log.write(Records.get("/first"));
        assertThat(stalled.await(30, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 150; i++) {
            log.write(Records.get("/" + i));
        }
        assertThat(dropped("queue")).isEqualTo(50);
        goesOn.countDown();
        log.close();
        log.write(Records.get("/late"));

        assertThat(sink.written).hasSize(101);
        assertThat(dropped("queue")).isEqualTo(51);
    }

    @Test
    void aSinkThatFailsLosesItsRecordsOnlyAndGoesOnWhenItCan() {
        Paths full = new Paths("full");
        Paths good = new Paths("good");
        full.full = true;
        try (AccessLogWriter log = start(100, full, good)) {
            log.write(Records.get("/lost"));
            Await.until("it is lost", () -> dropped("full") == 1);
            full.full = false;
            log.write(Records.get("/kept"));
        }

        assertThat(full.written).containsExactly("/kept");
        assertThat(good.written).containsExactly("/lost", "/kept");
        assertThat(written("full")).isEqualTo(1);
    }

    @Test
    void takesRecordsFromManyThreadsAtOnce() throws Exception {
        Paths sink = new Paths("file");
        try (AccessLogWriter log = start(100_000, sink)) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        log.write(Records.get("/" + i));
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }

        assertThat(sink.written).hasSize(8_000);
    }

    @Test
    void offTakesNothing() {
        AccessLog.OFF.write(Records.get("/"));
        AccessLog.OFF.close();

        assertThat(AccessLog.OFF.isOn()).isFalse();
    }
}
