package io.perigee.control.router;

import io.perigee.geo.GeoDatabase;
import io.perigee.geo.places.NamedPlaces;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Answers each request with a redirect to the edge that serves the viewer best, same path and query.
 *
 * <ul>
 *   <li>GET and HEAD: 302; any other method: 307, which keeps method and body (RFC 9110, section 15.4)
 *   <li>{@code ?perigee-explain} on any path, or {@code GET /.perigee/route?viewer=Tokyo&host=www.example.org}: 200 and
 *       JSON that says where the viewer would be sent and why
 *   <li>no edge may be taken: 503 with {@code Retry-After}; bad requests: 400, 404, 405 or 414; all
 *       {@code application/problem+json} (RFC 9457)
 * </ul>
 *
 * <p>Every answer is {@code Cache-Control: no-store}: the next request may be better served elsewhere. A target is
 * always an edge of the directory with the request's path behind it, so the router cannot be used to send anybody
 * anywhere else, and never the router itself.
 */
public final class RedirectRouter implements Handler<HttpServerRequest> {
    /** What a client may go on sending after it was answered before its connection is closed. */
    private static final long UNREAD_BODY_LIMIT = 1 << 20;

    private final RouterConfig config;
    private final NamedPlaces places;
    private final Router router;

    /** @param places what a claimed viewer may be called */
    public RedirectRouter(
            RouterConfig config,
            GeoDatabase geography,
            NamedPlaces places,
            RoutableEdges edges,
            ServedRegions servedRegions) {
        this.config = config;
        this.places = places;
        this.router = new Router(config.policy(), geography, edges, servedRegions);
    }

    @Override
    public void handle(HttpServerRequest request) {
        discardBody(request);
        switch (RouterRequest.read(request, config, places)) {
            case RouterRequest.Redirect(RouteQuery query, String target) ->
                redirect(request, router.route(query), target);
            case RouterRequest.Explain(RouteQuery query, String target) ->
                explain(request, router.route(query), target);
            case RouterRequest.Refused(Problem problem) -> answer(request.response(), problem);
        }
    }

    private void redirect(HttpServerRequest request, Route route, String target) {
        HttpServerResponse response = request.response();
        Optional<RoutableEdge> edge = route.choice();
        if (edge.isEmpty()) {
            response.putHeader("Retry-After", Long.toString(config.retryAfter().toSeconds()));
            answer(response, new Problem(503, "No edge is available", null));
            return;
        }
        response.setStatusCode(isRead(request) ? 302 : 307)
                .putHeader("Location", edge.get().urlOf(target))
                .putHeader("Cache-Control", "no-store")
                .end();
    }

    private static void explain(HttpServerRequest request, Route route, String target) {
        HttpServerResponse response = request.response();
        if (isRead(request)) {
            json(response.setStatusCode(200), "application/json", Explanation.of(route, target));
        } else {
            response.putHeader("Allow", "GET, HEAD");
            answer(response, new Problem(405, "Method not allowed", null));
        }
    }

    private static boolean isRead(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }

    private static void answer(HttpServerResponse response, Problem problem) {
        json(response.setStatusCode(problem.status()), "application/problem+json", problem.toJson());
    }

    /** Indented: it is read by people with curl. The type is fixed because parts of the text come from the viewer. */
    private static void json(HttpServerResponse response, String type, JsonObject body) {
        response.putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body.encodePrettily() + "\n");
    }

    /** The body is for the edge, to which a client sends it again; here it is read only so that the connection lives on. */
    private static void discardBody(HttpServerRequest request) {
        long[] received = new long[1];
        request.handler(chunk -> {
            received[0] += chunk.length();
            if (received[0] > UNREAD_BODY_LIMIT) {
                request.connection().close();
            }
        });
    }
}
