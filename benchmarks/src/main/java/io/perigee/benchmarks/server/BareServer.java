package io.perigee.benchmarks.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** The least that a Vert.x program can do to answer what the full edge answers: the same bodies, the same header fields, all made before. */
public final class BareServer {

    /** What the JDK's client or the server itself decides. */
    private static final Set<String> NOT_COPIED = Set.of("connection", "content-length", "transfer-encoding");

    /** What the full edge adds to the origin's fields, as long as there. */
    private static final Map<String, String> ADDED = Map.ofEntries(
            Map.entry("age", "12"),
            Map.entry("via", "1.1 edge-bench-1.perigee (Perigee)"),
            Map.entry("cache-status", "edge-bench-1; hit; ttl=86388"),
            Map.entry("x-cache", "Hit from cloudfront"),
            Map.entry("x-amz-cf-pop", "BENCH50-P1"),
            Map.entry("x-amz-cf-id", "0123456789abcdef0123456789abcdef"),
            Map.entry("strict-transport-security", "max-age=31536000"),
            Map.entry("x-content-type-options", "nosniff"),
            Map.entry("x-frame-options", "SAMEORIGIN"),
            Map.entry("referrer-policy", "strict-origin-when-cross-origin"),
            Map.entry("x-xss-protection", "1; mode=block"));

    private record Field(CharSequence name, CharSequence value) {}

    private record Answer(List<Field> fields, Buffer body) {}

    private final Map<String, Answer> answers;

    private BareServer(Map<String, Answer> answers) {
        this.answers = Map.copyOf(answers);
    }

    /** Serves until it is ended. Arguments: two ports, certificate, key, origin, paths. */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        int http = Integer.parseInt(args[0]);
        int tls = Integer.parseInt(args[1]);
        BareServer server =
                new BareServer(fetched(URI.create(args[4]), Arrays.asList(args).subList(5, args.length)));
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        HttpServerOptions plain = new HttpServerOptions().setHost("127.0.0.1").setPort(http);
        HttpServerOptions secure = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(tls)
                .setSsl(true)
                .setSslEngineOptions(
                        OpenSSLEngineOptions.isAvailable() ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions())
                .setKeyCertOptions(new PemKeyCertOptions().addCertPath(args[2]).addKeyPath(args[3]));
        for (HttpServerOptions options : List.of(plain, secure)) {
            vertx.createHttpServer(options)
                    .requestHandler(server::answer)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        }
    }

    private void answer(HttpServerRequest request) {
        Answer answer = answers.get(request.path());
        HttpServerResponse response = request.response();
        if (answer == null) {
            response.setStatusCode(404).end();
            return;
        }
        for (Field field : answer.fields()) {
            response.headers().add(field.name(), field.value());
        }
        response.end(answer.body());
    }

    private static Map<String, Answer> fetched(URI origin, List<String> paths)
            throws IOException, InterruptedException {
        Map<String, Answer> answers = new HashMap<>();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (String path : paths) {
                HttpResponse<byte[]> response = client.send(
                        HttpRequest.newBuilder(origin.resolve(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
                answers.put(path, new Answer(fields(response), Buffer.buffer(response.body())));
            }
        }
        return answers;
    }

    private static List<Field> fields(HttpResponse<byte[]> response) {
        List<Field> fields = new ArrayList<>();
        response.headers().map().forEach((name, values) -> {
            if (!NOT_COPIED.contains(name)) {
                values.forEach(value -> fields.add(field(name, value)));
            }
        });
        ADDED.forEach((name, value) -> fields.add(field(name, value)));
        return List.copyOf(fields);
    }

    private static Field field(String name, String value) {
        return new Field(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
    }
}
