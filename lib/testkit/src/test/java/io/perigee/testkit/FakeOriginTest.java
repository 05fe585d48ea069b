package io.perigee.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@Conversation
class FakeOriginTest {

    @Test
    void answersFromTheScriptAndRemembersWhatWasAsked(FakeOrigin origin, Viewer viewer) {
        origin.on("/a", Answer.ok("hello").with("Cache-Control", "max-age=60"));

        Answered answer = viewer.send(Asked.of("POST", origin.url() + "/a?x=1")
                .with("Host", "www.example.org")
                .with("X-One", "1")
                .body("data"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("hello");
        assertThat(answer.header("cache-control")).isEqualTo("max-age=60");
        assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_1_1);
        assertThat(origin.fetches("/a")).isEqualTo(1);
        assertThat(origin.lastRequest().target()).isEqualTo("/a?x=1");
        assertThat(origin.lastRequest().header("HOST")).isEqualTo("www.example.org");
        assertThat(origin.lastRequest().header("x-one")).isEqualTo("1");
        assertThat(origin.lastRequest().text()).isEqualTo("data");
    }

    @Test
    void answersInTurnAndRepeatsTheLast(FakeOrigin origin, Viewer viewer) {
        origin.on("/a", Answer.ok("1"), Answer.ok("2"), Answer.ok("3"));

        assertThat(IntStream.range(0, 5)
                        .mapToObj(i -> viewer.get(origin.url() + "/a").text()))
                .containsExactly("1", "2", "3", "3", "3");
    }

    @Test
    void holdsItsAnswerAtAGateUntilTheTestOpensIt(FakeOrigin origin, Viewer viewer) {
        var gate = new Gate();
        origin.on("/a", Answer.status(200).chunk("one ").waitFor(gate).chunk("two"));

        List<Future<Answered>> answers = IntStream.range(0, 40)
                .mapToObj(i -> viewer.start(Asked.get(origin.url() + "/a")))
                .toList();
        gate.awaitArrivals(40);
        assertThat(answers).noneMatch(Future::isComplete);

        gate.open();
        assertThat(answers)
                .allSatisfy(answer -> assertThat(Await.get(answer).text()).isEqualTo("one two"));
    }

    @Test
    void cutsItsBodyWhereToldTo(FakeOrigin origin, Viewer viewer) {
        origin.on("/a", Answer.ok("0123456789").abortAfter(4));

        String answer = viewer.raw(origin.port())
                .send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
                .readAll();

        assertThat(answer).contains("Content-Length: 10\r\n").endsWith("\r\n\r\n0123");
        assertThat(Await.failure(viewer.start(Asked.get(origin.url() + "/a")))).isNotNull();
    }

    @Test
    void sendsMalformedBytesAsTheyAre(FakeOrigin origin, Viewer viewer) {
        origin.on("/a", Answer.raw("HTTP/1.1 2xx ?\r\n\u0000\r\n"));

        assertThat(viewer.raw(origin.port()).send("GET /a HTTP/1.1\r\n\r\n").readAll())
                .isEqualTo("HTTP/1.1 2xx ?\r\n\u0000\r\n");
    }

    @Test
    void sendsByteByByte(FakeOrigin origin, Viewer viewer) {
        origin.on("/a", Answer.ok("slowly").bytewise());

        assertThat(viewer.get(origin.url() + "/a").text()).isEqualTo("slowly");
    }

    @Test
    void answersHeadWithoutABody(FakeOrigin origin, Viewer viewer) {
        origin.on("/a", Answer.ok("body"));

        Answered answer = viewer.send(Asked.of("HEAD", origin.url() + "/a"));

        assertThat(answer.header("Content-Length")).isEqualTo("4");
        assertThat(answer.text()).isEmpty();
    }

    @Test
    void readsAChunkedRequestAndTheOneAfterIt(FakeOrigin origin, Viewer viewer) {
        origin.on("/a", Answer.ok("ok"));

        RawConnection connection = viewer.raw(origin.port())
                .send("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n")
                .send("\r\nGET /a HTTP/1.1\r\n\r\n");
        connection.readAnswer();
        connection.readAnswer();

        assertThat(origin.requests("/a")).extracting(Received::text).containsExactly("abcde", "");
    }

    @Test
    void goesDownAndUpOnTheSamePort(FakeOrigin origin, Viewer viewer) {
        origin.on("/a", Answer.ok("up"));
        String url = origin.url() + "/a";
        viewer.get(url);

        origin.goDown();
        assertThat(Await.failure(viewer.start(Asked.get(url)))).isNotNull();

        origin.goUp();
        assertThat(viewer.get(url).text()).isEqualTo("up");
    }

    @Test
    void noticesAViewerThatLeavesWithinTheAnswer(FakeOrigin origin, Viewer viewer) {
        var gate = new Gate();
        origin.on("/a", Answer.status(200).chunk("one").waitFor(gate).chunk("two"));

        RawConnection connection = viewer.raw(origin.port()).send("GET /a HTTP/1.1\r\n\r\n");
        gate.awaitArrivals(1);
        connection.close();

        Await.until("a cut answer", () -> origin.cutAnswers() == 1);
        gate.open();
    }
}
