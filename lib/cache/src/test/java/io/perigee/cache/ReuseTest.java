package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Network.Viewer;
import io.perigee.cache.Outcome.Bypass.BypassReason;
import io.perigee.cache.Outcome.Miss.ForwardReason;
import io.perigee.cache.Outcome.StaleHit.StaleReason;
import io.perigee.cache.ScriptedUpstream.Fetch;
import io.perigee.httpcaching.CacheControl;
import io.perigee.httpcaching.TtlBounds;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReuseTest {
    private static final Outcome STALE_WHILE_REVALIDATE = new Outcome.StaleHit(StaleReason.WHILE_REVALIDATE);
    private static final Outcome STALE_IF_ERROR = new Outcome.StaleHit(StaleReason.IF_ERROR);

    private final Network network = new Network();

    @AfterEach
    void close() {
        network.close();
    }

    private void store(String path, String text, String... headers) {
        Viewer viewer = network.get(path);
        network.upstream.next().answer(200, text, headers);
        assertThat(viewer.text()).isEqualTo(text);
    }

    private void assertServed(Viewer viewer, Outcome outcome, String text) {
        assertThat(viewer.outcome()).isEqualTo(outcome);
        assertThat(viewer.text()).isEqualTo(text);
    }

    @Test
    void aFreshHitCarriesItsAgeAndWhatIsLeftOfItsLifetime() {
        store("/a", "hello", "Cache-Control", "max-age=60");
        network.pass(20);
        Viewer hit = network.get("/a");
        assertThat(hit.wasAnsweredAtOnce()).isTrue();
        assertThat(hit.answer().head().headers().first("Age")).isEqualTo("20");
        assertThat(hit.answer().ageSeconds()).isEqualTo(20);
        assertThat(hit.answer().ttlSeconds()).isEqualTo(40);
        assertThat(hit.answer().stored()).isTrue();
        assertThat(hit.answer().body().length()).isEqualTo(5);
        assertServed(hit, Outcome.HIT, "hello");
    }

    @Test
    void aStaleResponseIsValidatedAndA304KeepsItsBody() {
        store("/a", "hello", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        network.pass(61);
        Viewer viewer = network.get("/a", "If-None-Match", "\"other\"", "Range", "bytes=0-1");
        Fetch fetch = network.upstream.next();
        assertThat(fetch.request().purpose()).isEqualTo(Upstream.Purpose.REVALIDATE);
        assertThat(fetch.header("If-None-Match")).isEqualTo("\"1\"");
        assertThat(fetch.header("Range")).isNull();
        fetch.empty(304, "Cache-Control", "max-age=90", "ETag", "\"1\"");
        assertServed(viewer, Outcome.REFRESH_HIT, "hello");
        network.pass(80);
        assertServed(network.get("/a"), Outcome.HIT, "hello");
    }

    @Test
    void aValidationThatBringsANewResponseReplacesTheOldOne() {
        store("/a", "old", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        network.pass(61);
        Viewer viewer = network.get("/a");
        network.upstream.next().answer(200, "new", "Cache-Control", "max-age=60", "ETag", "\"2\"");
        assertServed(viewer, new Outcome.Miss(ForwardReason.STALE), "new");
        assertServed(network.get("/a"), Outcome.HIT, "new");
    }

    @Test
    void a304ForAnotherRepresentationMakesItAskAgainWithoutConditions() {
        store("/a", "old", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        network.pass(61);
        Viewer viewer = network.get("/a");
        network.upstream.next().empty(304, "ETag", "\"2\"");
        Fetch again = network.upstream.next();
        assertThat(again.header("If-None-Match")).isNull();
        again.answer(200, "new", "Cache-Control", "max-age=60", "ETag", "\"2\"");
        assertServed(viewer, new Outcome.Miss(ForwardReason.STALE), "new");
    }

    @Test
    void fortyViewersOfAStaleResponseCauseOneValidation() {
        store("/a", "hello", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        network.pass(61);
        List<Viewer> viewers =
                IntStream.range(0, 40).mapToObj(i -> network.get("/a")).toList();
        network.upstream.next().empty(304, "Cache-Control", "max-age=60", "ETag", "\"1\"");
        viewers.forEach(viewer -> assertThat(viewer.text()).isEqualTo("hello"));
        assertThat(network.upstream.asked()).isEqualTo(2);
        assertThat(network.cache.counters().refreshHits()).isEqualTo(1);
        assertThat(network.cache.counters().collapsed()).isEqualTo(39);
    }

    @Test
    void staleWhileRevalidateAnswersAtOnceAndRefreshesOnceInTheBackground() {
        store("/a", "old", "Cache-Control", "max-age=60, stale-while-revalidate=30", "ETag", "\"1\"");
        network.pass(70);
        for (int i = 0; i < 3; i++) {
            Viewer viewer = network.get("/a");
            assertThat(viewer.wasAnsweredAtOnce()).isTrue();
            assertServed(viewer, STALE_WHILE_REVALIDATE, "old");
        }
        network.upstream.next().answer(200, "new", "Cache-Control", "max-age=60", "ETag", "\"2\"");
        assertServed(network.get("/a"), Outcome.HIT, "new");
        assertThat(network.upstream.asked()).isEqualTo(2);
        assertThat(network.cache.counters().backgroundRefreshes()).isEqualTo(1);
    }

    @Test
    void anErrorInTheBackgroundDoesNotReplaceWhatMayBeServedStale() {
        store("/a", "old", "Cache-Control", "max-age=60, stale-while-revalidate=30", "ETag", "\"1\"");
        network.pass(70);
        assertServed(
                network.request("GET", "/a", call -> call.withErrorTtl(status -> 10)), STALE_WHILE_REVALIDATE, "old");
        network.upstream.next().answer(503, "sorry");

        assertServed(network.get("/a"), STALE_WHILE_REVALIDATE, "old");
        assertThat(network.upstream.asked()).isEqualTo(2);

        network.pass(10);
        assertServed(network.get("/a"), STALE_WHILE_REVALIDATE, "old");
        network.upstream.next().answer(200, "new", "Cache-Control", "max-age=60");
        assertServed(network.get("/a"), Outcome.HIT, "new");
    }

    @Test
    void staleIfErrorCoversErrorsAndFailuresAndSparesTheUpstreamForTheErrorTtl() {
        store("/a", "old", "Cache-Control", "max-age=60, stale-if-error=600", "ETag", "\"1\"");
        network.pass(61);
        Viewer first = network.request("GET", "/a", call -> call.withErrorTtl(status -> 10));
        network.upstream.next().answer(503, "sorry");
        assertServed(first, STALE_IF_ERROR, "old");

        Viewer second = network.get("/a");
        assertThat(second.wasAnsweredAtOnce()).isTrue();
        assertServed(second, STALE_IF_ERROR, "old");

        network.pass(10);
        Viewer third = network.get("/a");
        network.upstream.next().fail(Failure.UPSTREAM_TIMEOUT);
        assertServed(third, STALE_IF_ERROR, "old");

        network.pass(600);
        Viewer late = network.get("/a");
        network.upstream.next().answer(503, "sorry");
        assertThat(late.answer().head().status()).isEqualTo(503);
        assertThat(late.text()).isEqualTo("sorry");
    }

    @Test
    void mustRevalidateForbidsStaleAnswers() {
        store("/a", "old", "Cache-Control", "max-age=60, must-revalidate, stale-if-error=600", "ETag", "\"1\"");
        network.pass(61);
        Viewer viewer = network.get("/a");
        network.upstream.next().fail(Failure.UPSTREAM_CONNECT);
        assertThat(viewer.outcome()).isEqualTo(new Outcome.Failed(Failure.UPSTREAM_CONNECT));
        assertThat(viewer.answer().head().status()).isEqualTo(502);
    }

    @Test
    void onlyIfCachedIsAnsweredFromTheCacheOrWith504() {
        Viewer missing = network.get("/a", "Cache-Control", "only-if-cached");
        assertThat(missing.outcome()).isEqualTo(new Outcome.Failed(Failure.ONLY_IF_CACHED));
        assertThat(missing.answer().head().status()).isEqualTo(504);
        store("/a", "hello", "Cache-Control", "max-age=60");
        assertServed(network.get("/a", "Cache-Control", "only-if-cached"), Outcome.HIT, "hello");
        network.pass(61);
        assertThat(network.get("/a", "Cache-Control", "only-if-cached").outcome())
                .isEqualTo(new Outcome.Failed(Failure.ONLY_IF_CACHED));
        network.upstream.assertNoMore();
    }

    @Test
    void aReloadIsNotAnsweredFromTheCacheUnlessViewersHaveNoSay() {
        store("/a", "old", "Cache-Control", "max-age=60");
        Viewer reload = network.get("/a", "Cache-Control", "no-cache");
        network.upstream.next().answer(200, "new", "Cache-Control", "max-age=60");
        assertServed(reload, new Outcome.Miss(ForwardReason.REQUEST), "new");
        Viewer without = network.request(
                "GET", "/a", call -> call.withDirectives(CacheControl.NONE), "Cache-Control", "no-cache");
        assertServed(without, Outcome.HIT, "new");
    }

    @Test
    void headIsAnsweredFromAStoredGetAndElsePassed() {
        Viewer passed = network.request("HEAD", "/a", call -> call);
        network.upstream.next().empty(200, "Content-Length", "5");
        assertThat(passed.outcome()).isEqualTo(new Outcome.Bypass(BypassReason.HEAD, ForwardReason.URI_MISS));
        store("/a", "hello", "Cache-Control", "max-age=60");
        Viewer hit = network.request("HEAD", "/a", call -> call);
        assertThat(hit.wasAnsweredAtOnce()).isTrue();
        assertThat(hit.answer().head().headers().first("Content-Length")).isEqualTo("5");
        assertServed(hit, Outcome.HIT, "");
    }

    @Test
    void anUnsafeMethodThatSucceedsInvalidatesItsUriAndWhatLocationNames() {
        store("/a", "old a", "Cache-Control", "max-age=60");
        store("/b", "old b", "Cache-Control", "max-age=60");
        Viewer failing = network.request("POST", "/a", call -> call, "Host", "example.org");
        network.upstream.next().empty(500);
        assertThat(failing.outcome()).isEqualTo(new Outcome.Bypass(BypassReason.METHOD, ForwardReason.URI_MISS));
        assertServed(network.get("/a"), Outcome.HIT, "old a");

        Viewer posted = network.request("POST", "/a", call -> call, "Host", "example.org");
        network.upstream.next().empty(201, "Location", "https://example.org/b");
        assertThat(posted.answer().head().status()).isEqualTo(201);
        for (String path : List.of("/a", "/b")) {
            Viewer viewer = network.get(path);
            network.upstream.next().answer(200, "new", "Cache-Control", "max-age=60");
            assertServed(viewer, new Outcome.Miss(ForwardReason.INVALIDATED), "new");
            assertServed(network.get(path), Outcome.HIT, "new");
        }
    }

    @Test
    void aFetchThatAnUnsafeMethodOvertakesIsFetchedAgain() {
        Viewer viewer = network.get("/a");
        Fetch overtaken = network.upstream.next();
        network.request("PUT", "/a", call -> call, "Host", "example.org");
        network.upstream.next().empty(204);
        overtaken.head(200, "Cache-Control", "max-age=60");
        network.upstream.next().answer(200, "new", "Cache-Control", "max-age=60");
        assertThat(viewer.text()).isEqualTo("new");
        assertThat(overtaken.body().isAborted()).isTrue();
    }

    @Test
    void errorsAreKeptForTheirOwnTtl() {
        Viewer viewer = network.request("GET", "/a", call -> call.withErrorTtl(status -> status == 404 ? 10 : 0));
        network.upstream.next().answer(404, "none here");
        assertThat(viewer.text()).isEqualTo("none here");
        network.pass(9);
        Viewer hit = network.get("/a");
        assertThat(hit.answer().head().status()).isEqualTo(404);
        assertServed(hit, Outcome.HIT, "none here");
        network.pass(1);
        Viewer later = network.get("/a");
        network.upstream.next().answer(200, "here now", "Cache-Control", "max-age=60");
        assertThat(later.text()).isEqualTo("here now");
    }

    @Test
    void boundsOfTheCallDecideHowLongAResponseIsFresh() {
        Viewer viewer = network.request("GET", "/a", call -> call.withBounds(new TtlBounds(0, 30, 3600, false)));
        network.upstream.next().answer(200, "hello");
        assertThat(viewer.answer().ttlSeconds()).isEqualTo(30);
        viewer.leave();
        network.pass(29);
        assertServed(network.get("/a"), Outcome.HIT, "hello");
    }

    @Test
    void whatMayNotBeReusedWithoutValidationIsValidatedByEachForItself() {
        store("/a", "hello", "Cache-Control", "no-cache", "ETag", "\"1\"");
        List<Viewer> viewers =
                IntStream.range(0, 3).mapToObj(i -> network.get("/a")).toList();
        for (int i = 0; i < 3; i++) {
            Fetch fetch = network.upstream.next();
            assertThat(fetch.header("If-None-Match")).isEqualTo("\"1\"");
            fetch.empty(304, "ETag", "\"1\"", "Cache-Control", "no-cache");
        }
        viewers.forEach(viewer -> assertServed(viewer, Outcome.REFRESH_HIT, "hello"));
    }

    @Test
    void aBypassingCallNeitherLooksNorStores() {
        store("/a", "hello", "Cache-Control", "max-age=60");
        Viewer viewer = network.request("GET", "/a", CacheCall::bypassing, "Range", "bytes=0-1");
        Fetch fetch = network.upstream.next();
        assertThat(fetch.header("Range")).isEqualTo("bytes=0-1");
        fetch.answer(206, "he", "Content-Range", "bytes 0-1/5");
        assertServed(viewer, new Outcome.Bypass(BypassReason.CALL, ForwardReason.URI_MISS), "he");
        assertServed(network.get("/a"), Outcome.HIT, "hello");
    }

    @Test
    void aClosedCacheRefuses() {
        store("/a", "hello", "Cache-Control", "max-age=60");
        Viewer underWay = network.get("/b");
        Fetch fetch = network.upstream.next();
        network.cache.close();
        fetch.head(200, "Cache-Control", "max-age=60");
        assertThat(underWay.outcome()).isEqualTo(new Outcome.Failed(Failure.CLOSED));
        assertThat(network.get("/a").outcome()).isEqualTo(new Outcome.Failed(Failure.CLOSED));
    }

    @Test
    void onlySoManyVariantsAreKept() {
        network.close();
        Network small = new Network(
                new CacheSettings(1 << 20, 1 << 20, 1 << 20, 1 << 20, 65536, 65536, 2, 100, Duration.ofSeconds(5), 10));
        try (small) {
            for (String language : List.of("en", "fr", "de")) {
                Viewer viewer = small.get("/a", "Accept-Language", language);
                small.upstream.next().answer(200, language, "Cache-Control", "max-age=60", "Vary", "Accept-Language");
                assertThat(viewer.text()).isEqualTo(language);
            }
            assertThat(small.get("/a", "Accept-Language", "de").text()).isEqualTo("de");
            assertThat(small.get("/a", "Accept-Language", "fr").text()).isEqualTo("fr");
            Viewer first = small.get("/a", "Accept-Language", "en");
            small.upstream.next().fail(Failure.UPSTREAM_CONNECT);
            assertThat(first.outcome()).isInstanceOf(Outcome.Failed.class);
        }
    }

    @Test
    void memoryStaysWithinItsBoundAndEvictedBodiesAreGivenBack() {
        network.close();
        Network small = new Network(CacheSettings.ofMemory(1 << 20));
        try (small) {
            String body = "x".repeat(100_000);
            for (int i = 0; i < 50; i++) {
                Viewer viewer = small.get("/" + i);
                small.upstream.next().answer(200, body, "Cache-Control", "max-age=60", "Content-Length", "100000");
                assertThat(viewer.text()).hasSize(100_000);
            }
            assertThat(small.cache.counters().storedBytes()).isLessThanOrEqualTo(1 << 20);
            Waiting.until(() -> small.cache.memoryInUse() <= 1 << 20, "what was evicted is given back");
            assertThat(small.cache.counters().evictions()).isGreaterThanOrEqualTo(40);
        }
    }
}
