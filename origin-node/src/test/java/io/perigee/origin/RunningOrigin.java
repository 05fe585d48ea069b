package io.perigee.origin;

import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.ObjectAttributes;
import io.perigee.origin.store.ObjectKey;
import io.perigee.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** An origin node on free ports of loopback, and what a test says to it. */
final class RunningOrigin implements AutoCloseable {

    final Vertx vertx = Vertx.vertx();
    final OriginNode node;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningOrigin(OriginNodeConfig config, OriginExtensions extensions) {
        node = await(OriginNode.start(vertx, config, extensions));
    }

    static <T> T await(Future<T> future) {
        return Await.get(future);
    }

    void put(String bucket, String key, String contentType, byte[] bytes) throws IOException {
        node.store()
                .put(
                        new BucketName(bucket),
                        new ObjectKey(key),
                        ObjectAttributes.of(contentType).withCacheControl("max-age=60"),
                        new ByteArrayInputStream(bytes));
    }

    void put(String bucket, String key, String text) throws IOException {
        put(bucket, key, "text/html", text.getBytes(StandardCharsets.UTF_8));
    }

    URI website(String path) {
        return URI.create("http://127.0.0.1:" + node.websitePort() + path);
    }

    HttpResponse<byte[]> get(String path, String... headers) {
        return ask("GET", path, headers);
    }

    HttpResponse<byte[]> ask(String method, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(website(path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("(none)");
    }

    @Override
    public void close() {
        await(node.close());
        await(vertx.close());
        client.close();
    }
}
