package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.delivery.tier.CacheConfig;
import io.perigee.delivery.tier.DiskConfig;
import io.perigee.node.config.ByteSize;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edge with a disk is stopped or killed, and another goes on with what it left. */
@Conversation
class StandAloneDiskTest {

    private static final String HOST = "example.org";

    private final byte[] large = new byte[2_500_000];

    @TempDir
    private Path folder;

    private final List<StandAloneEdge> edges = new ArrayList<>();

    @BeforeEach
    void script(FakeOrigin origin) {
        new Random(7).nextBytes(large);
        origin.on(
                "/large",
                Answer.ok(large)
                        .with("Cache-Control", "max-age=600")
                        .with("Content-Type", "application/octet-stream")
                        .with("ETag", "\"1\""));
        origin.on("/typeless", Answer.ok(large).with("Cache-Control", "max-age=600"));
        origin.on("/small", Answer.ok("small").with("Cache-Control", "max-age=600"));
    }

    @AfterEach
    void stop() {
        edges.forEach(edge -> Await.get(edge.stop()));
    }

    private StandAloneEdge start(Vertx vertx, FakeOrigin origin, Path disk) {
        ByteSize memory = ByteSize.parse("64MiB");
        CacheConfig cache = new CacheConfig(
                memory, ByteSize.parse("8MiB"), ByteSize.parse("1MiB"), new DiskConfig(disk, ByteSize.parse("128MiB")));
        StandAloneEdge edge = TestEdges.standAlone(vertx, origin, cache);
        edges.add(edge);
        return edge;
    }

    private static String url(StandAloneEdge edge, String path) {
        return "http://127.0.0.1:" + edge.port() + path;
    }

    /** The host is part of what is stored, and each edge has another port. */
    private static Asked get(StandAloneEdge edge, String path) {
        return Asked.get(url(edge, path)).with("Host", HOST);
    }

    /** What a kill at this moment leaves. */
    private Path asKilled(Path running) throws IOException {
        Path left = Files.createDirectory(folder.resolve("left-by-a-kill"));
        try (Stream<Path> files = Files.list(running)) {
            for (Path file : files.toList()) {
                Files.copy(file, left.resolve(file.getFileName()));
            }
        }
        return left;
    }

    @Test
    void whatIsLargeIsServedAfterAKillInEveryWay(Vertx vertx, FakeOrigin origin, Viewer viewer) throws IOException {
        StandAloneEdge first = start(vertx, origin, folder.resolve("disk"));
        assertThat(viewer.send(get(first, "/large")).body().getBytes()).isEqualTo(large);
        assertThat(viewer.send(get(first, "/typeless")).body().getBytes()).isEqualTo(large);
        Await.until("both are on disk", () -> first.diskCounters().writes() == 2);

        StandAloneEdge second = start(vertx, origin, asKilled(folder.resolve("disk")));
        for (int i = 0; i < 3; i++) {
            Answered hit = viewer.send(get(second, "/large"));
            assertThat(hit.header("X-Cache")).startsWith("Hit");
            assertThat(hit.header("Cache-Status")).contains("hit");
            assertThat(hit.header("Content-Type")).isEqualTo("application/octet-stream");
            assertThat(Arrays.equals(hit.body().getBytes(), large)).isTrue();
        }
        Answered typeless = viewer.send(get(second, "/typeless"));
        assertThat(Arrays.equals(typeless.body().getBytes(), large)).isTrue();
        assertThat(typeless.headers().contains("Content-Type")).isFalse();

        Answered part = viewer.send(get(second, "/large").with("Range", "bytes=1000000-2000000"));
        assertThat(part.status()).isEqualTo(206);
        assertThat(Arrays.equals(part.body().getBytes(), Arrays.copyOfRange(large, 1_000_000, 2_000_001)))
                .isTrue();
        Answered parts = viewer.send(get(second, "/large").with("Range", "bytes=0-9,2400000-2400009"));
        assertThat(parts.header("Content-Type")).startsWith("multipart/byteranges");
        assertThat(viewer.send(get(second, "/large").with("If-None-Match", "\"1\""))
                        .status())
                .isEqualTo(304);
        assertThat(viewer.send(Asked.of("HEAD", url(second, "/large")).with("Host", HOST))
                        .header("Content-Length"))
                .isEqualTo(Integer.toString(large.length));
        assertThat(origin.fetches()).isEqualTo(2);
        assertThat(second.diskCounters().hits()).isEqualTo(2);
        assertThat(second.diskCounters().damaged()).isZero();
    }

    @Test
    void anEdgeThatIsStoppedWritesWhatIsInMemory(Vertx vertx, FakeOrigin origin, Viewer viewer) {
        Path disk = folder.resolve("disk");
        StandAloneEdge first = start(vertx, origin, disk);
        assertThat(viewer.send(get(first, "/small")).text()).isEqualTo("small");
        Await.get(first.stop());

        StandAloneEdge second = start(vertx, origin, disk);
        Answered hit = viewer.send(get(second, "/small"));
        assertThat(hit.text()).isEqualTo("small");
        assertThat(hit.header("X-Cache")).startsWith("Hit");
        assertThat(origin.fetches()).isEqualTo(1);
    }
}
