package io.perigee.origin.website;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Dynamic handlers of the website endpoint, looked up by path before the website's objects. Immutable.
 *
 * <p>A path is matched as it was sent, without the query: either exactly, or, where it ends in {@code /*}, as all that
 * is below. Exact paths come first, then the longest prefix. A handler runs on the event loop, gets every method, and
 * must end the response. A request's body is there to be read until the handler returns.
 */
public final class OriginRoutes {

    private static final OriginRoutes NONE = new OriginRoutes(Map.of());

    private final Map<String, Handler<HttpServerRequest>> handlers;

    private OriginRoutes(Map<String, Handler<HttpServerRequest>> handlers) {
        this.handlers = handlers;
    }

    /** No dynamic handlers. */
    public static OriginRoutes none() {
        return NONE;
    }

    /**
     * These routes and one more.
     *
     * @param path starts with a slash; a trailing {@code /*} stands for all that is below
     * @throws IllegalArgumentException if the path has no leading slash, a star elsewhere, or a handler already
     */
    public OriginRoutes with(String path, Handler<HttpServerRequest> handler) {
        String plain = path.endsWith("/*") ? path.substring(0, path.length() - 1) : path;
        if (!path.startsWith("/") || plain.contains("*")) {
            throw new IllegalArgumentException("route '" + path + "': expected /path or /path/*");
        }
        Map<String, Handler<HttpServerRequest>> more = new LinkedHashMap<>(handlers);
        if (more.put(path, handler) != null) {
            throw new IllegalArgumentException("route '" + path + "': expected each path once");
        }
        return new OriginRoutes(more);
    }

    /** The handler for a request's path. */
    public Optional<Handler<HttpServerRequest>> find(String path) {
        Handler<HttpServerRequest> exact = handlers.get(path);
        if (exact != null) {
            return Optional.of(exact);
        }
        for (int slash = path.lastIndexOf('/'); slash >= 0; slash = path.lastIndexOf('/', slash - 1)) {
            Handler<HttpServerRequest> below = handlers.get(path.substring(0, slash + 1) + '*');
            if (below != null) {
                return Optional.of(below);
            }
        }
        return Optional.empty();
    }
}
