package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.node.listen.ListenerConfig;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Received;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A large object through two caches, one behind the other: with this little memory, each keeps it in slices of 256 KiB. */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class StandAloneSlicesTest {

    private static final int SLICE = 256 << 10;
    private static final int LENGTH = 6 * SLICE - 1000;

    private final byte[] film = new byte[LENGTH];
    private StandAloneEdge inner;
    private StandAloneEdge outer;
    private String url;

    @BeforeEach
    void start(Vertx vertx, FakeOrigin origin) {
        new Random(5).nextBytes(film);
        origin.on("/film", this::answer);
        inner = TestEdges.standAlone(vertx, origin, "2MiB");
        outer = TestEdges.standAlone(
                vertx, URI.create("http://127.0.0.1:" + inner.port()), "2MiB", ListenerConfig.on(0));
        url = "http://127.0.0.1:" + outer.port() + "/film";
    }

    @AfterEach
    void stop() {
        Await.get(outer.stop());
        Await.get(inner.stop());
    }

    private Answer answer(Received request) {
        return answer(request.header("Range"), film.length);
    }

    private Answer answer(@Nullable String range, int length) {
        int first = 0;
        int last = length - 1;
        if (range != null) {
            String[] positions = range.substring("bytes=".length()).split("-", 2);
            if (positions[0].isEmpty()) {
                first = Math.max(0, length - Integer.parseInt(positions[1]));
            } else {
                first = Integer.parseInt(positions[0]);
                last = Math.min(last, Integer.parseInt(positions[1]));
            }
        }
        Answer answer = Answer.status(range == null ? 200 : 206)
                .with("Cache-Control", "max-age=60")
                .with("ETag", "\"film\"")
                .with("Accept-Ranges", "bytes");
        if (range != null) {
            answer = answer.with("Content-Range", "bytes " + first + "-" + last + "/" + length);
        }
        return answer.body(Arrays.copyOfRange(film, first, last + 1));
    }

    @Test
    void aSeekFetchesOneSliceFromTheOriginAndASecondNone(FakeOrigin origin, Viewer viewer) {
        int position = 3 * SLICE + 17;

        Answered first = viewer.send(Asked.get(url).with("Range", "bytes=" + position + "-" + (position + 999)));
        awaitStored();
        Answered second = viewer.send(Asked.get(url).with("Range", "bytes=" + position + "-" + position));

        assertThat(first.status()).isEqualTo(206);
        assertThat(first.header("Content-Range"))
                .isEqualTo("bytes " + position + "-" + (position + 999) + "/" + LENGTH);
        assertThat(first.body().getBytes()).isEqualTo(Arrays.copyOfRange(film, position, position + 1000));
        assertThat(second.header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(ranges(origin, "/film")).containsExactly("bytes=" + 3 * SLICE + "-" + (4 * SLICE - 1));
    }

    @Test
    void aSuffixFetchesTheEndOnceThroughBothCachesAndTheRestWhenItIsWanted(FakeOrigin origin, Viewer viewer) {
        Answered end = viewer.send(Asked.get(url).with("Range", "bytes=-5"));
        awaitStored();
        Answered again = viewer.send(Asked.get(url).with("Range", "bytes=-100000"));

        assertThat(end.status()).isEqualTo(206);
        assertThat(end.header("Content-Range")).isEqualTo("bytes " + (LENGTH - 5) + "-" + (LENGTH - 1) + "/" + LENGTH);
        assertThat(end.body().getBytes()).isEqualTo(Arrays.copyOfRange(film, LENGTH - 5, LENGTH));
        assertThat(again.header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(again.body().getBytes()).isEqualTo(Arrays.copyOfRange(film, LENGTH - 100_000, LENGTH));
        assertThat(ranges(origin, "/film")).containsExactly("bytes=-" + SLICE);

        Answered whole = viewer.get(url);

        assertThat(whole.status()).isEqualTo(200);
        assertThat(Arrays.equals(whole.body().getBytes(), film)).isTrue();
        assertThat(ranges(origin, "/film")).hasSize(6).doesNotHaveDuplicates().doesNotContain("null");
    }

    @Test
    void aSmallObjectIsStoredWholeFromItsEndOnThroughBothCaches(FakeOrigin origin, Viewer viewer) {
        origin.on("/page", request -> answer(request.header("Range"), 1000));
        String page = url.replace("/film", "/page");

        Answered end = viewer.send(Asked.get(page).with("Range", "bytes=-5"));
        awaitStored();
        Answered whole = viewer.get(page);

        assertThat(end.header("Content-Range")).isEqualTo("bytes 995-999/1000");
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.header("Content-Length")).isEqualTo("1000");
        assertThat(whole.header("Content-Range")).isNull();
        assertThat(whole.header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(whole.body().getBytes()).isEqualTo(Arrays.copyOf(film, 1000));
        assertThat(ranges(origin, "/page")).containsExactly("bytes=-" + SLICE);
    }

    /** A viewer may have its range before the rest of the slice has come. */
    private void awaitStored() {
        Await.until(
                "the slice is stored",
                () -> outer.counters().inFlight() + inner.counters().inFlight() == 0);
    }

    private static List<String> ranges(FakeOrigin origin, String path) {
        return origin.requests(path).stream()
                .map(request -> String.valueOf(request.header("Range")))
                .toList();
    }

    @Test
    void everythingIsPutTogetherFromItsSlices(FakeOrigin origin, Viewer viewer) {
        Answered whole = viewer.get(url);
        Answered again = viewer.send(Asked.get(url).with("Range", "bytes=0-"));

        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.header("Content-Length")).isEqualTo(Integer.toString(LENGTH));
        assertThat(Arrays.equals(whole.body().getBytes(), film)).isTrue();
        assertThat(again.status()).isEqualTo(206);
        assertThat(Arrays.equals(again.body().getBytes(), film)).isTrue();
        assertThat(origin.requests("/film").stream().filter(request -> request.header("Range") == null))
                .hasSize(1);
    }
}
