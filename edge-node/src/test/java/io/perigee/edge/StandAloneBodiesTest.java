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
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How bodies pass an edge alone: in parts, slowly, in either direction and in each version of HTTP. */
@Conversation
class StandAloneBodiesTest {

    private static final String TEN = "0123456789";

    private StandAloneEdge edge;
    private String url;

    @BeforeEach
    void start(Vertx vertx, FakeOrigin origin) {
        edge = TestEdges.standAlone(vertx, origin, "8MiB");
        url = "http://127.0.0.1:" + edge.port();
    }

    @AfterEach
    void stop() {
        Await.get(edge.stop());
    }

    @Test
    void rangesAreTakenOutOfTheWholeResponse(FakeOrigin origin, Viewer viewer) {
        origin.on("/ten", Answer.ok(TEN).with("Cache-Control", "max-age=60").with("ETag", "\"t\""));

        Answered miss = viewer.send(Asked.get(url + "/ten").with("Range", "bytes=2-4"));
        Answered hit = viewer.send(Asked.get(url + "/ten").with("Range", "bytes=5-"));
        Answered last = viewer.send(Asked.get(url + "/ten").with("Range", "bytes=-3"));
        Answered matching =
                viewer.send(Asked.get(url + "/ten").with("Range", "bytes=0-0").with("If-Range", "\"t\""));

        assertThat(miss.status()).isEqualTo(206);
        assertThat(miss.text()).isEqualTo("234");
        assertThat(miss.header("Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(miss.header("Content-Length")).isEqualTo("3");
        assertThat(hit.text()).isEqualTo("56789");
        assertThat(hit.header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(last.text()).isEqualTo("789");
        assertThat(matching.text()).isEqualTo("0");
        assertThat(origin.fetches("/ten")).isEqualTo(1);
        assertThat(origin.lastRequest().header("Range")).isNull();
    }

    @Test
    void rangesThatCannotBeGivenAreSaidToBeOrIgnored(FakeOrigin origin, Viewer viewer) {
        origin.on("/ten", Answer.ok(TEN).with("Cache-Control", "max-age=60"));
        viewer.get(url + "/ten");

        Answered beyond = viewer.send(Asked.get(url + "/ten").with("Range", "bytes=10-"));
        Answered otherVersion =
                viewer.send(Asked.get(url + "/ten").with("Range", "bytes=0-1").with("If-Range", "\"old\""));

        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.header("Content-Range")).isEqualTo("bytes */10");
        assertThat(otherVersion.status()).isEqualTo(200);
        assertThat(otherVersion.text()).isEqualTo(TEN);
    }

    @Test
    void severalRangesComeAsParts(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/long",
                Answer.ok(TEN.repeat(100)).with("Cache-Control", "max-age=60").with("Content-Type", "text/plain"));

        for (String expected : List.of("Miss from perigee", "Hit from perigee")) {
            Answered several = viewer.send(Asked.get(url + "/long").with("Range", "bytes=801-803,0-1"));

            assertThat(several.header("X-Cache")).isEqualTo(expected);
            assertThat(several.status()).isEqualTo(206);
            String type = Objects.requireNonNull(several.header("Content-Type"));
            assertThat(type).startsWith("multipart/byteranges; boundary=");
            String delimiter = "\r\n--" + type.substring(type.indexOf('=') + 1);
            assertThat(several.text())
                    .isEqualTo(delimiter
                            + "\r\nContent-Type: text/plain\r\nContent-Range: bytes 801-803/1000\r\n\r\n123"
                            + delimiter + "\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-1/1000\r\n\r\n01"
                            + delimiter + "--\r\n");
        }
        assertThat(origin.fetches("/long")).isEqualTo(1);
    }

    @Test
    void unstorableResponsesAreStillSelectedFrom(FakeOrigin origin, Viewer viewer) {
        origin.on("/n", Answer.ok(TEN).with("Cache-Control", "no-store").with("ETag", "\"n\""));

        Answered conditional = viewer.send(Asked.get(url + "/n").with("If-None-Match", "\"n\""));

        assertThat(conditional.status()).isEqualTo(304);
    }

    @Test
    void originsOwnPartsPassThrough(FakeOrigin origin, Viewer viewer) {
        Answer unstorable = Answer.ok(TEN).with("Cache-Control", "no-store");
        Answer part = Answer.status(206)
                .with("Cache-Control", "no-store")
                .with("Content-Range", "bytes 1-2/10")
                .body("12");
        origin.on("/n", request -> request.header("Range") == null ? unstorable : part);
        viewer.get(url + "/n");

        Answered answer = viewer.send(Asked.get(url + "/n").with("Range", "bytes=1-2"));

        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.text()).isEqualTo("12");
        assertThat(answer.header("Content-Range")).isEqualTo("bytes 1-2/10");
    }

    @Test
    void slowViewerHoldsTheOriginBack(FakeOrigin origin, Viewer viewer) {
        int parts = 96;
        Gate sent = new Gate("parts that the origin has sent");
        sent.open();
        String part = "x".repeat(512 << 10);
        Answer answer = Answer.status(200).with("Cache-Control", "max-age=60");
        for (int i = 0; i < parts; i++) {
            answer = answer.chunk(part).waitFor(sent);
        }
        origin.on("/large", answer);
        origin.on("/small", Answer.ok("x"));

        HttpClientResponse slow = Await.get(viewer.open(Asked.get(url + "/large")));
        // Meanwhile others are served, as many as take the time in which the origin would have sent it all.
        for (int i = 0; i < 200; i++) {
            viewer.get(url + "/small");
        }
        int sentMeanwhile = sent.arrivals();
        long[] received = {0};
        slow.handler(bytes -> received[0] += bytes.length());
        var end = slow.end();
        slow.resume();
        Await.get(end);

        assertThat(sentMeanwhile).isLessThan(parts / 2);
        assertThat(received[0]).isEqualTo((long) parts * part.length());
        assertThat(edge.counters().storedBytes()).isLessThan(1 << 20);
    }

    @Test
    void viewerThatLeavesDoesNotDisturbTheOthers(FakeOrigin origin, Viewer viewer, Vertx vertx) {
        Gate gate = new Gate("second half");
        origin.on(
                "/shared",
                Answer.status(200)
                        .with("Cache-Control", "max-age=60")
                        .chunk("first ")
                        .waitFor(gate)
                        .chunk("second"));

        HttpClientResponse leaving = Await.get(viewer.open(Asked.get(url + "/shared")));
        HttpClientResponse staying = Await.get(viewer.open(Asked.get(url + "/shared")));
        var body = staying.body();
        staying.resume();
        Await.get(leaving.request().connection().close());
        gate.open();

        assertThat(Await.get(body).toString()).isEqualTo("first second");
        assertThat(origin.fetches("/shared")).isEqualTo(1);
    }

    @Test
    void chunkedResponseIsStoredWithItsLength(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/chunks",
                Answer.status(200)
                        .with("Cache-Control", "max-age=60")
                        .chunk("one ")
                        .chunk("two"));

        Answered miss = viewer.get(url + "/chunks");
        Await.until("the fetch has ended", () -> edge.counters().inFlight() == 0);
        Answered hit = viewer.get(url + "/chunks");

        assertThat(miss.text()).isEqualTo("one two");
        assertThat(miss.header("Content-Length")).isNull();
        assertThat(hit.text()).isEqualTo("one two");
        assertThat(hit.header("Content-Length")).isEqualTo("7");
        assertThat(hit.header("Transfer-Encoding")).isNull();
    }

    @Test
    void emptyAndBodilessResponsesPass(FakeOrigin origin, Viewer viewer) {
        origin.on("/empty", Answer.ok("").with("Cache-Control", "max-age=60"));
        origin.on("/none", Answer.status(204).with("Cache-Control", "max-age=60"));

        for (int i = 0; i < 2; i++) {
            assertThat(viewer.get(url + "/empty").header("Content-Length")).isEqualTo("0");
            assertThat(viewer.get(url + "/none").status()).isEqualTo(204);
        }
        assertThat(origin.fetches()).isEqualTo(2);
    }

    @Test
    void http10ViewerGetsABodyThatEndsWithTheConnection(FakeOrigin origin, Viewer viewer) {
        origin.on("/chunks", Answer.status(200).chunk("one ").chunk("two"));

        String closed = viewer.raw(edge.port())
                .send("GET /chunks HTTP/1.0\r\nHost: a\r\n\r\n")
                .readAll();
        String kept = viewer.raw(edge.port())
                .send("GET /chunks HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n")
                .readAll();

        assertThat(closed).endsWith("\r\n\r\none two").doesNotContainIgnoringCase("chunked");
        assertThat(kept).endsWith("\r\n\r\none two").doesNotContainIgnoringCase("chunked");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder(FakeOrigin origin, Viewer viewer) {
        origin.on("/1", Answer.ok("first").with("Cache-Control", "max-age=60"));
        origin.on("/2", Answer.ok("second").with("Cache-Control", "max-age=60"));

        String answers = viewer.raw(edge.port())
                .send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                .readAll();

        assertThat(answers).containsSubsequence("first", "second");
    }

    @Test
    void http2ViewersShareTheCache(Vertx vertx, FakeOrigin origin, Viewer viewer) {
        StandAloneEdge both = TestEdges.standAlone(vertx, origin, "8MiB", TestEdges.h2c());
        try {
            String there = "http://127.0.0.1:" + both.port();
            origin.on("/a", Answer.ok("hello").with("Cache-Control", "max-age=60"));
            origin.on("/post", request -> Answer.ok("got " + request.text()));

            Answered first = viewer.get(there + "/a");
            Answered second = viewer.http2().get(there + "/a");
            Answered posted =
                    viewer.http2().send(Asked.of("POST", there + "/post").body("data"));

            assertThat(first.header("X-Cache")).isEqualTo("Miss from perigee");
            assertThat(second.version().alpnName()).isEqualTo("h2");
            assertThat(second.header("X-Cache")).isEqualTo("Hit from perigee");
            assertThat(second.text()).isEqualTo("hello");
            assertThat(posted.text()).isEqualTo("got data");
        } finally {
            Await.get(both.stop());
        }
    }

    @Test
    void largeUploadPasses(FakeOrigin origin, Viewer viewer) {
        origin.on("/up", request -> Answer.ok("got " + request.body().length()));
        String body = "u".repeat(3 << 20);

        assertThat(viewer.send(Asked.of("PUT", url + "/up").body(body)).text()).isEqualTo("got " + body.length());
    }

    @Test
    void chunkedUploadPasses(FakeOrigin origin, Viewer viewer) {
        origin.on("/up", request -> Answer.ok("got " + request.text()));

        String answer = viewer.raw(edge.port())
                .send("POST /up HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
                .send("4\r\nsome\r\n5\r\n body\r\n0\r\n\r\n")
                .readAll();

        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("got some body");
    }

    @Test
    void viewerThatWaitsForContinueIsToldToGoOn(FakeOrigin origin, Viewer viewer) {
        origin.on("/up", request -> Answer.ok("got " + request.text()));

        try (var connection = viewer.raw(edge.port())) {
            connection.send("POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertThat(connection.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
            connection.send("data");
            assertThat(connection.readAnswer()).startsWith("HTTP/1.1 200").endsWith("got data");
        }
        assertThat(origin.fetches("/up")).isEqualTo(1);
    }

    @Test
    void bodyOfAGetIsRefused(FakeOrigin origin, Viewer viewer) {
        origin.on("/a", Answer.ok("hello").with("Cache-Control", "max-age=60"));

        Answered answer = viewer.send(Asked.get(url + "/a").body("not in the cache key"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(origin.fetches()).isZero();
    }

    @Test
    void whatFollowsAnUnreadBodyIsNotTakenForARequest(FakeOrigin origin, Viewer viewer) {
        String inside = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
        origin.on("/next", Answer.ok("next"));

        String answers = viewer.raw(edge.port())
                .send("GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: " + inside.length() + "\r\n\r\n" + inside
                        + "GET /next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                .readAll();

        assertThat(answers).startsWith("HTTP/1.1 403").endsWith("next");
        assertThat(origin.requests()).extracting(request -> request.target()).containsExactly("/next");
    }

    @Test
    void viewerThatIsRefusedBeforeItSentItsBodyMustConnectAnew(FakeOrigin origin, Viewer viewer) {
        String answers = viewer.raw(edge.port())
                .send("GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n")
                .readAll();

        assertThat(answers).startsWith("HTTP/1.1 403").containsIgnoringCase("connection: close");
        assertThat(origin.fetches()).isZero();
    }

    @Test
    void uploadThatBreaksOffReachesNobodyAsWhole(FakeOrigin origin, Viewer viewer) {
        origin.on("/up", request -> Answer.ok("got " + request.text()));
        origin.on("/a", Answer.ok("still there"));

        viewer.raw(edge.port())
                .send("POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")
                .close();

        assertThat(viewer.get(url + "/a").text()).isEqualTo("still there");
        assertThat(origin.fetches("/up")).isZero();
    }

    @Test
    void internalHeadersPassInNeitherDirection(FakeOrigin origin, Viewer viewer) {
        origin.on("/i", Answer.ok("x").with("Perigee-Result", "LimitExceeded").with("X-Own", "kept"));

        Answered answer = viewer.send(Asked.get(url + "/i")
                .with("Perigee-Applied", "9999999999")
                .with("Perigee-Auth", "forged")
                .with("X-Own", "kept"));

        List<String> names = new ArrayList<>(answer.headers().names());
        origin.lastRequest().fields().forEach(field -> names.add(field.getKey()));
        assertThat(names)
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("perigee-"));
        assertThat(answer.header("X-Cache")).isEqualTo("Miss from perigee");
        assertThat(answer.header("X-Own")).isEqualTo("kept");
        assertThat(origin.lastRequest().header("X-Own")).isEqualTo("kept");
        assertThat(origin.lastRequest().header("Via")).isEqualTo("1.1 edge.perigee (Perigee)");
        assertThat(origin.lastRequest().header("X-Forwarded-For")).isEqualTo("127.0.0.1");
    }

    @Test
    void connectionFieldsStayOnTheirConnection(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/c",
                Answer.ok("x").with("Connection", "X-Hop").with("X-Hop", "1").with("Keep-Alive", "timeout=1"));

        Answered answer = viewer.send(Asked.get(url + "/c")
                .with("Connection", "X-Mine")
                .with("X-Mine", "1")
                .with("TE", "trailers"));

        assertThat(answer.header("X-Hop")).isNull();
        assertThat(answer.header("Keep-Alive")).isNull();
        assertThat(origin.lastRequest().header("X-Mine")).isNull();
        assertThat(origin.lastRequest().header("TE")).isNull();
    }
}
