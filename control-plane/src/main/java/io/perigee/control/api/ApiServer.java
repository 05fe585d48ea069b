package io.perigee.control.api;

import io.perigee.control.api.Operation.Access;
import io.perigee.control.api.Operation.Content;
import io.perigee.control.store.StoreUnavailableException;
import io.perigee.distribution.Limits;
import io.perigee.distribution.document.Violation;
import io.perigee.node.auth.Authentication;
import io.perigee.node.auth.NodeAuthenticator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the API's requests: finds the operation, checks who asks and what with, takes the body in, answers. A request that
 * is refused has had no effect.
 */
public final class ApiServer implements Handler<HttpServerRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    private static final Set<String> DOCUMENT_TYPES =
            Set.of("application/json", "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml");
    private static final Set<String> PACKAGE_TYPES = Set.of(
            "application/java-archive",
            "application/octet-stream",
            "application/zip",
            "application/x-java-archive",
            "application/javascript",
            "text/javascript");

    private static final Set<String> PAYLOAD_TYPES =
            Set.of("application/json", "application/octet-stream", "application/x-amz-json-1.0", "text/plain");

    private final Vertx vertx;
    private final Routes routes;
    private final ApiTokens tokens;
    private final NodeAuthenticator nodes;
    private final Bodies bodies;

    ApiServer(Vertx vertx, List<Operation> operations, ApiTokens tokens, NodeAuthenticator nodes, Bodies bodies) {
        this.vertx = vertx;
        this.routes = new Routes(operations);
        this.tokens = tokens;
        this.nodes = nodes;
        this.bodies = bodies;
    }

    /** Answers a request while the control plane cannot serve yet, or any more. */
    public static void unavailable(HttpServerRequest request) {
        Bodies.discard(request);
        send(
                request,
                Problem.of(503, "The control plane is starting or stopping.")
                        .answer()
                        .with("Retry-After", "1"));
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = Objects.requireNonNullElse(request.path(), "");
        switch (routes.find(request.method(), path)) {
            case Routes.Route.NoSuchPath() ->
                refuse(
                        request,
                        Problem.of(404, "There is nothing at " + path + ".").answer());
            case Routes.Route.NoSuchMethod(String allow) ->
                refuse(
                        request,
                        Problem.of(405, path + " can be asked for with " + allow + ".")
                                .answer()
                                .with("Allow", allow));
            case Routes.Route.Found(Operation operation, var parameters) -> {
                Answer refusal = judge(request, operation);
                if (refusal != null) {
                    refuse(request, refusal);
                } else {
                    perform(request, operation, parameters);
                }
            }
        }
    }

    private @Nullable Answer judge(HttpServerRequest request, Operation operation) {
        Answer unauthorized = authenticate(request, operation.access());
        if (unauthorized != null) {
            return unauthorized;
        }
        Set<String> known =
                operation.query().stream().map(Operation.Parameter::name).collect(Collectors.toSet());
        List<Violation> unknown = request.params().names().stream()
                .filter(name -> !known.contains(name))
                .map(name -> new Violation(
                        name,
                        request.params().get(name),
                        known.isEmpty() ? "no query" : "one of " + String.join(", ", known)))
                .toList();
        if (!unknown.isEmpty()) {
            return Problem.invalid(unknown).answer();
        }
        return switch (operation.content()) {
            case Content.None() -> null;
            case Content.Document document -> content(request, DOCUMENT_TYPES, Bodies.DOCUMENT_LIMIT);
            case Content.Code code -> content(request, PACKAGE_TYPES, Limits.FUNCTION_BYTES);
            case Content.Payload payload -> content(request, PAYLOAD_TYPES, FunctionInvocationOperations.limit());
        };
    }

    private @Nullable Answer authenticate(HttpServerRequest request, Access access) {
        return switch (access) {
            case ANYBODY -> null;
            case OPERATORS -> {
                if (tokens.admits(request.getHeader("Authorization"))) {
                    yield null;
                }
                boolean tried = request.headers().contains("Authorization");
                yield Problem.of(401, tried ? "The token is not known here." : "A bearer token is needed.")
                        .answer()
                        .with(
                                "WWW-Authenticate",
                                tried
                                        ? "Bearer realm=\"perigee\", error=\"invalid_token\""
                                        : "Bearer realm=\"perigee\"");
            }
            case NODES ->
                switch (nodes.verify(
                        request.method().name(),
                        request.uri(),
                        name -> request.headers().getAll(name))) {
                    case Authentication.Authentic authentic -> null;
                    case Authentication.Refused(Authentication.Cause cause) -> {
                        LOG.warn(
                                "{} {} of {} was refused: {}",
                                request.method(),
                                request.path(),
                                request.remoteAddress(),
                                cause.label());
                        yield Problem.of(401, "This is for nodes of the network.")
                                .answer()
                                .with("WWW-Authenticate", NodeAuthenticator.FIELD);
                    }
                };
        };
    }

    private static @Nullable Answer content(HttpServerRequest request, Set<String> types, long limit) {
        String type = request.getHeader("Content-Type");
        if (type != null && !types.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))) {
            return Problem.of(
                            415, "The body is of type " + type + "; expected one of " + String.join(", ", types) + ".")
                    .answer();
        }
        String length = request.getHeader("Content-Length");
        return length != null && Long.parseLong(length) > limit
                ? Problem.of(413, "The body has more than " + limit + " bytes.").answer()
                : null;
    }

    private void perform(HttpServerRequest request, Operation operation, java.util.Map<String, String> parameters) {
        Context context = vertx.getOrCreateContext();
        receive(request, operation.content())
                .compose(received -> answer(operation, new Call(request, parameters, received))
                        .eventually(() -> bodies.release(received)))
                .onComplete(answered -> context.runOnContext(on -> {
                    if (answered.succeeded()) {
                        if (operation.access() != Access.NODES
                                && !request.method().equals(HttpMethod.GET)
                                && !request.method().equals(HttpMethod.HEAD)) {
                            LOG.info(
                                    "{} {} by {}: {}",
                                    request.method(),
                                    request.path(),
                                    request.remoteAddress(),
                                    answered.result().status());
                        }
                        send(request, answered.result());
                    } else {
                        send(request, failure(request, answered.cause()));
                    }
                }));
    }

    private Future<Received> receive(HttpServerRequest request, Content content) {
        return switch (content) {
            case Content.None() -> {
                Bodies.discard(request);
                yield Future.succeededFuture(new Received.Nothing());
            }
            case Content.Document document -> bodies.text(request);
            case Content.Code code -> bodies.upload(request);
            case Content.Payload payload -> bodies.payload(request, FunctionInvocationOperations.limit());
        };
    }

    private static Future<Answer> answer(Operation operation, Call call) {
        try {
            return operation.handler().apply(call);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static Answer failure(HttpServerRequest request, Throwable cause) {
        if (cause instanceof ProblemException expected) {
            return expected.problem().answer();
        }
        if (cause instanceof StoreUnavailableException away) {
            LOG.warn("{} {}: the database cannot be used: {}", request.method(), request.path(), away.getMessage());
            return Problem.of(
                            503,
                            away.perhapsStored()
                                    ? "The database went away while the change was being stored: read whether it is before asking again."
                                    : "The database cannot be used now. Nothing was changed.")
                    .answer()
                    .with("Retry-After", "2");
        }
        LOG.error("{} {} failed", request.method(), request.path(), cause);
        return Problem.of(
                        500,
                        "The request failed; the control plane's log says why. Whether it had an effect is not known.")
                .answer();
    }

    private static void refuse(HttpServerRequest request, Answer answer) {
        Bodies.discard(request);
        send(request, answer);
    }

    private static void send(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(answer.status()).putHeader("Cache-Control", "no-store");
        answer.headers().forEach(response::putHeader);
        if (answer.contentType().isEmpty()) {
            response.end();
            return;
        }
        response.putHeader("Content-Type", answer.contentType()).putHeader("X-Content-Type-Options", "nosniff");
        boolean headOnly = request.method().equals(HttpMethod.HEAD);
        switch (answer.body()) {
            case Answer.Body.Whole(Buffer bytes) -> {
                response.putHeader("Content-Length", Integer.toString(bytes.length()));
                if (headOnly) {
                    response.end();
                } else {
                    response.end(bytes);
                }
            }
            case Answer.Body.Stream(Consumer<HttpServerResponse> writer) -> {
                if (headOnly) {
                    response.end();
                } else {
                    writer.accept(response);
                }
            }
        }
    }
}
