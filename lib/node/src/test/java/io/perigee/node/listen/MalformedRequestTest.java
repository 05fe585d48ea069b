package io.perigee.node.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.node.process.RequestsInFlight;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.RawConnection;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    static Stream<Arguments> refused() {
        return Stream.of(
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
                of("absolute form", 400, "GET http://a/b HTTP/1.1\r\n" + HOST + "\r\n"),
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
                target("a quote", "/a\"b"),
                of("a long target", 414, "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n" + HOST + "\r\n"),
                of("long header fields", 431, get("X: " + "a".repeat(30_000) + "\r\n")),
                of("many header fields", 431, get("X: a\r\n".repeat(10_000))));
    }

    private static Arguments of(String what, int status, String request) {
        return Arguments.of(what, status, request);
    }

    private static Arguments target(String what, String target) {
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

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isRefusedClosedAndNeverServed(String what, int status, String request, Viewer viewer) {
        String smuggled = "GET /smuggled HTTP/1.1\r\n" + HOST + "\r\n";

        String answer = viewer.raw(listener.port()).send(request).send(smuggled).readAll();

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").containsIgnoringCase("Connection: close");
        assertThat(answer.split("HTTP/1.1 ", -1))
                .as("one answer only: " + answer)
                .hasSize(2);
        assertThat(served).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isRefusedBehindAGoodRequest(String what, int status, String request, Viewer viewer) {
        String answer = viewer.raw(listener.port()).send(get("") + request).readAll();

        assertThat(answer).contains("served ").contains("HTTP/1.1 " + status + " ");
        assertThat(served).containsExactly("/a");
    }

    static Stream<Arguments> badChunks() {
        return Stream.of(
                Arguments.of("no size", "\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("a size that is none", "xyz\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("a negative size", "-3\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("a prefixed size", "0x3\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("an absurd size", "fffffffffffffffff\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("a chunk longer than its size", "2\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("a bare line feed", "3\nabc\r\n0\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badChunks")
    void badChunksEndTheConnectionAndAreNotSwallowed(String what, String body, Viewer viewer) {
        String answer = viewer.raw(listener.port()).send(chunked("") + body).readAll();

        assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("served");
    }

    static Stream<String> accepted() {
        return Stream.of(
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
                "GET /a HTTP/1.0\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void whatIsValidIsServed(String request, Viewer viewer) {
        try (RawConnection connection = viewer.raw(listener.port()).send(request)) {
            assertThat(connection.readUntil("served ")).contains("HTTP/1.").contains(" 200 ");
        }
        assertThat(served).hasSize(1);
    }

    @Test
    void headersAreServedInBothVersionsOnOneConnectionAfterAnother(Viewer viewer) {
        RawConnection connection = viewer.raw(listener.port());

        assertThat(connection.send(get("")).readAnswer()).contains("200 OK");
        assertThat(connection.send(chunked("") + "3\r\nabc\r\n0\r\n\r\n").readAnswer())
                .endsWith("served abc");
        assertThat(connection.send(get("")).readAnswer()).contains("200 OK");
    }
}
