package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Network.Viewer;
import io.perigee.cache.Outcome.Bypass;
import io.perigee.cache.Outcome.Bypass.BypassReason;
import io.perigee.cache.Outcome.Miss;
import io.perigee.cache.Outcome.Miss.ForwardReason;
import io.perigee.cache.ScriptedUpstream.Fetch;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that the cache comes to know by a part: slices are 10 bytes, and what comes whole is stored whole up to 64. */
class PartsTest {
    private static final String OLD = content('a', 48);
    private static final String NEW = content('n', 48);
    private static final String LONG = content('A', 105);

    private final Network network = new Network(
            new CacheSettings(1 << 20, 256 * 1024, 1 << 20, 64, 10, 64 * 1024, 4, 100, Duration.ofSeconds(5), 10));
    private final RangeOrigin origin = new RangeOrigin(OLD, "Cache-Control", "max-age=60", "ETag", "\"1\"");

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

    private Viewer ranged(String range) {
        return network.get("/v", "Range", range);
    }

    /** As the layers above do: takes the range that was asked for out of the answer, which is one of the whole. */
    private static String read(Viewer viewer, long first, long last) {
        assertThat(viewer.answer().head().status()).isEqualTo(200);
        assertThat(viewer.answer().head().headers().first("Content-Range")).isNull();
        Sink sink = new Sink(viewer.context);
        Waiting.on(viewer.readTo(sink, first, last - first + 1));
        return sink.text();
    }

    private String part(long first, long last) {
        return read(ranged("bytes=" + first + "-" + last), first, last);
    }

    private void assertWholeIsServed(String content) {
        Viewer viewer = network.get("/v");
        assertThat(viewer.answer().head().headers().first("Content-Length")).isEqualTo("" + content.length());
        assertThat(viewer.text()).isEqualTo(content);
    }

    @Test
    void aPartAnswersRangesWithinItAndIsCompletedByRequestsForTheRest() {
        assertThat(part(23, 25)).isEqualTo(OLD.substring(23, 26));
        assertThat(origin.asked).containsExactly("bytes=20-29");
        Viewer within = ranged("bytes=20-29");
        assertThat(within.outcome()).isEqualTo(Outcome.HIT);
        assertThat(read(within, 20, 29)).isEqualTo(OLD.substring(20, 30));
        Viewer overlapping = ranged("bytes=25-31");
        assertThat(read(overlapping, 25, 31)).isEqualTo(OLD.substring(25, 32));
        assertThat(origin.asked).containsExactly("bytes=20-29", "bytes=30-39");
        assertWholeIsServed(OLD);
        assertThat(origin.asked)
                .containsExactlyInAnyOrder("bytes=20-29", "bytes=30-39", "bytes=0-9", "bytes=10-19", "bytes=40-47");
        assertWholeIsServed(OLD);
        assertThat(origin.asked).hasSize(5);
    }

    @Test
    void whatBeginsWithTheFirstSliceIsFetchedWhole() {
        assertThat(part(9, 25)).isEqualTo(OLD.substring(9, 26));
        assertWholeIsServed(OLD);
        assertThat(origin.asked).containsExactly("all");
    }

    @Test
    void aSuffixFetchesASliceAtTheEndFromWhichTheOthersAreCounted() {
        Viewer suffix = ranged("bytes=-3");
        assertThat(suffix.outcome()).isEqualTo(new Miss(ForwardReason.URI_MISS));
        assertThat(read(suffix, 45, 47)).isEqualTo(OLD.substring(45));
        assertThat(origin.asked).containsExactly("bytes=-10");
        Viewer within = ranged("bytes=38-");
        assertThat(within.outcome()).isEqualTo(Outcome.HIT);
        assertThat(read(within, 38, 47)).isEqualTo(OLD.substring(38));
        assertThat(part(36, 39)).isEqualTo(OLD.substring(36, 40));
        assertThat(origin.asked).containsExactly("bytes=-10", "bytes=28-37");
        assertWholeIsServed(OLD);
        assertThat(origin.asked)
                .containsExactlyInAnyOrder("bytes=-10", "bytes=28-37", "bytes=0-7", "bytes=8-17", "bytes=18-27");
    }

    @ParameterizedTest
    @ValueSource(strings = {"48", "50", "9999999999999999999"})
    void aSuffixAsLongAsTheObjectIsTheWhole(String count) {
        assertThat(read(ranged("bytes=-" + count), 0, 47)).isEqualTo(OLD);
        Viewer whole = network.get("/v");
        assertThat(whole.wasAnsweredAtOnce()).isTrue();
        assertThat(whole.text()).isEqualTo(OLD);
        assertThat(origin.asked).hasSize(1);
        assertThat(network.cache.counters().objects()).isEqualTo(1);
    }

    @Test
    void aSuffixOfWhatIsShorterThanASliceIsStoredWholeWhateverTellsItsVersionsApart() {
        origin.content = "short";
        origin.headers = origin.headers.without("ETag");
        assertThat(read(ranged("bytes=-2"), 3, 4)).isEqualTo("rt");
        assertWholeIsServed("short");
        assertThat(origin.asked).containsExactly("bytes=-10");
        assertThat(network.cache.counters().sliceFetches()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=-3, 20-", "bytes=20-, -3", "bytes=20-21,40-41", "bytes=-9223372036854775807"})
    void whereAPartIsNotKnownBeforeTheLengthIsAllIsAskedFor(String range) {
        assertThat(read(ranged(range), 0, 47)).isEqualTo(OLD);
        assertThat(origin.asked).containsExactly("all");
    }

    @Test
    void aSuffixOfNothingIsAskedForWhole() {
        origin.content = "";
        assertThat(ranged("bytes=-2").text()).isEmpty();
        assertThat(ranged("bytes=-0").text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"bytes=-25, 80", "bytes=-200, 0"})
    void aLongSuffixOfALongObjectBeginsWithASliceOfTheResponse(String range, int first) {
        origin.content = LONG;
        assertThat(read(ranged(range), first, 104)).isEqualTo(LONG.substring(first));
        assertThat(origin.asked.get(0)).isEqualTo(range);
        assertThat(origin.asked.get(1)).isEqualTo("bytes=" + (first + 10) + "-" + (first + 19));
        assertWholeIsServed(LONG);
        assertThat(origin.asked).doesNotHaveDuplicates().hasSize(11);
    }

    @Test
    void viewersOfOtherPartsWhoWaitForTheFirstTakeWhatTheyNeedAndShareIt() {
        network.upstreams = network.upstream::on;
        Viewer first = ranged("bytes=20-21");
        List<Viewer> others =
                IntStream.range(0, 8).mapToObj(i -> ranged("bytes=40-41")).toList();
        network.upstream.next().answer(206, OLD.substring(20, 30), part("20-29/48"));
        Fetch rest = network.upstream.next();
        assertThat(rest.header("Range")).isEqualTo("bytes=40-47");
        rest.answer(206, OLD.substring(40), part("40-47/48"));
        assertThat(read(first, 20, 21)).isEqualTo(OLD.substring(20, 22));
        others.forEach(viewer -> assertThat(read(viewer, 40, 41)).isEqualTo(OLD.substring(40, 42)));
        network.upstream.assertNoMore();
    }

    private static String[] part(String range) {
        return new String[] {"Cache-Control", "max-age=60", "ETag", "\"1\"", "Content-Range", "bytes " + range};
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20-28/48",
                "21-29/48",
                "0-9/48",
                "20-29/*",
                "20-29/25",
                "*/48",
                "29-20/48",
                "20-29",
                "items 20-29/48"
            })
    void aPartOtherThanTheOneAskedForIsNotUsed(String range) {
        network.upstreams = network.upstream::on;
        Viewer viewer = ranged("bytes=20-21");
        Fetch wrong = network.upstream.next();
        wrong.head(206, part(range.startsWith("items") ? "" : range));
        Fetch whole = network.upstream.next();
        assertThat(whole.header("Range")).isNull();
        whole.answer(200, OLD, "Cache-Control", "max-age=60", "ETag", "\"1\"");
        assertThat(read(viewer, 20, 21)).isEqualTo(OLD.substring(20, 22));
        assertThat(wrong.body().isAborted()).isTrue();
        assertWholeIsServed(OLD);
    }

    @Test
    void aPartThatIsNotAsLongAsItSaysIsNotUsed() {
        network.upstreams = network.upstream::on;
        Viewer viewer = ranged("bytes=20-21");
        network.upstream.next().head(206, "Content-Range", "bytes 20-29/48", "Content-Length", "9", "ETag", "\"1\"");
        network.upstream.next().answer(200, OLD, "Cache-Control", "max-age=60");
        assertThat(read(viewer, 20, 21)).isEqualTo(OLD.substring(20, 22));
    }

    @Test
    void aPartThatBreaksOffIsNotStored() {
        network.upstreams = network.upstream::on;
        Viewer viewer = ranged("bytes=-20");
        Fetch fetch = network.upstream.next().head(206, part("0-4/5"));
        Sink sink = new Sink(viewer.context);
        var done = viewer.readTo(sink);
        fetch.bytes("abcd").end();
        assertThat(Waiting.onFailure(done)).hasMessageContaining("1 bytes short");
        network.upstreams = origin::on;
        assertWholeIsServed(OLD);
        assertThat(origin.asked).containsExactly("all");
    }

    @Test
    void severalPartsAtOnceAreNotAskedForNorUsed() {
        origin.content = LONG;
        Viewer several = ranged("bytes=10-11,100-101");
        assertThat(several.text()).isEqualTo(LONG);
        assertThat(origin.asked).containsExactly("all");
        network.invalidate("/v");
        network.upstreams = network.upstream::on;
        Viewer viewer = ranged("bytes=20-21");
        network.upstream.next().head(206, "Content-Type", "multipart/byteranges; boundary=b", "ETag", "\"1\"");
        network.upstream.next().answer(200, OLD, "Cache-Control", "max-age=60");
        assertThat(read(viewer, 20, 21)).isEqualTo(OLD.substring(20, 22));
    }

    @ParameterizedTest
    @CsvSource({
        "ETag, W/\"1\", bytes=20-29",
        "X, no validator, bytes=20-29",
        "ETag, W/\"1\", bytes=-10",
        "Last-Modified, 'Tue, 14 Nov 2023 22:13:20 GMT', bytes=20-29"
    })
    void withoutAStrongValidatorThereIsNothingToCompleteAPartWith(String name, String value, String asked) {
        origin.headers = origin.headers
                .without("ETag")
                .with("Date", "Tue, 14 Nov 2023 22:13:20 GMT")
                .with(name, value);
        Viewer viewer = ranged(asked);
        viewer.leave();
        assertWholeIsServed(OLD);
        assertThat(origin.asked).containsExactly(asked, "all");
    }

    @Test
    void aModificationDateTellsVersionsApartOnceItIsASecondOld() {
        origin.headers = origin.headers
                .without("ETag")
                .with("Date", "Tue, 14 Nov 2023 22:13:20 GMT")
                .with("Last-Modified", "Tue, 14 Nov 2023 22:13:19 GMT");
        part(20, 21);
        assertWholeIsServed(OLD);
        assertThat(origin.asked).doesNotContain("all").hasSize(5);
    }

    @Test
    void anObjectThatChangesBeforeItIsCompletedIsFetchedAnew() {
        part(20, 21);
        origin.content = NEW;
        origin.headers = origin.headers.with("ETag", "\"2\"");
        assertWholeIsServed(NEW);
        assertThat(origin.asked).containsExactly("bytes=20-29", "bytes=0-9", "all");
        assertThat(part(20, 21)).isEqualTo(NEW.substring(20, 22));
    }

    @Test
    void anInvalidationWhileItIsCompletedLeavesNothingOfIt() {
        part(20, 21);
        network.upstreams = network.upstream::on;
        Viewer viewer = network.get("/v");
        Fetch rest = network.upstream.next();
        network.invalidate("/v");
        rest.head(206, part("0-9/48"));
        network.upstreams = origin::on;
        origin.content = NEW;
        // Its upstream is the one that it came with: it asks that once more, for the slice as of now.
        Fetch again = network.upstream.next();
        again.answer(206, NEW.substring(0, 10), part("0-9/48"));
        // By now the head is dead as well: the call starts over.
        network.upstream.next().answer(200, NEW, "Cache-Control", "max-age=60", "ETag", "\"1\"");
        assertThat(viewer.text()).isEqualTo(NEW);
        assertThat(part(20, 21)).isEqualTo(NEW.substring(20, 22));
        assertThat(origin.asked).containsExactly("bytes=20-29");
    }

    @Test
    void aFurtherPartBringsTheHeadUpToDate() {
        part(20, 21);
        network.pass(50);
        origin.headers = origin.headers.with("X", "new");
        part(40, 41);
        network.pass(50);
        Viewer viewer = ranged("bytes=22-23");
        assertThat(viewer.outcome()).isEqualTo(Outcome.HIT);
        assertThat(viewer.answer().head().headers().first("X")).isEqualTo("new");
        assertThat(viewer.answer().head().headers().first("Content-Length")).isEqualTo("48");
        assertThat(viewer.answer().ageSeconds()).isEqualTo(50);
        assertThat(read(viewer, 22, 23)).isEqualTo(OLD.substring(22, 24));
        network.pass(11);
        assertThat(part(24, 24)).isEqualTo(OLD.substring(24, 25));
        assertThat(origin.asked).containsExactly("bytes=20-29", "bytes=40-47", "\"1\"");
    }

    @Test
    void aFurtherPartOfWhatWasReplacedMeanwhileLeavesTheNewHead() {
        part(20, 21);
        network.upstreams = network.upstream::on;
        Viewer late = ranged("bytes=40-41");
        Fetch old = network.upstream.next();
        network.upstreams = origin::on;
        origin.content = NEW;
        origin.headers = origin.headers.with("ETag", "\"2\"");
        assertThat(part(30, 31)).isEqualTo(NEW.substring(30, 32));
        old.answer(206, OLD.substring(40), part("40-47/48"));
        assertThat(read(late, 40, 41)).isEqualTo(OLD.substring(40, 42));
        Viewer viewer = ranged("bytes=30-31");
        assertThat(viewer.outcome()).isEqualTo(Outcome.HIT);
        assertThat(read(viewer, 30, 31)).isEqualTo(NEW.substring(30, 32));
    }

    @Test
    void aFurtherPartThatMustNotBeStoredIsForItsViewerOnlyAndEndsTheStoring() {
        part(20, 21);
        network.upstreams = network.upstream::on;
        List<Viewer> viewers = List.of(ranged("bytes=40-41"), ranged("bytes=40-41"));
        for (Viewer viewer : viewers) {
            network.upstream
                    .next()
                    .answer(
                            206,
                            OLD.substring(40),
                            "Cache-Control",
                            "private",
                            "ETag",
                            "\"1\"",
                            "Content-Range",
                            "bytes 40-47/48");
            assertThat(read(viewer, 40, 41)).isEqualTo(OLD.substring(40, 42));
        }
        Viewer next = ranged("bytes=20-21");
        Fetch passed = network.upstream.next();
        assertThat(passed.header("Range")).isEqualTo("bytes=20-21");
        passed.answer(206, OLD.substring(20, 22), part("20-21/48"));
        assertThat(next.outcome()).isEqualTo(new Bypass(BypassReason.NOT_SHARED_LATELY, ForwardReason.URI_MISS));
        assertThat(next.text()).isEqualTo(OLD.substring(20, 22));
    }

    @Test
    void aFurtherPartForAViewerWithCredentialsTakesNothingFromOthers() {
        part(20, 21);
        Viewer authorized = network.get("/v", "Range", "bytes=30-31", "Authorization", "Basic YTpi");
        assertThat(read(authorized, 30, 31)).isEqualTo(OLD.substring(30, 32));
        Viewer within = ranged("bytes=20-21");
        assertThat(within.outcome()).isEqualTo(Outcome.HIT);
        assertThat(read(within, 20, 21)).isEqualTo(OLD.substring(20, 22));
        assertThat(part(30, 31)).isEqualTo(OLD.substring(30, 32));
        assertThat(origin.asked).containsExactly("bytes=20-29", "bytes=30-39", "bytes=30-39");
    }

    @Test
    void aPartThatMustNotBeStoredIsFetchedAsItWasAskedFor() {
        network.upstreams = network.upstream::on;
        Viewer viewer = ranged("bytes=-3");
        Fetch first = network.upstream.next();
        assertThat(first.header("Range")).isEqualTo("bytes=-10");
        first.head(206, "Cache-Control", "no-store", "Content-Range", "bytes 38-47/48");
        Fetch passed = network.upstream.next();
        assertThat(passed.header("Range")).isEqualTo("bytes=-3");
        passed.answer(206, OLD.substring(45), "Content-Range", "bytes 45-47/48");
        assertThat(viewer.outcome()).isEqualTo(new Bypass(BypassReason.NOT_SHARED_LATELY, ForwardReason.URI_MISS));
        assertThat(viewer.answer().head().status()).isEqualTo(206);
        assertThat(viewer.text()).isEqualTo(OLD.substring(45));
    }

    @Test
    void partsOfVariantsAreKeptApart() {
        origin.headers = origin.headers.with("Vary", "X");
        Viewer one = network.get("/v", "Range", "bytes=20-21", "X", "1");
        assertThat(read(one, 20, 21)).isEqualTo(OLD.substring(20, 22));
        origin.content = NEW;
        Viewer two = network.get("/v", "Range", "bytes=20-21", "X", "2");
        assertThat(read(two, 20, 21)).isEqualTo(NEW.substring(20, 22));
        Viewer again = network.get("/v", "Range", "bytes=20-21", "X", "1");
        assertThat(read(again, 20, 21)).isEqualTo(OLD.substring(20, 22));
        assertThat(origin.asked).containsExactly("bytes=20-29", "bytes=20-29");
    }

    @Test
    void headAndConditionsAreAnsweredForTheWhole() {
        part(20, 21);
        Viewer head = network.request("HEAD", "/v", call -> call);
        assertThat(head.outcome()).isEqualTo(Outcome.HIT);
        assertThat(head.answer().head().headers().first("Content-Length")).isEqualTo("48");
        Viewer unchanged = network.get("/v", "If-None-Match", "\"1\"");
        assertThat(unchanged.outcome()).isEqualTo(Outcome.HIT);
        unchanged.leave();
        assertThat(origin.asked).hasSize(1);
        Viewer other = network.get("/v", "Range", "bytes=20-21", "If-Range", "\"0\"");
        assertThat(other.text()).isEqualTo(OLD);
    }

    @Test
    void aPartIsAskedForWithoutTheConditionsOfItsViewer() {
        network.upstreams = network.upstream::on;
        Viewer viewer = network.get("/v", "Range", "bytes=20-21", "If-Range", "\"0\"", "If-None-Match", "\"9\"");
        Fetch fetch = network.upstream.next();
        assertThat(fetch.header("If-Range")).isNull();
        assertThat(fetch.header("If-None-Match")).isNull();
        fetch.head(206, part("20-29/48"));
        assertThat(network.upstream.next().header("Range")).isEqualTo("bytes=0-9");
        assertThat(viewer.isAnswered()).isFalse();
    }

    @Test
    void partsOutliveTheirObjectsRevalidation() {
        part(20, 21);
        network.pass(61);
        Viewer viewer = ranged("bytes=22-23");
        assertThat(viewer.outcome()).isEqualTo(Outcome.REFRESH_HIT);
        assertThat(read(viewer, 22, 23)).isEqualTo(OLD.substring(22, 24));
        assertThat(origin.asked).containsExactly("bytes=20-29", "\"1\"");
    }
}
