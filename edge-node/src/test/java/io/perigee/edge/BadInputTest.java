package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.perigee.distribution.Distribution;
import io.perigee.distribution.Origin;
import io.perigee.distribution.network.Change;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.RawConnection;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no honest client sends gets a 4xx (501 for a transfer coding that is not known) from the edge, and the origin never hears of it. */
@Conversation
class BadInputTest {

    private StandAloneEdge edge;

    @BeforeEach
    void start(Vertx vertx, FakeOrigin origin) {
        edge = TestEdges.standAlone(vertx, origin, "8MiB");
        origin.otherwise(request -> Answer.ok("reached the origin").with("Cache-Control", "max-age=60"));
    }

    @AfterEach
    void stop() {
        Await.get(edge.stop());
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                bad("a line that is no request", 400, "hello\r\n\r\n"),
                bad("no version", 400, "GET /\r\nHost: a\r\n\r\n"),
                bad("bad method", 400, "G(ET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                bad("a space in the target", 400, "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"),
                bad("a control character in the target", 400, "GET /a\u0001 HTTP/1.1\r\nHost: a\r\n\r\n"),
                bad("a byte above ASCII in the target", 400, "GET /\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n"),
                bad("a fragment", 400, "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"),
                bad("a backslash", 400, "GET /a\\..\\b HTTP/1.1\r\nHost: a\r\n\r\n"),
                bad("the authority form", 400, "GET example.com:80 HTTP/1.1\r\nHost: a\r\n\r\n"),
                bad("CONNECT", 405, "CONNECT example.com:80 HTTP/1.1\r\nHost: example.com:80\r\n\r\n"),
                bad("OPTIONS *", 400, "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"),
                bad(
                        "a request line beyond the limit",
                        414,
                        "GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
                bad("no Host", 400, "GET / HTTP/1.1\r\n\r\n"),
                bad("an empty Host", 400, "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
                bad("two Hosts", 400, get("Host: b")),
                bad("a Host with a path", 400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
                bad("a Host with a user", 400, "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"),
                bad("a Host with an absurd port", 400, "GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n"),
                bad("a header beyond the limit", 431, get("X-Large: " + "v".repeat(30_000))),
                bad("headers beyond the limit", 431, get(("X-Many: " + "v".repeat(990) + "\r\n").repeat(30) + "X: y")),
                bad("a space before the colon", 400, get("X-A : b")),
                bad("a name with a control character", 400, get("X-\u0002A: b")),
                bad("a name with a bracket", 400, get("X-A[0]: b")),
                bad("no name", 400, get(": b")),
                bad("no colon", 400, get("X-A")),
                bad("a NUL in a value", 400, get("X-A: b\u0000c")),
                bad("a lone CR in a value", 400, get("X-A: b\rc")),
                bad("a folded line", 400, get("X-A: b\r\n c")),
                bad("a body of a length below zero", 400, post("Content-Length: -1", "")),
                bad("a length that is no number", 400, post("Content-Length: ten", "")),
                bad("a length with a sign", 400, post("Content-Length: +4", "data")),
                bad("an absurd length", 400, post("Content-Length: 99999999999999999999999", "")),
                bad("a length beyond the limit", 413, post("Content-Length: 99999999999999", "")),
                bad("two lengths that differ", 400, post("Content-Length: 4\r\nContent-Length: 5", "data")),
                bad("a list of lengths", 400, post("Content-Length: 4, 5", "data")),
                bad("length and chunks", 400, post("Content-Length: 4\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
                bad("chunks and length", 400, post("Transfer-Encoding: chunked\r\nContent-Length: 4", "0\r\n\r\n")),
                bad("chunks twice", 400, post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
                bad("a coding that is not known", 501, post("Transfer-Encoding: xchunked", "0\r\n\r\n")),
                bad("chunks that are not last", 400, post("Transfer-Encoding: chunked, identity", "0\r\n\r\n")),
                bad("chunks in HTTP/1.0", 400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                bad("an unknown expectation", 417, post("Content-Length: 4\r\nExpect: magic", "data")),
                bad("a body for GET", 403, get("Content-Length: 4") + "data"));
    }

    private static Arguments bad(String what, int status, String request) {
        return arguments(what, status, request);
    }

    private static String get(String fields) {
        return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n";
    }

    private static String post(String fields, String body) {
        return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n" + body;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void isRefused(String what, int status, String request, FakeOrigin origin, Viewer viewer) {
        try (RawConnection connection = viewer.raw(edge.port())) {
            String answer = connection.send(request).readAnswer();
            assertThat(statusOf(answer)).as(what).isBetween(400, 501);
            if (status != 400) {
                assertThat(statusOf(answer)).as(what).isEqualTo(status);
            }
            assertThat(answer).doesNotContain("io.perigee").doesNotContain("Exception");
        }
        assertThat(origin.fetches()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret",
                "/a/../b",
                "/a/./b",
                "/a/..",
                "/.",
                "/%2e%2e/secret",
                "/a/%2E%2e/b",
                "/a/.%2e/b",
                "/a%2fb",
                "/a%2F..%2fb",
                "/a%5cb",
                "/a%5C..%5Cb",
                "/a%00b",
                "/a%0d%0aSet-Cookie:x",
                "/a%zz",
                "/a%",
                "/a%2",
                "/%c0%ae%c0%ae/x",
                "/%c0%afx",
                "/..;a/b",
                "/a/%2e%2e;x/b"
            })
    void pathsThatCouldMeanAnotherAreRefused(String path, FakeOrigin origin, Viewer viewer) {
        try (RawConnection connection = viewer.raw(edge.port())) {
            String answer = connection
                    .send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")
                    .readAnswer();
            assertThat(statusOf(answer)).isEqualTo(400);
        }
        assertThat(origin.fetches()).isZero();
    }

    /** None of these makes a request malformed: they are ignored, as their RFCs have it, and must do no harm. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Range: bytes=99999999999999999999999-",
                "Range: bytes=-99999999999999999999999",
                "Range: bytes=5-2",
                "Range: bytes=a-b",
                "Range: bytes=",
                "Range: lines=1-2",
                "If-Modified-Since: Thu, 99 Foo 99999 99:99:99 GMT",
                "If-None-Match: \"",
                "If-None-Match: ,,,",
                "If-Range: \"",
                "Cache-Control: max-age=99999999999999999999999",
                "Cache-Control: max-age=x, max-stale=-1, min-fresh=\"\"",
                "Cache-Control: ,=,\"",
                "Accept-Encoding: gzip;q=999999999999999999999",
                "Accept-Encoding: ;;;q=,",
                "X-Forwarded-For: 999.999.999.999, ::::",
                "Age: 99999999999999999999999",
                "Connection: Host, close, ,",
                "Perigee-Applied: 99999999999999999999999",
                "Perigee-Viewer: Atlantis"
            })
    void absurdValuesDoNoHarm(String field, FakeOrigin origin, Viewer viewer) {
        for (int i = 0; i < 2; i++) {
            try (RawConnection connection = viewer.raw(edge.port())) {
                String answer = connection
                        .send("GET /absurd HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n")
                        .readAnswer();
                assertThat(statusOf(answer)).isIn(200, 206, 416);
            }
        }
        assertThat(origin.fetches()).isLessThanOrEqualTo(2);
    }

    @Test
    void absurdNumbersOfAnOriginDoNoHarm(FakeOrigin origin, Viewer viewer) {
        List<String> controls = List.of(
                "max-age=99999999999999999999999",
                "max-age=-5",
                "max-age=x",
                "s-maxage=\"60\"",
                "max-age=60, max-age=0",
                "max-age=60, stale-if-error=99999999999999999999",
                ",=,\"");
        for (int i = 0; i < controls.size(); i++) {
            origin.on(
                    "/" + i,
                    Answer.ok("body")
                            .with("Cache-Control", controls.get(i))
                            .with("Age", "99999999999999999999")
                            .with("Expires", "-1")
                            .with("Date", "yesterday")
                            .with("Last-Modified", "Thu, 99 Foo 99999 99:99:99 GMT")
                            .with("Vary", ",,")
                            .with("ETag", "\""));
            for (int round = 0; round < 2; round++) {
                Answered answer = viewer.get("http://127.0.0.1:" + edge.port() + "/" + i);
                assertThat(answer.status()).as(controls.get(i)).isEqualTo(200);
                assertThat(answer.text()).isEqualTo("body");
            }
        }
    }

    /** The same request, but with what makes it bad, must not be answered from what a good one has stored either. */
    @Test
    void smuggledRequestIsNotAnswered(FakeOrigin origin, Viewer viewer) {
        String smuggling =
                post("Content-Length: 6\r\nTransfer-Encoding: chunked", "0\r\n\r\n") + get("X-Smuggled: yes");

        String answers = viewer.raw(edge.port()).send(smuggling).readAll();

        assertThat(statusOf(answers)).isEqualTo(400);
        assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(2);
        assertThat(origin.fetches()).isZero();
    }

    @Test
    void chunksThatAreNoneEndTheRequest(FakeOrigin origin, Viewer viewer) {
        String request = post("Transfer-Encoding: chunked", "zz\r\ndata\r\n0\r\n\r\n");

        String answers = viewer.raw(edge.port()).send(request).readAll();

        assertThat(answers).doesNotContain("reached the origin");
        assertThat(origin.fetches()).isZero();
    }

    @Test
    void unknownHostGetsAPlainPageThatNamesNothing(Vertx vertx, FakeOrigin origin, Viewer viewer) {
        Distribution known =
                Distribution.of("shop", List.of("shop.example"), Origin.http("main", "127.0.0.1", origin.port()));
        try (var network = new TestEdges.NetworkEdge(vertx, new Change.DistributionApplied(known))) {
            Answered unknown = viewer.send(Asked.get(network.url() + "/").with("Host", "other.example"));
            Answered byAddress = viewer.get(network.url() + "/");
            Answered right = viewer.send(Asked.get(network.url() + "/").with("Host", "SHOP.example:" + network.port()));

            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.text()).doesNotContain("shop").doesNotContain("other.example");
            assertThat(unknown.header("Cache-Control")).isEqualTo("no-store");
            assertThat(byAddress.status()).isEqualTo(404);
            assertThat(right.status()).isEqualTo(200);
        }
        assertThat(origin.fetches()).isEqualTo(1);
    }

    @Test
    void methodThatTheBehaviorDoesNotAllowIsRefused(Vertx vertx, FakeOrigin origin, Viewer viewer) {
        Distribution readOnly =
                Distribution.of("shop", List.of("shop.example"), Origin.http("main", "127.0.0.1", origin.port()));
        try (var network = new TestEdges.NetworkEdge(vertx, new Change.DistributionApplied(readOnly))) {
            for (String method : List.of("POST", "DELETE", "OPTIONS", "BREW")) {
                Answered answer =
                        viewer.send(Asked.of(method, network.url() + "/").with("Host", "shop.example"));
                assertThat(answer.status()).as(method).isEqualTo(403);
            }
        }
        assertThat(origin.fetches()).isZero();
    }

    private static int statusOf(String answer) {
        assertThat(answer).startsWith("HTTP/1.");
        return Integer.parseInt(answer.substring(9, 12));
    }
}
