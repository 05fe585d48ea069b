package io.perigee.node.process;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node's own port for those who run it:
 *
 * <ul>
 *   <li>{@code /healthz}: 200 while the process answers at all
 *   <li>{@code /readyz}: 200 if every check of {@link Readiness} is well, else 503 with the problems by check
 *   <li>{@code /metrics}: Prometheus text; to what the registry has it adds what every node tells of itself ({@link ProcessMeters})
 * </ul>
 *
 * <p>It is a node's first part, so that it is the last to stop and tells of the drain.
 */
public final class ManagementServer implements NodePart {

    private static final int IDLE_SECONDS = 30;

    private final Vertx vertx;
    private final ManagementConfig config;
    private final String role;
    private final Readiness readiness;
    private final PrometheusMeterRegistry metrics;
    private volatile @Nullable HttpServer server;
    private volatile @Nullable ProcessMeters process;

    /** @param role what the node is for, such as {@code edge} */
    public ManagementServer(
            Vertx vertx, ManagementConfig config, String role, Readiness readiness, PrometheusMeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.role = role;
        this.readiness = readiness;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "management";
    }

    @Override
    public Future<Void> start() {
        process = new ProcessMeters(vertx, role, readiness, metrics);
        var options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setIdleTimeout(IDLE_SECONDS);
        return vertx.createHttpServer(options)
                .requestHandler(this::answer)
                .listen()
                .onSuccess(listening -> server = listening)
                .mapEmpty();
    }

    /** The port that it listens on; 0 before it does. */
    public int port() {
        HttpServer listening = server;
        return listening == null ? 0 : listening.actualPort();
    }

    /** How others reach it. */
    public URI url() {
        URI configured = config.url();
        return configured != null ? configured : URI.create("http://" + config.host() + ":" + port());
    }

    @Override
    public Future<Void> stop() {
        ProcessMeters measuring = process;
        if (measuring != null) {
            measuring.close();
        }
        HttpServer listening = server;
        return listening == null ? Future.succeededFuture() : listening.shutdown(Duration.ofSeconds(1));
    }

    private void answer(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            request.response()
                    .setStatusCode(405)
                    .putHeader("Allow", "GET, HEAD")
                    .end();
            return;
        }
        switch (Objects.requireNonNullElse(request.path(), "")) {
            case "/healthz" -> json(request, 200, new JsonObject().put("status", "up"));
            case "/readyz" -> ready(request);
            case "/metrics" -> metrics(request);
            default -> json(request, 404, new JsonObject().put("error", "not found"));
        }
    }

    private void ready(HttpServerRequest request) {
        Map<String, String> problems = readiness.problems();
        var body = new JsonObject().put("ready", problems.isEmpty());
        if (!problems.isEmpty()) {
            body.put("problems", new JsonObject(Map.copyOf(problems)));
        }
        json(request, problems.isEmpty() ? 200 : 503, body);
    }

    private void metrics(HttpServerRequest request) {
        vertx.executeBlocking(metrics::scrape, false)
                .onSuccess(text -> request.response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(text))
                .onFailure(failure -> request.response().setStatusCode(500).end());
    }

    private static void json(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(body.encode());
    }
}
