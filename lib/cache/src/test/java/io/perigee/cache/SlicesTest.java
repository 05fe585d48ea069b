package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Network.Viewer;
import io.perigee.cache.Outcome.Miss;
import io.perigee.cache.Outcome.Miss.ForwardReason;
import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.MultipartByteRanges;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects above 64 bytes are kept in slices of 10 bytes here. */
class SlicesTest {
    private static final String OLD = content('a', 105);
    private static final String NEW = content('n', 105);

    private final Network network = new Network(
            new CacheSettings(1 << 20, 256 * 1024, 1 << 20, 64, 10, 64 * 1024, 4, 100, Duration.ofSeconds(5), 10));
    private final RangeOrigin origin =
            new RangeOrigin(OLD, "Cache-Control", "max-age=60", "ETag", "\"1\"", "Accept-Ranges", "bytes");

    @BeforeEach
    void connect() {
        network.upstreams = origin::on;
    }

    @AfterEach
    void close() {
        network.close();
    }

    private static String content(char first, int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> Character.toString((char) (first + i % 13)))
                .collect(Collectors.joining());
    }

    private Viewer ranged(long first, long last) {
        return network.get("/v", "Range", "bytes=" + first + "-" + last);
    }

    /** As the layers above do: takes the range that was asked for out of the answer. */
    private static String read(Viewer viewer, long first, long last) {
        Sink sink = new Sink(viewer.context);
        Waiting.on(viewer.readTo(sink, first, last - first + 1));
        return sink.text();
    }

    private String part(long first, long last) {
        Viewer viewer = ranged(first, last);
        assertThat(viewer.answer().head().status()).isEqualTo(200);
        assertThat(viewer.answer().body().length()).isEqualTo(origin.content.length());
        return read(viewer, first, last);
    }

    private void replace() {
        origin.content = NEW;
        origin.headers = origin.headers.with("ETag", "\"2\"");
    }

    @Test
    void aSeekIntoTheMiddleOfAnUnknownObjectFetchesThatSliceOnly() {
        assertThat(part(72, 75)).isEqualTo(OLD.substring(72, 76));
        assertThat(origin.asked).containsExactly("bytes=70-79");
        Viewer again = ranged(71, 79);
        assertThat(again.outcome()).isEqualTo(Outcome.HIT);
        assertThat(again.wasAnsweredAtOnce()).isTrue();
        assertThat(again.answer().head().headers().first("Content-Range")).isNull();
        assertThat(again.answer().head().headers().first("Content-Length")).isEqualTo("105");
        assertThat(read(again, 71, 79)).isEqualTo(OLD.substring(71, 80));
        assertThat(origin.asked).hasSize(1);
    }

    @Test
    void theFirstRequestForEverythingTakesItsFirstSliceFromTheResponseAndTheOthersByRange() {
        Viewer first = network.get("/v");
        assertThat(first.outcome()).isEqualTo(new Miss(ForwardReason.URI_MISS));
        assertThat(first.text()).isEqualTo(OLD);
        assertThat(origin.asked)
                .containsExactly(
                        "all",
                        "bytes=10-19",
                        "bytes=20-29",
                        "bytes=30-39",
                        "bytes=40-49",
                        "bytes=50-59",
                        "bytes=60-69",
                        "bytes=70-79",
                        "bytes=80-89",
                        "bytes=90-99",
                        "bytes=100-104");
        Viewer second = network.get("/v");
        assertThat(second.outcome()).isEqualTo(Outcome.HIT);
        assertThat(second.text()).isEqualTo(OLD);
        assertThat(origin.asked).hasSize(11);
        assertThat(network.cache.counters().sliceFetches()).isEqualTo(10);
    }

    @Test
    void aSuffixOfAnUnknownObjectFetchesASliceAtItsEnd() {
        Viewer viewer = network.get("/v", "Range", "bytes=-3");
        assertThat(read(viewer, 102, 104)).isEqualTo(OLD.substring(102));
        assertThat(origin.asked).containsExactly("bytes=-10");
    }

    @Test
    void aRangeOverSeveralSlicesAndSeveralRangesFetchWhatTheyNeed() {
        part(72, 72);
        assertThat(part(65, 91)).isEqualTo(OLD.substring(65, 92));
        Viewer several = network.get("/v", "Range", "bytes=3-4,101-102");
        MultipartByteRanges parts =
                new MultipartByteRanges("b", null, List.of(new ByteRange(3, 4), new ByteRange(101, 102)), 105);
        Sink sink = new Sink(several.context);
        Waiting.on(several.readTo(sink, parts));
        assertThat(sink.text())
                .isEqualTo(parts.partHead(0)
                        + OLD.substring(3, 5)
                        + parts.partHead(1)
                        + OLD.substring(101, 103)
                        + parts.closing());
        assertThat(origin.asked)
                .containsExactly(
                        "bytes=70-79", "bytes=60-69", "bytes=80-89", "bytes=90-99", "bytes=0-9", "bytes=100-104");
    }

    @Test
    void viewersOfOneSliceShareOneFetchAndEachSliceIsFetchedOnItsOwn() {
        part(72, 72);
        network.upstreams = network.upstream::on;
        List<Viewer> viewers =
                IntStream.range(0, 20).mapToObj(i -> ranged(30, 39)).toList();
        Viewer other = ranged(50, 59);
        ScriptedUpstream.Fetch first = network.upstream.next();
        ScriptedUpstream.Fetch second = network.upstream.next();
        assertThat(List.of(
                        Objects.requireNonNull(first.header("Range")), Objects.requireNonNull(second.header("Range"))))
                .containsExactlyInAnyOrder("bytes=30-39", "bytes=50-59");
        for (ScriptedUpstream.Fetch fetch : List.of(first, second)) {
            int from = "bytes=30-39".equals(fetch.header("Range")) ? 30 : 50;
            fetch.head(206, "ETag", "\"1\"", "Content-Range", "bytes " + from + "-" + (from + 9) + "/105")
                    .bytes(OLD.substring(from, from + 10))
                    .end();
        }
        viewers.forEach(viewer -> assertThat(read(viewer, 30, 39)).isEqualTo(OLD.substring(30, 40)));
        assertThat(read(other, 50, 59)).isEqualTo(OLD.substring(50, 60));
        network.upstream.assertNoMore();
        assertThat(viewers.stream().filter(viewer -> viewer.outcome().equals(new Miss(ForwardReason.PARTIAL))))
                .hasSize(1);
        assertThat(viewers.stream().filter(viewer -> viewer.outcome() instanceof Outcome.Collapsed))
                .hasSize(19);
    }

    @Test
    void aFetchThatFailsForOneViewerIsTakenOverByAnother() {
        part(72, 72);
        network.upstreams = network.upstream::on;
        Viewer first = ranged(30, 39);
        ScriptedUpstream.Fetch failing = network.upstream.next();
        Viewer second = ranged(30, 39);
        failing.fail(Failure.UPSTREAM_CONNECT);
        assertThat(first.outcome()).isEqualTo(new Outcome.Failed(Failure.UPSTREAM_CONNECT));
        network.upstream
                .next()
                .head(206, "ETag", "\"1\"", "Content-Range", "bytes 30-39/105")
                .bytes(OLD.substring(30, 40))
                .end();
        assertThat(read(second, 30, 39)).isEqualTo(OLD.substring(30, 40));
    }

    @Test
    void whoBeginsWithASliceOfAChangedObjectGetsTheNewObject() {
        part(72, 72);
        replace();
        assertThat(part(80, 104)).isEqualTo(NEW.substring(80));
        assertThat(part(72, 72)).isEqualTo(NEW.substring(72, 73));
    }

    @Test
    void aBodyIsNeverPutTogetherFromTwoVersions() {
        Viewer viewer = network.get("/v");
        Sink sink = Sink.stalled(viewer.context);
        Future<Void> done = viewer.readTo(sink);
        Waiting.until(() -> origin.asked.contains("bytes=10-19"), "the second slice was looked for ahead");
        replace();
        sink.flow();
        assertThat(Waiting.onFailure(done)).hasMessageContaining("changed while it was being sent");
        assertThat(sink.isEnded()).isFalse();
        assertThat(OLD).startsWith(sink.text());
        assertThat(network.get("/v").text()).isEqualTo(NEW);
    }

    @Test
    void aLengthOrADateTellsVersionsApartToo() {
        origin.headers = origin.headers
                .without("ETag")
                .with("Date", "Sun, 06 Nov 1994 08:49:39 GMT")
                .with("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
        part(72, 72);
        origin.content = NEW + "longer";
        assertThat(part(80, 104)).isEqualTo(NEW.substring(80));
        origin.content = content('N', 111);
        origin.headers = origin.headers.with("Last-Modified", "Sun, 06 Nov 1994 08:49:38 GMT");
        assertThat(part(30, 34)).isEqualTo(origin.content.substring(30, 35));
    }

    @Test
    void whatHasNoValidatorOrNoRangesIsStoredWhole() {
        for (String missing : List.of("ETag", "Accept-Ranges")) {
            origin.headers = origin.headers.without(missing);
            String path = "/" + missing;
            assertThat(network.get(path).text()).isEqualTo(OLD);
            Viewer again = network.get(path, "Range", "bytes=50-51");
            assertThat(again.outcome()).isEqualTo(Outcome.HIT);
            assertThat(read(again, 50, 51)).isEqualTo(OLD.substring(50, 52));
        }
        assertThat(origin.asked).containsExactly("all", "all");
        assertThat(network.cache.counters().sliceFetches()).isZero();
    }

    @Test
    void aSeekIntoWhatHasNoValidatorFetchesAllOfIt() {
        origin.headers = origin.headers.without("ETag");
        assertThat(part(72, 73)).isEqualTo(OLD.substring(72, 74));
        assertThat(origin.asked).containsExactly("bytes=70-79", "all");
    }

    @Test
    void anOriginThatIgnoresRangesWhateverItSaysIsReadToTheEnd() {
        origin.ignoresRanges = true;
        assertThat(network.get("/v").text()).isEqualTo(OLD);
        assertThat(origin.asked.subList(0, 2)).containsExactly("all", "bytes=10-19");
        assertThat(network.get("/v").text()).isEqualTo(OLD);
        assertThat(part(90, 95)).isEqualTo(OLD.substring(90, 96));
        origin.asked.clear();
        Viewer other = network.get("/w", "Range", "bytes=72-75");
        assertThat(read(other, 72, 75)).isEqualTo(OLD.substring(72, 76));
        assertThat(origin.asked).containsExactly("bytes=70-79");
    }

    @Test
    void anInvalidationCoversSlicesAlsoWhereTheValidatorStaysTheSame() {
        part(72, 72);
        part(80, 80);
        network.invalidate("/v");
        origin.content = NEW;
        assertThat(part(72, 72)).isEqualTo(NEW.substring(72, 73));
        assertThat(part(80, 81)).isEqualTo(NEW.substring(80, 82));
        assertThat(origin.asked).containsExactly("bytes=70-79", "bytes=80-89", "bytes=70-79", "bytes=80-89");
    }

    @Test
    void aTagOfTheObjectCoversItsSlices() {
        origin.headers = origin.headers.with("Cache-Tag", "film");
        part(72, 72);
        network.cache.marks().addTag("d", "film", 11);
        network.applied.set(11);
        origin.content = NEW;
        assertThat(part(72, 72)).isEqualTo(NEW.substring(72, 73));
    }

    @Test
    void aTagThatTheObjectGotInA304CoversSlicesThatWereFetchedBefore() {
        part(72, 72);
        origin.headers = origin.headers.with("Cache-Tag", "film");
        network.pass(61);
        assertThat(part(80, 80)).isEqualTo(OLD.substring(80, 81));
        network.cache.marks().addTag("d", "film", 11);
        network.applied.set(11);
        origin.content = NEW;
        assertThat(part(72, 72)).isEqualTo(NEW.substring(72, 73));
    }

    @Test
    void aSliceThatIsFetchedWhileItIsInvalidatedIsNotStored() {
        part(72, 72);
        network.upstreams = network.upstream::on;
        Viewer viewer = ranged(30, 39);
        ScriptedUpstream.Fetch fetch = network.upstream.next();
        fetch.head(206, "ETag", "\"1\"", "Content-Range", "bytes 30-39/105");
        viewer.answer();
        network.invalidate("/v");
        fetch.bytes(OLD.substring(30, 40)).end();
        assertThat(read(viewer, 30, 39)).isEqualTo(OLD.substring(30, 40));
        network.upstreams = origin::on;
        replace();
        assertThat(part(30, 39)).isEqualTo(NEW.substring(30, 40));
    }

    @Test
    void aSoftInvalidationAsksForTheObjectAndKeepsItsSlices() {
        part(72, 72);
        network.cache.staleMarks().addPath("d", "/v", 11);
        network.applied.set(11);
        Viewer viewer = ranged(75, 76);
        assertThat(viewer.outcome()).isEqualTo(Outcome.REFRESH_HIT);
        assertThat(read(viewer, 75, 76)).isEqualTo(OLD.substring(75, 77));
        assertThat(part(72, 72)).isEqualTo(OLD.substring(72, 73));
        assertThat(origin.asked).containsExactly("bytes=70-79", "\"1\"");
    }

    @Test
    void slicesOutliveARevalidationOfTheirObject() {
        part(72, 72);
        network.pass(61);
        Viewer viewer = ranged(75, 76);
        assertThat(viewer.outcome()).isEqualTo(Outcome.REFRESH_HIT);
        assertThat(read(viewer, 75, 76)).isEqualTo(OLD.substring(75, 77));
        assertThat(origin.asked).containsExactly("bytes=70-79", "\"1\"");
    }

    @Test
    void answersWithoutABodyFetchNoSlice() {
        part(72, 72);
        Viewer head = network.request("HEAD", "/v", call -> call);
        assertThat(head.outcome()).isEqualTo(Outcome.HIT);
        Viewer unchanged = network.get("/v", "If-None-Match", "\"1\"");
        assertThat(unchanged.outcome()).isEqualTo(Outcome.HIT);
        unchanged.leave();
        Viewer beyond = network.get("/v", "Range", "bytes=105-");
        assertThat(beyond.outcome()).isEqualTo(Outcome.HIT);
        beyond.leave();
        assertThat(origin.asked).hasSize(1);
    }

    @Test
    void aRangeOfAnotherVersionBeginsWithTheFirstSlice() {
        part(72, 72);
        Viewer viewer = network.get("/v", "Range", "bytes=50-51", "If-Range", "\"0\"");
        viewer.answer();
        assertThat(origin.asked).containsExactly("bytes=70-79", "bytes=0-9");
        viewer.leave();
    }

    @Test
    void aRangeBeyondAnUnknownObjectsEndIsAnsweredOutOfTheWhole() {
        Viewer viewer = network.get("/v", "Range", "bytes=200-");
        assertThat(viewer.answer().body().length()).isEqualTo(105);
        viewer.leave();
        assertThat(origin.asked).containsExactly("bytes=200-209", "all");
    }

    @Test
    void whileTheLogIsLostSlicesAreFetchedForEachViewer() {
        part(72, 72);
        network.logKept.set(false);
        assertThat(part(72, 72)).isEqualTo(OLD.substring(72, 73));
        assertThat(origin.asked).containsExactly("bytes=70-79", "\"1\"", "bytes=70-79");
    }

    @Test
    void anOriginThatFailsForASliceFailsTheViewerAndNotTheObject() {
        part(72, 72);
        origin.status = 503;
        assertThat(ranged(30, 31).outcome()).isEqualTo(new Outcome.Failed(Failure.UPSTREAM_FAILED));
        origin.status = 200;
        assertThat(part(30, 31)).isEqualTo(OLD.substring(30, 32));
    }

    @Test
    void aSlowViewerHoldsNoMoreThanAFewSlices() {
        Viewer viewer = network.get("/v");
        Sink sink = Sink.stalled(viewer.context);
        Future<Void> done = viewer.readTo(sink);
        Waiting.until(() -> origin.asked.contains("bytes=10-19"), "the second slice was looked for ahead");
        assertThat(origin.asked.size()).isLessThanOrEqualTo(3);
        sink.flow();
        Waiting.on(done);
        assertThat(sink.text()).isEqualTo(OLD);
    }
}
