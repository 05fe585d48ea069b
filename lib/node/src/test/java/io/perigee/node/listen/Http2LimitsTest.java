package io.perigee.node.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.node.config.NodeConfigReader;
import io.perigee.node.process.RequestsInFlight;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.RawConnection;
import io.perigee.testkit.Viewer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peers that take their time over an HTTP/2 connection. */
@Conversation
@SuppressWarnings("NullAway.Init") // made in each test
class Http2LimitsTest {

    private static final long ENHANCE_YOUR_CALM = 0xb;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, "");
    private static final String GOAWAY = "\0\0\0\u000b";

    private final RequestsInFlight requests = new RequestsInFlight();
    private Listener listener;

    private void listen(Vertx vertx, String yaml) {
        ListenerConfig config = NodeConfigReader.parse("listener", yaml, Path.of("/"), ListenerConfig.class);
        listener = new Listener(
                vertx,
                "viewers",
                config,
                1,
                requests,
                () -> requests.counting(request ->
                        request.body().onSuccess(body -> request.response().end("got " + body.length()))));
        Await.get(listener.start());
    }

    private static HttpClient client(Vertx vertx) {
        return vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    private Future<HttpClientRequest> post(HttpClient client) {
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost("127.0.0.1")
                        .setPort(listener.port())
                        .setURI("/"))
                .map(request -> request.setChunked(true));
    }

    /** {@code payload} as ISO-8859-1. */
    private static String frame(int type, int flags, int stream, String payload) {
        int length = payload.length();
        return "" + (char) (length >> 16) + (char) (length >> 8 & 255) + (char) (length & 255) + (char) type
                + (char) flags + "\0\0\0" + (char) stream + payload;
    }

    @AfterEach
    void stop() {
        Await.until("no request is left", () -> requests.count() == 0);
        Await.get(listener.stop());
    }

    @Test
    void aBodyThatDripsHasItsStreamReset(Vertx vertx) {
        listen(vertx, "{h2c: true, bodyTimeout: 300ms}");
        HttpClient client = client(vertx);
        Promise<Throwable> ended = Promise.promise();
        HttpClientRequest dripping = Await.get(post(client));
        long drip = vertx.setPeriodic(20, tick -> dripping.write("x"));
        dripping.exceptionHandler(ended::tryComplete);
        dripping.response().onFailure(ended::tryComplete);

        Throwable cause = Await.get(ended.future());
        vertx.cancelTimer(drip);

        assertThat(cause).isInstanceOf(StreamResetException.class);
        assertThat(((StreamResetException) cause).getCode()).isEqualTo(ENHANCE_YOUR_CALM);
        Await.get(client.close());
    }

    @Test
    void aBodyThatNeverEndsHasItsStreamResetAndTheNextIsServed(Vertx vertx) {
        listen(vertx, "{h2c: true, bodyTimeout: 200ms}");
        HttpClient client = client(vertx);
        HttpClientRequest silent = Await.get(post(client));
        Await.get(silent.writeHead());

        assertThat(Await.failure(silent.response())).isInstanceOf(StreamResetException.class);
        Answered next = Await.get(answered(client, "hello"));

        assertThat(next.text()).isEqualTo("got 5");
        Await.get(client.close());
    }

    @Test
    void aBodyThatIsTooLargeHasItsStreamReset(Vertx vertx) {
        listen(vertx, "{h2c: true, maxBodySize: 1KiB}");
        HttpClient client = client(vertx);
        HttpClientRequest large = Await.get(post(client));
        large.write(Buffer.buffer(new byte[1000]));
        large.write(Buffer.buffer(new byte[1000]));

        assertThat(Await.failure(large.response())).isInstanceOf(StreamResetException.class);
        assertThat(Await.get(answered(client, "x".repeat(1024))).text()).isEqualTo("got 1024");
        Await.get(client.close());
    }

    private Future<Answered> answered(HttpClient client, String body) {
        return post(client)
                .compose(request -> request.send(body))
                .compose(response -> response.body()
                        .map(got -> new Answered(response.statusCode(), response.version(), response.headers(), got)));
    }

    @Test
    void aHeadThatDripsEndsTheConnection(Vertx vertx, Viewer viewer) {
        listen(vertx, "{h2c: true, headTimeout: 300ms}");
        RawConnection connection = viewer.raw(listener.port()).send(PREFACE);
        // :method, :path and :scheme, and a header block that goes on
        connection.send(frame(1, 1, 1, "\u0082\u0084\u0086"));
        connection.send(frame(9, 4, 1, "x".repeat(1000)).substring(0, 20));
        long drip = vertx.setPeriodic(20, tick -> connection.send("x"));

        String sent = connection.readAll();
        vertx.cancelTimer(drip);

        assertThat(sent).contains(GOAWAY);
        Await.until("the connection to be gone", () -> listener.connections() == 0);
    }

    @Test
    void aHeadThatNeverEndsEndsTheConnectionAtTheIdleTimeout(Vertx vertx, Viewer viewer) {
        listen(vertx, "{h2c: true, idleTimeout: 1s}");
        RawConnection connection = viewer.raw(listener.port()).send(PREFACE);
        connection.send(frame(1, 1, 1, "\u0082\u0084\u0086"));

        assertThat(connection.readAll()).doesNotContain(GOAWAY);
        Await.until("the connection to be gone", () -> listener.connections() == 0);
    }

    @Test
    void aConnectionThatHasAskedStaysPastTheHeadTimeout(Vertx vertx) {
        listen(vertx, "{h2c: true, headTimeout: 100ms}");
        HttpClient client = client(vertx);
        Await.get(answered(client, "a"));

        Answered later = Await.get(vertx.timer(300).compose(passed -> answered(client, "bc")));

        assertThat(later.text()).isEqualTo("got 2");
        assertThat(listener.connections()).isEqualTo(1);
        Await.get(client.close());
    }
}
