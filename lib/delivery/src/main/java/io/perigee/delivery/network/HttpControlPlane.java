package io.perigee.delivery.network;

import io.perigee.cluster.log.LogEntry;
import io.perigee.cluster.log.LogPosition;
import io.perigee.cluster.log.Missed;
import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.delivery.output.OutputSink;
import io.perigee.distribution.network.NetworkFormat;
import io.perigee.node.auth.NodeAuthenticator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The control planes' node-facing API, as a client. They are tried in turn, the one that answered last first. */
public final class HttpControlPlane implements ControlPlane, OutputSink {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int GONE = 410;

    private final List<URI> urls;
    private final NodeAuthenticator authenticator;
    private final HttpClient client;
    private volatile int preferred;

    private record Answer(int status, Buffer body) {}

    /** A client that trusts whom Java trusts. */
    public HttpControlPlane(Vertx vertx, List<URI> urls, NodeAuthenticator authenticator) {
        this(vertx, urls, null, authenticator);
    }

    /**
     * A client; connects when it is asked.
     *
     * @param urls base URLs of the control planes, at least one
     * @param trust a PEM file with the authorities of their certificates; null: those that Java trusts
     */
    public HttpControlPlane(Vertx vertx, List<URI> urls, @Nullable Path trust, NodeAuthenticator authenticator) {
        this.urls = List.copyOf(urls);
        this.authenticator = authenticator;
        HttpClientOptions options = new HttpClientOptions().setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        if (trust != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(trust.toString()));
        }
        this.client = vertx.createHttpClient(options);
    }

    @Override
    public CompletionStage<Missed> entriesAfter(LogPosition position) {
        if (position.sequence() == 0) {
            // A node that knows nothing takes the configuration as a whole.
            return CompletableFuture.completedFuture(new Missed.TooOld());
        }
        String log = URLEncoder.encode(position.log(), StandardCharsets.UTF_8);
        return get("/internal/log?after=" + position.sequence() + "&log=" + log, Set.of(OK, GONE))
                .map(answer -> answer.status() == GONE ? new Missed.TooOld() : entries(answer.body()))
                .toCompletionStage();
    }

    private static Missed entries(Buffer body) {
        JsonObject page = body.toJsonObject();
        JsonArray items = page.getJsonArray("entries");
        List<LogEntry> entries = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            JsonObject entry = items.getJsonObject(i);
            entries.add(new LogEntry(entry.getLong("sequence"), entry.getString("kind"), entry.getString("payload")));
        }
        return new Missed.Entries(page.getString("log"), entries);
    }

    @Override
    public Future<Snapshot> snapshot() {
        return get("/internal/snapshot", Set.of(OK)).compose(answer -> {
            JsonObject snapshot = answer.body().toJsonObject();
            return Future.succeededFuture(new Snapshot(
                    snapshot.getString("log"),
                    NetworkFormat.readConfig(snapshot.getJsonObject("config").encode())));
        });
    }

    @Override
    public Future<Buffer> functionCode(String name, int version) {
        return get("/internal/functions/" + name + "/" + version, Set.of(OK)).map(Answer::body);
    }

    /** What functions of this node have printed and used. */
    @Override
    public Future<Void> send(Buffer batch) {
        return inTurn(new Request(HttpMethod.POST, "/internal/function-output", batch, Set.of(NO_CONTENT)))
                .mapEmpty();
    }

    private record Request(HttpMethod method, String target, Buffer body, Set<Integer> expected) {}

    private Future<Answer> get(String target, Set<Integer> expected) {
        return inTurn(new Request(HttpMethod.GET, target, Buffer.buffer(), expected));
    }

    private Future<Answer> inTurn(Request request) {
        return inTurn(request, preferred, urls.size());
    }

    private Future<Answer> inTurn(Request request, int index, int left) {
        return ask(urls.get(index), request).transform(asked -> {
            if (asked.succeeded()) {
                preferred = index;
                return Future.succeededFuture(asked.result());
            }
            return left > 1 ? inTurn(request, (index + 1) % urls.size(), left - 1) : Future.failedFuture(asked.cause());
        });
    }

    private Future<Answer> ask(URI url, Request asked) {
        String target = asked.target();
        RequestOptions options = new RequestOptions()
                .setMethod(asked.method())
                .setAbsoluteURI(url.resolve(target).toString())
                .setTimeout(TIME_LIMIT.toMillis())
                .putHeader(
                        InternalHeaders.AUTH, authenticator.sign(asked.method().name(), target, name -> List.of()));
        return client.request(options)
                .compose(request -> (asked.body().length() == 0
                                ? request.send()
                                : request.putHeader("Content-Type", "application/json")
                                        .send(asked.body()))
                        .compose(response -> response.body().map(body -> new Answer(response.statusCode(), body))))
                .timeout(TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .compose(answer -> asked.expected().contains(answer.status())
                        ? Future.succeededFuture(answer)
                        : Future.failedFuture(new IOException(url + target + " answered " + answer.status() + ": "
                                + answer.body().toString(StandardCharsets.UTF_8))));
    }
}
