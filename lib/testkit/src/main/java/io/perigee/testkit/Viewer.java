package io.perigee.testkit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/**
 * A viewer: an HTTP client whose calls block, for use on the test's thread. It follows no redirects, decompresses nothing,
 * trusts every certificate.
 *
 * <pre>{@code
 * Answered answer = viewer.get(url + "/a");
 * viewer.send(Asked.get(url + "/a").with("Host", "www.example.org"));
 * Future<Answered> later = viewer.start(Asked.get(url + "/slow"));
 * viewer.http2().get("https://127.0.0.1:" + port + "/");
 * String answer = viewer.raw(port).send("GET / HTTP/1.1\r\n\r\n").readAll();
 * }</pre>
 */
public final class Viewer implements AutoCloseable {

    private final HttpClientAgent http1;
    private final HttpClientAgent http2;
    private final boolean prefersHttp2;

    private Viewer(HttpClientAgent http1, HttpClientAgent http2, boolean prefersHttp2) {
        this.http1 = http1;
        this.http2 = http2;
        this.prefersHttp2 = prefersHttp2;
    }

    /** A viewer that speaks HTTP/1.1 with up to 200 connections per server; the caller closes it. */
    public static Viewer of(Vertx vertx) {
        return new Viewer(client(vertx, HttpVersion.HTTP_1_1), client(vertx, HttpVersion.HTTP_2), false);
    }

    private static HttpClientAgent client(Vertx vertx, HttpVersion version) {
        var options = new HttpClientOptions()
                .setProtocolVersion(version)
                .setUseAlpn(true)
                .setHttp2ClearTextUpgrade(false)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setForceSni(true);
        return vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(200))
                .withConnectHandler(HeldBack::handOn)
                .build();
    }

    /** This viewer, speaking HTTP/2: by ALPN over TLS, with prior knowledge (h2c) without. */
    public Viewer http2() {
        return new Viewer(http1, http2, true);
    }

    public Answered get(String url) {
        return send(Asked.get(url));
    }

    /** Sends and waits for the whole answer. */
    public Answered send(Asked asked) {
        return Await.get(start(asked));
    }

    /** Sends without waiting; the future completes with the whole answer. */
    public Future<Answered> start(Asked asked) {
        return open(asked).compose(response -> {
            Future<Buffer> body = response.body();
            response.resume();
            return body.map(
                    whole -> new Answered(response.statusCode(), response.version(), response.headers(), whole));
        });
    }

    /** Sends; the future completes with the head, the body is paused until the caller resumes it. */
    public Future<HttpClientResponse> open(Asked asked) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(asked.method()))
                .setFollowRedirects(false)
                .setAbsoluteURI(asked.url());
        return (prefersHttp2 ? http2 : http1).request(options).compose(request -> send(request, asked));
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, Asked asked) {
        asked.fields().forEach(field -> {
            if (field.getKey().equalsIgnoreCase("Host")) {
                request.authority(HostHeader.parse(field.getValue()));
            } else {
                request.headers().add(field.getKey(), field.getValue());
            }
        });
        Future<HttpClientResponse> response = request.response().map(r -> {
            r.pause();
            return r;
        });
        Buffer body = asked.body();
        Future<Void> sent = body.length() == 0 ? request.end() : request.end(body);
        return sent.compose(v -> response, failure -> response);
    }

    /** A plain connection to 127.0.0.1, for bytes that no HTTP client would send. */
    public RawConnection raw(int port) {
        return RawConnection.open(port);
    }

    /** Closes the connections; the viewers made by {@link #http2()} share them. */
    @Override
    public void close() {
        Await.get(http1.close());
        Await.get(http2.close());
    }
}
