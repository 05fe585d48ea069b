package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Network.Viewer;
import io.perigee.cache.Outcome.Miss.ForwardReason;
import io.perigee.cache.Outcome.StaleHit;
import io.perigee.cache.Outcome.StaleHit.StaleReason;
import io.perigee.cache.ScriptedUpstream.Fetch;
import io.perigee.httpcaching.Headers;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CacheTagsTest {
    private static final String FRESH = "max-age=600";

    private final Network network = new Network();

    @AfterEach
    void close() {
        network.close();
    }

    private void store(String path, int status, String text, String... headers) {
        Viewer viewer = network.request("GET", path, call -> call.withErrorTtl(each -> 60));
        network.upstream.next().answer(status, text, headers);
        assertThat(viewer.text()).isEqualTo(text);
    }

    private void invalidate(String tag) {
        network.cache.marks().addTag("d", tag, network.applied.get() + 1);
        network.applied.incrementAndGet();
    }

    private void assertHit(String path, String text) {
        Viewer viewer = network.get(path);
        assertThat(viewer.outcome()).isEqualTo(Outcome.HIT);
        assertThat(viewer.text()).isEqualTo(text);
    }

    private void assertGone(String path) {
        Viewer viewer = network.get(path);
        network.upstream.next().answer(200, "new", "Cache-Control", FRESH);
        assertThat(viewer.outcome()).isEqualTo(new Outcome.Miss(ForwardReason.INVALIDATED));
        assertThat(viewer.text()).isEqualTo("new");
    }

    @Test
    void tagsAreReadFromListsOverSeveralLines() {
        Headers lines = Headers.of("Cache-Tag", " a,b ,,\tc", "cache-tag", "d,a", "Cache-Tag", ",");

        assertThat(CacheTags.of(lines)).containsExactly("a", "b", "c", "d");
        assertThat(CacheTags.of(Headers.of())).isEmpty();
        assertThat(CacheTags.of(Headers.of("Cache-Tag", ""))).isEmpty();
    }

    @Test
    void aFieldBeyondTheBoundsStandsForEveryTag() {
        String longest = "x".repeat(CacheTags.LENGTH);
        String most =
                IntStream.range(0, CacheTags.COUNT).mapToObj(String::valueOf).collect(Collectors.joining(","));

        assertThat(CacheTags.of(Headers.of("Cache-Tag", longest))).containsExactly(longest);
        assertThat(CacheTags.of(Headers.of("Cache-Tag", most + ",7"))).hasSize(CacheTags.COUNT);
        for (String wrong : List.of(longest + "x", most + ",more", "a b", "a,é", "*", "ok,\u0001")) {
            assertThat(CacheTags.of(Headers.of("Cache-Tag", wrong))).as(wrong).containsExactly(CacheTags.ANY);
        }
    }

    @Test
    void whatIsTaggedBeyondTheBoundsIsCoveredByEveryTag() {
        store("/a", 200, "old", "Cache-Control", FRESH, "Cache-Tag", "x".repeat(1000));
        store("/b", 200, "old", "Cache-Control", FRESH);
        invalidate("blue");
        assertGone("/a");
        assertHit("/b", "old");
    }

    @Test
    void caseMatters() {
        store("/a", 200, "old", "Cache-Control", FRESH, "Cache-Tag", "Red");
        invalidate("red");
        assertHit("/a", "old");
        invalidate("Red");
        assertGone("/a");
    }

    @Test
    void aVariantIsCoveredByItsOwnTagsOnly() {
        for (String language : List.of("de", "en")) {
            Viewer viewer = network.get("/a", "Accept-Language", language);
            network.upstream
                    .next()
                    .answer(200, language, "Cache-Control", FRESH, "Vary", "Accept-Language", "Cache-Tag", language);
            viewer.leave();
        }
        invalidate("de");
        Viewer english = network.get("/a", "Accept-Language", "en");
        assertThat(english.outcome()).isEqualTo(Outcome.HIT);
        english.leave();
        Viewer german = network.get("/a", "Accept-Language", "de");
        network.upstream.next().answer(200, "neu", "Cache-Control", FRESH);
        assertThat(german.text()).isEqualTo("neu");
    }

    @Test
    void anErrorResponseIsCoveredByItsTags() {
        store("/a", 404, "none", "Cache-Tag", "product-42");
        assertHit("/a", "none");
        invalidate("product-42");
        assertGone("/a");
    }

    @Test
    void whatATagCoversIsNotServedStaleEither() {
        store("/a", 200, "old", "Cache-Control", "max-age=1, stale-if-error=600", "Cache-Tag", "red");
        network.pass(5);
        Viewer permitted = network.get("/a");
        network.upstream.next().fail(Failure.UPSTREAM_CONNECT);
        assertThat(permitted.outcome()).isEqualTo(new StaleHit(StaleReason.IF_ERROR));
        permitted.leave();
        invalidate("red");
        Viewer covered = network.get("/a");
        network.upstream.next().fail(Failure.UPSTREAM_CONNECT);
        assertThat(covered.outcome()).isEqualTo(new Outcome.Failed(Failure.UPSTREAM_CONNECT));
    }

    @Test
    void aFetchThatTurnsOutToCarryATagMarkedMeanwhileIsMadeAnewForAllWhoWait() {
        Viewer leader = network.get("/a");
        Viewer follower = network.get("/a");
        Fetch old = network.upstream.next();
        invalidate("red");
        old.head(200, "Cache-Control", FRESH, "Cache-Tag", "blue, red");
        network.upstream.next().answer(200, "new", "Cache-Control", FRESH, "Cache-Tag", "red");
        assertThat(leader.text()).isEqualTo("new");
        assertThat(follower.text()).isEqualTo("new");
        assertHit("/a", "new");
    }

    @Test
    void nobodyJoinsABodyUnderWayWhoseTagWasMarked() {
        Viewer before = network.get("/a");
        Fetch old = network.upstream.next();
        old.head(200, "Cache-Control", FRESH, "Cache-Tag", "red").bytes("old");
        assertThat(before.outcome()).isInstanceOf(Outcome.Miss.class);
        invalidate("red");
        Viewer after = network.get("/a");
        network.upstream.next().answer(200, "new", "Cache-Control", FRESH);
        assertThat(after.text()).isEqualTo("new");
        old.end();
        assertThat(before.text()).isEqualTo("old");
        assertHit("/a", "new");
    }

    @Test
    void a304MayTakeTagsAway() {
        store("/a", 200, "old", "Cache-Control", "max-age=1", "ETag", "\"1\"", "Cache-Tag", "red, blue");
        network.pass(5);
        Viewer viewer = network.get("/a");
        network.upstream.next().empty(304, "Cache-Control", FRESH, "ETag", "\"1\"", "Cache-Tag", "blue");
        assertThat(viewer.outcome()).isEqualTo(Outcome.REFRESH_HIT);
        viewer.leave();
        invalidate("red");
        assertHit("/a", "old");
        invalidate("blue");
        assertGone("/a");
    }

    @Test
    void a304ThatBringsATagMakesTheCacheFetchSinceTheTagMayHaveBeenMarkedBefore() {
        store("/a", 200, "old", "Cache-Control", "max-age=1", "ETag", "\"1\"", "Cache-Tag", "red");
        invalidate("blue");
        assertHit("/a", "old");
        network.pass(5);
        Viewer viewer = network.get("/a");
        network.upstream.next().empty(304, "Cache-Control", FRESH, "ETag", "\"1\"", "Cache-Tag", "red, blue");
        Fetch whole = network.upstream.next();
        assertThat(whole.request().purpose()).isEqualTo(Upstream.Purpose.REPLACE);
        whole.answer(200, "new", "Cache-Control", FRESH, "ETag", "\"1\"", "Cache-Tag", "red, blue");
        assertThat(viewer.text()).isEqualTo("new");
        assertHit("/a", "new");
        invalidate("blue");
        assertGone("/a");
    }
}
