package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.RawConnection;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What HTTP caching means whether one edge stands before the origin or a whole network. */
abstract class SemanticsContract {

    private int port;
    private String url = "";

    /** Starts what is tested, in front of the origin; returns the port that viewers use. */
    abstract int start(Vertx vertx, FakeOrigin origin);

    abstract void stop();

    @BeforeEach
    void open(Vertx vertx, FakeOrigin origin) {
        port = start(vertx, origin);
        url = "http://127.0.0.1:" + port;
    }

    @AfterEach
    void close() {
        stop();
    }

    /** How often the origin is asked when a viewer asks twice. */
    private int fetches(FakeOrigin origin, Viewer viewer, Answer answer) {
        String path = "/" + origin.fetches();
        origin.on(path, answer);
        viewer.get(url + path);
        viewer.get(url + path);
        return origin.fetches(path);
    }

    private void assertKept(FakeOrigin origin, Viewer viewer, String name, String value) {
        assertThat(fetches(origin, viewer, Answer.ok("x").with(name, value)))
                .as(name + ": " + value)
                .isEqualTo(1);
    }

    private void assertNotKept(FakeOrigin origin, Viewer viewer, String name, String value) {
        assertThat(fetches(origin, viewer, Answer.ok("x").with(name, value)))
                .as(name + ": " + value)
                .isEqualTo(2);
    }

    @Test
    void targetedFieldGoesBeforeCacheControlAndExpires(FakeOrigin origin, Viewer viewer) {
        Answer stored = Answer.ok("x")
                .with("CDN-Cache-Control", "max-age=60")
                .with("Cache-Control", "no-store")
                .with("Expires", "0");
        Answer forbidden = Answer.ok("x").with("CDN-Cache-Control", "no-store").with("Cache-Control", "max-age=60");

        assertThat(fetches(origin, viewer, stored)).isEqualTo(1);
        assertThat(fetches(origin, viewer, forbidden)).isEqualTo(2);
    }

    @Test
    void cacheTagsAreNotForViewers(FakeOrigin origin, Viewer viewer) {
        origin.on("/tagged", Answer.ok("x").with("Cache-Control", "max-age=60").with("Cache-Tag", "a, b"));

        for (int i = 0; i < 2; i++) {
            assertThat(viewer.get(url + "/tagged").header("Cache-Tag")).isNull();
        }
    }

    @Test
    void malformedTargetedFieldIsIgnoredAsAWhole(FakeOrigin origin, Viewer viewer) {
        for (String malformed :
                List.of("max-age=60, ?", "max-age=60;", "max-age=\"60\"", "max-age=60.5", "", "Max-Age=60")) {
            Answer answer = Answer.ok("x").with("CDN-Cache-Control", malformed).with("Cache-Control", "no-store");
            assertThat(fetches(origin, viewer, answer)).as(malformed).isEqualTo(2);
        }
    }

    @Test
    void lifetimesAreReadInTheirLegalAndIllegalForms(FakeOrigin origin, Viewer viewer) {
        for (String kept : List.of(
                "max-age=60",
                "MAX-AGE=60",
                "max-age=\"60\"",
                "max-age=0060",
                "max-age=99999999999999999999",
                "max-age=60, max-age=0",
                "x=\"a, no-store\", max-age=60")) {
            assertKept(origin, viewer, "Cache-Control", kept);
        }
        for (String stale : List.of(
                "max-age=", "max-age=-1", "max-age=60.0", "max-age=1e3", "max-age=abc", "max-age=0, max-age=60")) {
            assertNotKept(origin, viewer, "Cache-Control", stale);
        }
        for (String kept :
                List.of("Sun, 06 Nov 2094 08:49:37 GMT", "Sun Nov  6 08:49:37 2094", "06 nov 2094 08:49:37 gmt")) {
            assertKept(origin, viewer, "Expires", kept);
        }
        for (String stale :
                List.of("0", "-1", "tomorrow", "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT")) {
            assertNotKept(origin, viewer, "Expires", stale);
        }
    }

    @Test
    void ageCountsByItsFirstMemberAndNotWhereItIsNoNumber(FakeOrigin origin, Viewer viewer) {
        Answer minute = Answer.ok("x").with("Cache-Control", "max-age=60");

        for (String old : List.of("60", "99999999999999999999", "100, 0")) {
            assertThat(fetches(origin, viewer, minute.with("Age", old))).as(old).isEqualTo(2);
        }
        for (String young : List.of("0", "0, 100", "-100", "100.5", "old", "")) {
            assertThat(fetches(origin, viewer, minute.with("Age", young)))
                    .as(young)
                    .isEqualTo(1);
        }
    }

    @Test
    void anyFinalStatusIsKeptForTheLifetimeThatItHas(FakeOrigin origin, Viewer viewer) {
        for (int status :
                List.of(200, 203, 204, 299, 300, 301, 302, 303, 307, 308, 400, 404, 410, 451, 500, 503, 599)) {
            Answer answer =
                    Answer.status(status).with("Cache-Control", "max-age=60").with("Location", "/x");
            assertThat(fetches(origin, viewer, answer)).as("" + status).isEqualTo(1);
        }
    }

    @Test
    void headIsAnsweredFromAStoredGet(FakeOrigin origin, Viewer viewer) {
        origin.on("/h", Answer.ok("hello").with("Cache-Control", "max-age=60").with("ETag", "\"1\""));

        viewer.get(url + "/h");
        Answered head = viewer.send(Asked.of("HEAD", url + "/h"));

        assertThat(head.header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(head.header("Content-Length")).isEqualTo("5");
        assertThat(head.header("ETag")).isEqualTo("\"1\"");
        assertThat(head.body().length()).isZero();
        assertThat(origin.fetches("/h")).isEqualTo(1);
    }

    @Test
    void varyIsReadOverLinesWhateverItsSpellingAndCase(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/v",
                request -> Answer.ok(request.header("X-One") + request.header("X-Two"))
                        .with("Cache-Control", "max-age=60")
                        .with("Vary", " x-ONE ,,")
                        .with("vary", "X-Two"));

        for (int round = 0; round < 2; round++) {
            for (String two : List.of("b", "c")) {
                Asked asked = Asked.get(url + "/v").with("X-One", "a").with("X-Two", two);
                assertThat(viewer.send(asked).text()).isEqualTo("a" + two);
            }
        }
        assertThat(origin.fetches("/v")).isEqualTo(2);
        assertNotKept(origin, viewer, "Vary", "*");
        assertThat(fetches(
                        origin,
                        viewer,
                        Answer.ok("x").with("Cache-Control", "max-age=60").with("Vary", "Accept, *")))
                .isEqualTo(2);
    }

    @Test
    void fieldsThatAreNotToBeKeptAreGoneFromHits(FakeOrigin origin, Viewer viewer) {
        origin.on(
                "/f",
                Answer.ok("x")
                        .with("Cache-Control", "max-age=60, private=\"X-Mine\", no-cache=\"x-fresh, X-Other\"")
                        .with("X-Mine", "1")
                        .with("X-Fresh", "2")
                        .with("X-Kept", "3"));

        Answered first = viewer.get(url + "/f");
        Answered hit = viewer.get(url + "/f");

        assertThat(first.header("X-Mine")).isEqualTo("1");
        assertThat(hit.header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(hit.header("X-Mine")).isNull();
        assertThat(hit.header("X-Fresh")).isNull();
        assertThat(hit.header("X-Kept")).isEqualTo("3");
    }

    @Test
    void responsesToAuthorizedRequestsAreSharedOnlyWhereTheyMayBe(FakeOrigin origin, Viewer viewer) {
        origin.on("/mine", Answer.ok("x").with("Cache-Control", "max-age=60"));
        for (String shared : List.of("public, max-age=60", "s-maxage=60", "max-age=60, must-revalidate")) {
            origin.on("/" + shared.length(), Answer.ok("x").with("Cache-Control", shared));
            for (int i = 0; i < 2; i++) {
                viewer.send(Asked.get(url + "/" + shared.length()).with("Authorization", "Basic YTpi"));
            }
            assertThat(origin.fetches("/" + shared.length())).as(shared).isEqualTo(1);
        }
        for (int i = 0; i < 2; i++) {
            viewer.send(Asked.get(url + "/mine").with("Authorization", "Basic YTpi"));
        }
        assertThat(origin.fetches("/mine")).isEqualTo(2);
    }

    @Test
    void earlyHintsReachTheViewerWhoseRequestWasSent(FakeOrigin origin) {
        origin.on(
                "/hinted",
                Answer.raw("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 2\r\n\r\nok"));

        try (RawConnection viewer = RawConnection.open(port)) {
            viewer.send("GET /hinted HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            String hints = viewer.readUntil("\r\n\r\n");
            String answer = viewer.readAnswer();
            viewer.send("GET /hinted HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            String hit = viewer.readAnswer();

            assertThat(hints).startsWith("HTTP/1.1 103 ").containsIgnoringCase("link: </style.css>; rel=preload");
            assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("ok");
            assertThat(hit).startsWith("HTTP/1.1 200 ").endsWith("ok");
        }
        assertThat(origin.fetches("/hinted")).isEqualTo(1);
    }

    @Test
    void viewerThatSpeaksHttp10GetsNoInterimResponse(FakeOrigin origin) {
        origin.on(
                "/hinted",
                Answer.raw("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));

        try (RawConnection viewer = RawConnection.open(port)) {
            viewer.send("GET /hinted HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n");

            assertThat(viewer.readAll()).matches("(?s)HTTP/1\\.[01] 200 .*ok").doesNotContain("103 Early");
        }
    }

    @Test
    void trailersFollowTheBody(FakeOrigin origin) {
        origin.on(
                "/trailed",
                Answer.raw(String.join(
                        "\r\n",
                        "HTTP/1.1 200 OK",
                        "Transfer-Encoding: chunked",
                        "Trailer: X-Sum",
                        "",
                        "5",
                        "hello",
                        "0",
                        "X-Sum: 532",
                        "Content-Length: 99",
                        "",
                        "")));

        try (RawConnection viewer = RawConnection.open(port)) {
            viewer.send("GET /trailed HTTP/1.1\r\nHost: 127.0.0.1\r\nTE: trailers\r\n\r\n");

            assertThat(viewer.readUntil("\r\n0\r\n")).containsIgnoringCase("transfer-encoding: chunked");
            assertThat(viewer.readUntil("\r\n\r\n")).isEqualToIgnoringCase("X-Sum: 532\r\n\r\n");
        }
    }

    @Test
    void viewerThatWaitsToSendItsBodyIsToldToGoOn(FakeOrigin origin) {
        origin.on("/put", request -> Answer.ok("got " + request.text()));

        try (RawConnection viewer = RawConnection.open(port)) {
            viewer.send("PUT /put HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertThat(viewer.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
            viewer.send("data");

            assertThat(viewer.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("got data");
        }
        assertThat(origin.lastRequest().header("Expect")).isNull();
    }

    @Test
    void storedResponseAnswersConditionsThatConcernCaches(FakeOrigin origin, Viewer viewer) {
        origin.on("/c", dated());
        viewer.get(url + "/c");

        for (String[] condition : new String[][] {
            {"If-None-Match", "\"0\", W/\"1\"", "304"},
            {"If-None-Match", "*", "304"},
            {"If-None-Match", "1", "200"},
            {"If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT", "304"},
            {"If-Modified-Since", "Sunday, 06-Nov-94 08:49:37 GMT", "304"},
            {"If-Modified-Since", "Sun Nov  6 08:49:37 1994", "304"},
            {"If-Modified-Since", "Sun, 06 Nov 1994 08:49:36 GMT", "200"},
            {"If-Modified-Since", "yesterday", "200"},
            {"If-Match", "\"2\"", "200"},
            {"If-Unmodified-Since", "Sun, 06 Nov 1993 08:49:37 GMT", "200"}
        }) {
            Answered answer = viewer.send(Asked.get(url + "/c").with(condition[0], condition[1]));
            assertThat(answer.status())
                    .as(condition[0] + ": " + condition[1])
                    .isEqualTo(Integer.parseInt(condition[2]));
        }
        assertThat(origin.fetches("/c")).isEqualTo(1);
    }

    @Test
    void storedResponseAnswersRanges(FakeOrigin origin, Viewer viewer) {
        origin.on("/r", dated());
        viewer.get(url + "/r");

        for (String[] range : new String[][] {
            {"bytes=2-4", "\"1\"", "206", "234"},
            {"bytes=8-", "Sun, 06 Nov 1994 08:49:37 GMT", "206", "89"},
            {"BYTES=-3", "\"1\"", "206", "789"},
            {"bytes=0-1, 1-3", "\"1\"", "206", "0123"},
            {"bytes=2-4", "W/\"1\"", "200", "0123456789"},
            {"bytes=2-4", "\"2\"", "200", "0123456789"},
            {"bytes=2-4", "Sun, 06 Nov 1995 08:49:37 GMT", "200", "0123456789"},
            {"bytes=4-2", "\"1\"", "200", "0123456789"},
            {"lines=1-2", "\"1\"", "200", "0123456789"},
            {"bytes=10-", "\"1\"", "416", ""},
            {"bytes=-0", "\"1\"", "416", ""}
        }) {
            Answered answer =
                    viewer.send(Asked.get(url + "/r").with("Range", range[0]).with("If-Range", range[1]));
            assertThat(answer.status()).as(range[0] + ", " + range[1]).isEqualTo(Integer.parseInt(range[2]));
            assertThat(answer.text()).as(range[0] + ", " + range[1]).isEqualTo(range[3]);
        }
        assertThat(origin.fetches("/r")).isEqualTo(1);
    }

    private static Answer dated() {
        return Answer.ok("0123456789")
                .with("ETag", "\"1\"")
                .with("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT")
                .with("Cache-Control", "max-age=60");
    }

    @Test
    void targetedFieldIsReadAsAStructuredField(FakeOrigin origin, Viewer viewer) {
        for (String kept : List.of("max-age=60;x=1", "max-age=0, max-age=60", "no-store=?0, max-age=60")) {
            Answer answer = Answer.ok("x").with("CDN-Cache-Control", kept).with("Cache-Control", "no-store");
            assertThat(fetches(origin, viewer, answer)).as(kept).isEqualTo(1);
        }
        for (String stale : List.of("private, max-age=60", "max-age=-5", "unknown")) {
            Answer answer = Answer.ok("x").with("CDN-Cache-Control", stale).with("Cache-Control", "max-age=60");
            assertThat(fetches(origin, viewer, answer)).as(stale).isEqualTo(2);
        }
    }

    @Test
    void mustUnderstandLiftsNoStoreForKnownStatusesOnly(FakeOrigin origin, Viewer viewer) {
        String directives = "max-age=60, no-store, must-understand";

        assertThat(fetches(origin, viewer, Answer.ok("x").with("Cache-Control", directives)))
                .isEqualTo(1);
        assertThat(fetches(origin, viewer, Answer.status(299).with("Cache-Control", directives)))
                .isEqualTo(2);
    }
}
