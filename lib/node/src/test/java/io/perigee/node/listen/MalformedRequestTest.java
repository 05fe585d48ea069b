package io.perigee.node.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.perigee.node.process.RequestsInFlight;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.RawConnection;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Conversation
class MalformedRequestTest {

    private static final String HOST = "Host: www.example.org\r\n";

    private final List<String> served = new CopyOnWriteArrayList<>();
    private Listener listener;

    @BeforeEach
    void listen(Vertx vertx) {
        var requests = new RequestsInFlight();
        listener = new Listener(
                vertx,
                "viewers",
                ListenerConfig.on(0),
                1,
                requests,
                () -> requests.counting(request -> {
                    served.add(request.uri());
                    request.body().onSuccess(body -> request.response().end("served " + body));
                }));
        Await.get(listener.start());
    }

    @AfterEach
    void stop() {
        Await.get(listener.stop());
    }

    private static List<Case> refused() {
        return List.of(
                of("several Content-Length fields", 400, post("Content-Length: 3\r\nContent-Length: 4\r\n") + "abcd"),
                of("the same Content-Length twice", 400, post("Content-Length: 3\r\nContent-Length: 3\r\n") + "abc"),
                of("a list of lengths", 400, post("Content-Length: 3, 4\r\n") + "abcd"),
                of("a signed length", 400, post("Content-Length: +3\r\n") + "abc"),
                of("a negative length", 400, post("Content-Length: -3\r\n")),
                of("a hexadecimal length", 400, post("Content-Length: 0x3\r\n") + "abc"),
                of("an absurd length", 400, post("Content-Length: 99999999999999999999\r\n")),
                of("an empty length", 400, post("Content-Length:\r\n")),
                of("a length beyond the limit", 413, post("Content-Length: 99999999999999\r\n")),
                of("length and chunked", 400, chunked("Content-Length: 3\r\n") + "0\r\n\r\n"),
                of(
                        "chunked and length",
                        400,
                        post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n"),
                of("chunked twice", 400, chunked("Transfer-Encoding: chunked\r\n") + "0\r\n\r\n"),
                of("chunked not last", 400, post("Transfer-Encoding: chunked, identity\r\n") + "0\r\n\r\n"),
                of("another coding", 501, post("Transfer-Encoding: gzip\r\n")),
                of("gzip, then chunked", 501, post("Transfer-Encoding: gzip, chunked\r\n") + "0\r\n\r\n"),
                of("xchunked", 501, post("Transfer-Encoding: xchunked\r\n") + "0\r\n\r\n"),
                of("a tab before chunked's end", 400, post("Transfer-Encoding: chunked\u000b\r\n") + "0\r\n\r\n"),
                of(
                        "chunked in HTTP/1.0",
                        400,
                        "POST /a HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                of("a space before the colon", 400, get("Content-Length : 3\r\n")),
                of("a space in a name", 400, get("X Y: 1\r\n")),
                of("no name", 400, get(": 1\r\n")),
                of("no colon", 400, get("nonsense\r\n")),
                of("a NUL in a value", 400, get("X: a\u0000b\r\n")),
                of("a control character in a value", 400, get("X: a\u0001b\r\n")),
                of("DEL in a value", 400, get("X: a\u007fb\r\n")),
                of("a bare CR in a value", 400, get("X: a\rb\r\n")),
                of("a folded line", 400, get("X: a\r\n b\r\n")),
                of("a folded line with a tab", 400, get("X: a\r\n\tb\r\n")),
                of("a folded transfer coding", 400, post("Transfer-Encoding:\r\n chunked\r\n") + "0\r\n\r\n"),
                of("a space before the first field", 400, "GET /a HTTP/1.1\r\n X: a\r\n" + HOST + "\r\n"),
                of("no Host", 400, "GET /a HTTP/1.1\r\n\r\n"),
                of("two Hosts", 400, get("Host: www.example.com\r\n")),
                of("an empty Host", 400, "GET /a HTTP/1.1\r\nHost:\r\n\r\n"),
                of("a Host with a path", 400, "GET /a HTTP/1.1\r\nHost: a/b\r\n\r\n"),
                of("a Host with user information", 400, "GET /a HTTP/1.1\r\nHost: a@b\r\n\r\n"),
                of("a Host with a bad port", 400, "GET /a HTTP/1.1\r\nHost: a:99999\r\n\r\n"),
                of("a list of Hosts", 400, "GET /a HTTP/1.1\r\nHost: a, b\r\n\r\n"),
                of("an unknown expectation", 417, get("Expect: miracles\r\n")),
                of("HTTP/2.0 in a request line", 505, "GET /a HTTP/2.0\r\n" + HOST + "\r\n"),
                of("HTTP/1.2", 505, "GET /a HTTP/1.2\r\n" + HOST + "\r\n"),
                of("no version", 400, "GET /a\r\n\r\n"),
                of("a strange version", 505, "GET /a HTCPCP/1.0\r\n\r\n"),
                of("an invalid method", 400, "G(T /a HTTP/1.1\r\n" + HOST + "\r\n"),
                of("a long method", 400, "G".repeat(40) + " /a HTTP/1.1\r\n" + HOST + "\r\n"),
                of("CONNECT", 405, "CONNECT a:443 HTTP/1.1\r\n" + HOST + "\r\n"),
                of("absolute form of another scheme", 400, "GET ftp://a/b HTTP/1.1\r\n" + HOST + "\r\n"),
                of("absolute form with a dot segment", 400, "GET http://a/../b HTTP/1.1\r\n" + HOST + "\r\n"),
                of("no leading slash", 400, "GET a HTTP/1.1\r\n" + HOST + "\r\n"),
                of("an asterisk without OPTIONS", 400, "GET * HTTP/1.1\r\n" + HOST + "\r\n"),
                target("a dot segment", "/a/../b"),
                target("a last dot segment", "/a/.."),
                target("a single dot", "/./a"),
                target("an encoded dot segment", "/a/%2e%2E/b"),
                target("a half encoded dot segment", "/a/.%2e?x=1"),
                target("an encoded slash", "/a%2fb"),
                target("an encoded backslash", "/a%5Cb"),
                target("an encoded NUL", "/a%00"),
                target("an encoded line end", "/a%0d%0aX:1"),
                target("a backslash", "/a\\b"),
                target("a fragment", "/a#b"),
                target("half an encoding", "/a%2"),
                target("a bad encoding", "/a%zz"),
                target("a byte beyond ASCII", "/a\u00e9"),
                of("a long target", 414, "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n" + HOST + "\r\n"),
                of("long header fields", 431, get("X: " + "a".repeat(30_000) + "\r\n")),
                of("many header fields", 431, get("X: a\r\n".repeat(10_000))));
    }

    /** A request and the status that it gets. */
    private record Case(String what, int status, String request) {}

    private static Case of(String what, int status, String request) {
        return new Case(what, status, request);
    }

    private static Case target(String what, String target) {
        return of(what, 400, "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
    }

    private static String get(String fields) {
        return "GET /a HTTP/1.1\r\n" + HOST + fields + "\r\n";
    }

    private static String post(String fields) {
        return "POST /a HTTP/1.1\r\n" + HOST + fields + "\r\n";
    }

    private static String chunked(String fields) {
        return post("Transfer-Encoding: chunked\r\n" + fields);
    }

    @Test
    void isRefusedClosedAndNeverServed(Viewer viewer) {
        String smuggled = "GET /smuggled HTTP/1.1\r\n" + HOST + "\r\n";

        assertSoftly(softly -> refused().forEach(each -> {
            String answer = viewer.raw(listener.port())
                    .send(each.request())
                    .send(smuggled)
                    .readAll();

            softly.assertThat(answer)
                    .as(each.what())
                    .startsWith("HTTP/1.1 " + each.status() + " ")
                    .containsIgnoringCase("Connection: close")
                    .containsOnlyOnce("HTTP/1.1 ");
        }));
        assertThat(served).isEmpty();
    }

    @Test
    void isRefusedBehindAGoodRequestAfterItsAnswer(Viewer viewer) {
        assertSoftly(softly -> refused().forEach(each -> {
            String answer =
                    viewer.raw(listener.port()).send(get("") + each.request()).readAll();

            softly.assertThat(answer)
                    .as(each.what())
                    .startsWith("HTTP/1.1 200 ")
                    .containsSubsequence("served ", "HTTP/1.1 " + each.status() + " ");
        }));
        assertThat(served).hasSize(refused().size()).containsOnly("/a");
    }

    private static List<Case> badChunks() {
        return List.of(
                of("no size", 400, chunked("") + "\r\nabc\r\n0\r\n\r\n"),
                of("a size that is none", 400, chunked("") + "xyz\r\nabc\r\n0\r\n\r\n"),
                of("a negative size", 400, chunked("") + "-3\r\nabc\r\n0\r\n\r\n"),
                of("a prefixed size", 400, chunked("") + "0x3\r\nabc\r\n0\r\n\r\n"),
                of("an absurd size", 400, chunked("") + "fffffffffffffffff\r\nabc\r\n0\r\n\r\n"),
                of("a chunk longer than its size", 400, chunked("") + "2\r\nabc\r\n0\r\n\r\n"),
                of("a bare line feed", 400, chunked("") + "3\nabc\r\n0\r\n\r\n"));
    }

    @Test
    void badChunksEndTheConnectionAndAreNotSwallowed(Viewer viewer) {
        assertSoftly(softly -> badChunks().forEach(each -> {
            String answer = viewer.raw(listener.port()).send(each.request()).readAll();

            softly.assertThat(answer)
                    .as(each.what())
                    .startsWith("HTTP/1.1 400 ")
                    .doesNotContain("served");
        }));
    }

    private static List<String> accepted() {
        return List.of(
                get(""),
                get("X: caf\u00e9\r\n"),
                get("X: a\tb\r\n"),
                get("X:\r\n"),
                post("Content-Length: 3\r\n") + "abc",
                post("Expect: 100-continue\r\nContent-Length: 3\r\n") + "abc",
                chunked("") + "3;x=y\r\nabc\r\n0\r\nTrailer: x\r\n\r\n",
                "GET /..a/b..c/.../%2ehidden?q=/../%2f HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /a HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n",
                "GET http://a/b HTTP/1.1\r\n" + HOST + "\r\n",
                // Not a URI's characters, but many clients send them, and nobody takes them for separators.
                "GET /a\"<b>{c} HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /a HTTP/1.0\r\n\r\n");
    }

    @Test
    void whatIsValidIsServed(Viewer viewer) {
        assertSoftly(softly -> accepted().forEach(request -> {
            try (RawConnection connection = viewer.raw(listener.port()).send(request)) {
                softly.assertThat(connection.readUntil("served "))
                        .as(request)
                        .contains("HTTP/1.")
                        .contains(" 200 ");
            }
        }));
        assertThat(served).hasSize(accepted().size());
    }

    @Test
    void oneConnectionServesRequestAfterRequest(Viewer viewer) {
        RawConnection connection = viewer.raw(listener.port());

        assertThat(connection.send(get("")).readAnswer()).contains("200 OK");
        assertThat(connection.send(chunked("") + "3\r\nabc\r\n0\r\n\r\n").readAnswer())
                .endsWith("served abc");
        assertThat(connection.send(get("")).readAnswer()).contains("200 OK");
    }
}
