package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Gate;
import io.perigee.testkit.Viewer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an edge alone keeps, for how long, and what it says about it. */
@Conversation
class StandAloneCachingTest {

    private StandAloneEdge edge;
    private String url;

    @BeforeEach
    void start(Vertx vertx, FakeOrigin origin) {
        edge = TestEdges.standAlone(vertx, origin, "64MiB");
        url = "http://127.0.0.1:" + edge.port();
    }

    @AfterEach
    void stop() {
        Await.get(edge.stop());
    }

    @Test
    void secondViewerGetsWhatTheFirstOneFetched(FakeOrigin origin, Viewer viewer) {
        origin.on("/a", Answer.ok("hello").with("Cache-Control", "max-age=60"));

        Answered miss = viewer.get(url + "/a");
        Answered hit = viewer.get(url + "/a");

        assertThat(miss.text()).isEqualTo("hello");
        assertThat(miss.header("X-Cache")).isEqualTo("Miss from perigee");
        // How much of its lifetime has passed when it is sent is up to the machine.
        assertThat(miss.header("Cache-Status")).matches("edge; fwd=uri-miss; fwd-status=200; ttl=\\d+; stored");
        assertThat(hit.text()).isEqualTo("hello");
        assertThat(hit.header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(hit.header("Cache-Status")).startsWith("edge; hit; ttl=");
        assertThat(hit.header("Via")).isEqualTo("1.1 edge.perigee (Perigee)");
        assertThat(hit.header("X-Amz-Cf-Pop")).isEqualTo("LOCAL");
        assertThat(hit.header("X-Amz-Cf-Id")).isNotEqualTo(miss.header("X-Amz-Cf-Id"));
        assertThat(hit.header("Date")).isNotNull();
        assertThat(origin.fetches("/a")).isEqualTo(1);
    }

    @Test
    void ageCountsFromWhatTheOriginSays(FakeOrigin origin, Viewer viewer) {
        origin.on("/old", Answer.ok("x").with("Cache-Control", "max-age=600").with("Age", "120"));

        viewer.get(url + "/old");
        Answered hit = viewer.get(url + "/old");

        assertThat(Integer.parseInt(hit.header("Age"))).isBetween(120, 180);
        assertThat(hit.headers("Age")).hasSize(1);
    }

    @Test
    void responseWithoutAnyLifetimeIsNotKept(FakeOrigin origin, Viewer viewer) {
        origin.on("/plain", Answer.ok("x"));

        viewer.get(url + "/plain");
        Answered second = viewer.get(url + "/plain");

        assertThat(second.header("X-Cache")).isEqualTo("Miss from perigee");
        assertThat(origin.fetches("/plain")).isEqualTo(2);
    }

    @Test
    void responseWithoutALifetimeIsKeptForATenthOfTheTimeThatItHasNotChanged(FakeOrigin origin, Viewer viewer) {
        Answer old = Answer.ok("x").with("Last-Modified", "Sat, 01 Nov 2025 10:00:00 GMT");
        origin.on("/old", old);
        origin.on("/missing", Answer.status(404).with("Last-Modified", "Sat, 01 Nov 2025 10:00:00 GMT"));
        origin.on("/forbidden", Answer.status(403).with("Last-Modified", "Sat, 01 Nov 2025 10:00:00 GMT"));

        for (String path : List.of("/old", "/missing", "/forbidden")) {
            viewer.get(url + path);
            viewer.get(url + path);
        }

        assertThat(origin.fetches("/old")).isEqualTo(1);
        assertThat(origin.fetches("/missing")).isEqualTo(1);
        assertThat(origin.fetches("/forbidden")).isEqualTo(2);
    }

    @Test
    void privateAndUnstorableResponsesGoToTheirViewerOnly(FakeOrigin origin, Viewer viewer) {
        origin.on("/private", Answer.ok("x").with("Cache-Control", "private, max-age=60"));
        origin.on("/no-store", Answer.ok("x").with("Cache-Control", "no-store, max-age=60"));

        for (String path : List.of("/private", "/no-store")) {
            viewer.get(url + path);
            viewer.get(url + path);
            assertThat(origin.fetches(path)).as(path).isEqualTo(2);
        }
    }

    @Test
    void responseToAnAuthorizedRequestIsNotShared(FakeOrigin origin, Viewer viewer) {
        origin.on("/mine", Answer.ok("secret").with("Cache-Control", "max-age=60"));

        viewer.send(Asked.get(url + "/mine").with("Authorization", "Basic YTpi"));
        viewer.get(url + "/mine");

        assertThat(origin.fetches("/mine")).isEqualTo(2);
        assertThat(origin.requests("/mine").get(0).header("Authorization")).isEqualTo("Basic YTpi");
    }

    @Test
    void hostsAndQueriesAreApart(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/q",
                request -> Answer.ok(request.header("Host") + " " + request.target())
                        .with("Cache-Control", "max-age=60"));

        assertThat(viewer.send(Asked.get(url + "/q?a=1").with("Host", "one.example"))
                        .text())
                .isEqualTo("one.example /q?a=1");
        assertThat(viewer.send(Asked.get(url + "/q?a=1").with("Host", "two.example"))
                        .text())
                .isEqualTo("two.example /q?a=1");
        assertThat(viewer.send(Asked.get(url + "/q?a=2").with("Host", "one.example"))
                        .text())
                .isEqualTo("one.example /q?a=2");
        assertThat(viewer.send(Asked.get(url + "/q?a=1").with("Host", "one.example"))
                        .header("X-Cache"))
                .isEqualTo("Hit from perigee");
    }

    @Test
    void variantsAreKeptSideBySide(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/v",
                request -> Answer.ok("in " + request.header("Accept-Language"))
                        .with("Cache-Control", "max-age=60")
                        .with("Vary", "Accept-Language"));

        for (int round = 0; round < 2; round++) {
            for (String language : List.of("de", "en")) {
                Answered answer = viewer.send(Asked.get(url + "/v").with("Accept-Language", language));
                assertThat(answer.text()).isEqualTo("in " + language);
                assertThat(answer.header("Vary")).isEqualTo("Accept-Language");
            }
        }
        assertThat(origin.fetches("/v")).isEqualTo(2);
    }

    @Test
    void fortySimultaneousViewersMakeOneFetch(FakeOrigin origin, Viewer viewer) {
        Gate gate = new Gate("origin holds its answer");
        origin.on(
                "/slow",
                Answer.status(200)
                        .with("Cache-Control", "max-age=60")
                        .waitFor(gate)
                        .body("one for all"));

        List<Future<Answered>> viewers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            viewers.add(viewer.start(Asked.get(url + "/slow")));
        }
        gate.awaitArrivals(1);
        // The edge has taken each of them: only then may the origin answer.
        Await.until(() -> "40 requests begun, " + began(viewer), () -> began(viewer) >= 40);
        gate.open();

        for (Future<Answered> each : viewers) {
            assertThat(Await.get(each).text()).isEqualTo("one for all");
        }
        assertThat(origin.fetches("/slow")).isEqualTo(1);
        // One that was taken and had not looked yet when the answer came finds it stored.
        assertThat(edge.counters().collapsed() + edge.counters().hits()).isEqualTo(39);
    }

    /** Requests in flight, as the management port tells. */
    private double began(Viewer viewer) {
        String metrics = viewer.get("http://127.0.0.1:" + edge.managementPort() + "/metrics")
                .text();
        return metrics.lines()
                .filter(line -> line.startsWith("perigee_requests_in_flight"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void expiredResponseIsRevalidatedAndServedAgain(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/r",
                request -> request.header("If-None-Match") == null
                        ? Answer.ok("body").with("Cache-Control", "no-cache").with("ETag", "\"v1\"")
                        : Answer.status(304).with("ETag", "\"v1\"").with("Cache-Control", "no-cache"));

        viewer.get(url + "/r");
        Answered refreshed = viewer.get(url + "/r");

        assertThat(refreshed.status()).isEqualTo(200);
        assertThat(refreshed.text()).isEqualTo("body");
        assertThat(refreshed.header("X-Cache")).isEqualTo("RefreshHit from perigee");
        assertThat(origin.requests("/r").get(1).header("If-None-Match")).isEqualTo("\"v1\"");
    }

    @Test
    void viewerThatHasItGetsNotModified(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/tagged",
                Answer.ok("body")
                        .with("Cache-Control", "max-age=60")
                        .with("ETag", "\"v1\"")
                        .with("Last-Modified", "Sat, 01 Nov 2025 10:00:00 GMT"));

        Answered miss = viewer.send(Asked.get(url + "/tagged").with("If-None-Match", "\"v1\""));
        Answered hit = viewer.send(Asked.get(url + "/tagged").with("If-None-Match", "\"v0\", W/\"v1\""));
        Answered dated =
                viewer.send(Asked.get(url + "/tagged").with("If-Modified-Since", "Sat, 01 Nov 2025 10:00:00 GMT"));
        Answered other = viewer.send(Asked.get(url + "/tagged").with("If-None-Match", "\"v2\""));

        assertThat(List.of(miss.status(), hit.status(), dated.status(), other.status()))
                .containsExactly(304, 304, 304, 200);
        assertThat(hit.header("ETag")).isEqualTo("\"v1\"");
        assertThat(hit.header("Content-Length")).isNull();
        assertThat(hit.body().length()).isZero();
        assertThat(origin.fetches("/tagged")).isEqualTo(1);
        assertThat(origin.lastRequest().header("If-None-Match")).isNull();
    }

    @Test
    void staleResponseIsServedWhileTheOriginIsInTrouble(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/s",
                Answer.ok("good")
                        .with("Cache-Control", "max-age=0, stale-if-error=600")
                        .with("ETag", "\"1\""),
                Answer.status(503).body("trouble"));

        viewer.get(url + "/s");
        Answered onError = viewer.get(url + "/s");
        origin.goDown();
        Answered onNobody = viewer.get(url + "/s");

        assertThat(onError.status()).isEqualTo(200);
        assertThat(onError.text()).isEqualTo("good");
        assertThat(onNobody.status()).isEqualTo(200);
        assertThat(onNobody.text()).isEqualTo("good");
        assertThat(onNobody.header("Cache-Status")).isEqualTo("edge; hit; ttl=-1");
    }

    @Test
    void staleResponseIsServedWhileItIsRevalidated(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/w",
                Answer.ok("first")
                        .with("Cache-Control", "max-age=60, stale-while-revalidate=600")
                        .with("Age", "100"),
                Answer.ok("second").with("Cache-Control", "max-age=60"));

        viewer.get(url + "/w");
        Answered stale = viewer.get(url + "/w");
        origin.awaitFetches("/w", 2);
        Await.until("the refreshed response is stored", () -> edge.counters().inFlight() == 0);
        Answered fresh = viewer.get(url + "/w");

        assertThat(stale.text()).isEqualTo("first");
        assertThat(fresh.text()).isEqualTo("second");
        assertThat(fresh.header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(origin.fetches("/w")).isEqualTo(2);
    }

    @Test
    void viewersDirectivesCount(FakeOrigin origin, Viewer viewer) {
        origin.on("/d", Answer.ok("x").with("Cache-Control", "max-age=60"));
        viewer.get(url + "/d");

        Answered fresh = viewer.send(Asked.get(url + "/d").with("Cache-Control", "no-cache"));
        Answered cached = viewer.send(Asked.get(url + "/d").with("Cache-Control", "only-if-cached"));
        Answered absent = viewer.send(Asked.get(url + "/other").with("Cache-Control", "only-if-cached"));

        assertThat(fresh.header("X-Cache")).isEqualTo("Miss from perigee");
        assertThat(cached.header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(absent.status()).isEqualTo(504);
        assertThat(origin.fetches("/d")).isEqualTo(2);
        assertThat(origin.fetches("/other")).isZero();
    }

    @Test
    void postPassesWithItsBodyAndTakesWhatIsStoredWithIt(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/p",
                request -> request.method().equals("POST")
                        ? Answer.status(201).body("got " + request.text())
                        : Answer.ok("read " + origin.fetches("/p")).with("Cache-Control", "max-age=60"));

        viewer.get(url + "/p");
        Answered posted = viewer.send(Asked.of("POST", url + "/p").body("data"));
        Answered after = viewer.get(url + "/p");

        assertThat(posted.status()).isEqualTo(201);
        assertThat(posted.text()).isEqualTo("got data");
        assertThat(posted.header("Cache-Status")).contains("fwd=method");
        assertThat(after.header("X-Cache")).isEqualTo("Miss from perigee");
        assertThat(after.text()).isEqualTo("read 3");
    }

    @Test
    void failedPostLeavesWhatIsStored(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/p",
                request -> request.method().equals("POST")
                        ? Answer.status(500).body("no")
                        : Answer.ok("read").with("Cache-Control", "max-age=60"));

        viewer.get(url + "/p");
        viewer.send(Asked.of("POST", url + "/p").body("data"));

        assertThat(viewer.get(url + "/p").header("X-Cache")).isEqualTo("Hit from perigee");
    }

    @Test
    void anyMethodPasses(FakeOrigin origin, Viewer viewer) {
        origin.otherwise(request -> Answer.ok(request.method() + " " + request.text()));

        for (String method : List.of("PUT", "PATCH", "DELETE", "PROPFIND")) {
            assertThat(viewer.send(Asked.of(method, url + "/m").body("b")).text())
                    .isEqualTo(method + " b");
        }
        assertThat(viewer.send(Asked.of("OPTIONS", url + "/m")).text()).isEqualTo("OPTIONS ");
    }

    @Test
    void optionsIsNotCached(FakeOrigin origin, Viewer viewer) {
        origin.on("/o", Answer.ok("x").with("Cache-Control", "max-age=60"));

        viewer.send(Asked.of("OPTIONS", url + "/o"));
        viewer.send(Asked.of("OPTIONS", url + "/o"));

        assertThat(origin.fetches("/o")).isEqualTo(2);
    }

    @Test
    void headIsAnsweredFromWhatIsStoredForGet(FakeOrigin origin, Viewer viewer) {
        origin.on("/h", Answer.ok("hello").with("Cache-Control", "max-age=60"));

        Answered asked = viewer.send(Asked.of("HEAD", url + "/h"));
        viewer.get(url + "/h");
        Answered stored = viewer.send(Asked.of("HEAD", url + "/h"));

        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.header("Content-Length")).isEqualTo("5");
        assertThat(stored.header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(stored.header("Content-Length")).isEqualTo("5");
        assertThat(stored.body().length()).isZero();
        assertThat(origin.requests("/h"))
                .extracting(request -> request.method())
                .containsExactly("HEAD", "GET");
    }

    @Test
    void originThatIsDownGivesBadGateway(FakeOrigin origin, Viewer viewer) {
        origin.goDown();

        Answered answer = viewer.get(url + "/a");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header("X-Cache")).isEqualTo("Error from perigee");
        assertThat(answer.text()).doesNotContain("127.0.0.1").doesNotContain("Exception");
    }

    @Test
    void originThatSpeaksNoHttpGivesBadGateway(FakeOrigin origin, Viewer viewer) {
        origin.on("/garbage", Answer.raw("hello there\r\n\r\n"));
        origin.on("/nothing", Answer.closeWithoutAnswer());
        origin.on("/length", Answer.raw("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"));
        origin.on("/lengths", Answer.raw("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"));
        origin.on("/field", Answer.raw("HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: 0\r\n\r\n"));

        for (String path : List.of("/garbage", "/nothing", "/length", "/lengths", "/field")) {
            assertThat(viewer.get(url + path).status()).as(path).isEqualTo(502);
        }
    }

    @Test
    void errorsAreKeptOnlyAsTheOriginSays(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/gone", Answer.status(404).with("Cache-Control", "max-age=60").body("gone"));
        origin.on("/lost", Answer.status(404).body("lost"));

        for (String path : List.of("/gone", "/lost")) {
            viewer.get(url + path);
            assertThat(viewer.get(url + path).status()).isEqualTo(404);
        }
        assertThat(origin.fetches("/gone")).isEqualTo(1);
        assertThat(origin.fetches("/lost")).isEqualTo(2);
    }

    @Test
    void whatIsCutOffIsNotKept(FakeOrigin origin, Viewer viewer) {
        Answer whole = Answer.ok("0123456789").with("Cache-Control", "max-age=60");
        origin.on("/cut", whole.abortAfter(4), whole);

        Throwable cut = Await.failure(viewer.start(Asked.get(url + "/cut")));
        Answered again = viewer.get(url + "/cut");

        assertThat(cut).isNotNull();
        assertThat(again.text()).isEqualTo("0123456789");
        assertThat(again.header("X-Cache")).isEqualTo("Miss from perigee");
    }
}
