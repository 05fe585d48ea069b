package io.perigee.functions.lambda;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Lambda Runtime API of one environment, on a port of loopback that is only for it
 * (<a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Using the Lambda runtime API for custom
 * runtimes</a>). {@code AWS_LAMBDA_RUNTIME_API} has room for a host and a port and for no secret; so whose process a
 * connection comes from is asked of the kernel, and other environments' are cut off.
 */
final class RuntimeApi {
    private static final String BASE = "/2018-06-01/runtime";
    private static final String NEXT = BASE + "/invocation/next";
    private static final String INIT_ERROR = BASE + "/init/error";
    private static final Pattern ANSWER = Pattern.compile(BASE + "/invocation/([^/]+)/(response|error)");
    private static final String STATUS_OK = "{\"status\":\"OK\"}";
    /** Lambda's limit of responses is 6 MB, and a little for what is around them. */
    private static final int MAX_BODY = 6 * 1024 * 1024 + 100;

    /** The environment whose process talks. */
    interface Listener {
        /** The process waits for an event; {@code waiting} is told of it, at once or later. */
        void next(Waiting waiting);

        /** The process has given up to wait. */
        void gone(Waiting waiting);

        /** Whether that call is under way: it has ended with that now. */
        boolean answered(String requestId, Answer answer);

        /** Whether the environment was being initialised: that has failed with that now. */
        boolean initFailed(Answer.Failed error);
    }

    /** A process that has asked for its next event. */
    interface Waiting {
        void give(LambdaCall call, long deadlineMillis, String functionArn);
    }

    private final HttpServer server;
    private final Listener listener;
    private final IntPredicate isOwnPort;
    private final Vertx vertx;
    private final Map<HttpConnection, Future<Boolean>> peers = new HashMap<>();

    /**
     * @param isOwnPort whether the connection from that port of loopback is of the environment's own processes; may block
     */
    RuntimeApi(Vertx vertx, Listener listener, IntPredicate isOwnPort) {
        this.vertx = vertx;
        this.listener = listener;
        this.isOwnPort = isOwnPort;
        server = vertx.createHttpServer(new HttpServerOptions().setHandle100ContinueAutomatically(true))
                .connectionHandler(this::connected)
                .requestHandler(this::arrived);
    }

    /** Completes with {@code host:port}. */
    Future<String> listen() {
        return server.listen(SocketAddress.inetSocketAddress(0, "127.0.0.1"))
                .map(listening -> "127.0.0.1:" + listening.actualPort());
    }

    int port() {
        return server.actualPort();
    }

    void close() {
        var unused = server.close();
    }

    private void connected(HttpConnection connection) {
        int port = connection.remoteAddress().port();
        Future<Boolean> own =
                vertx.executeBlocking(() -> isOwnPort.test(port), false).map(Boolean.TRUE::equals);
        peers.put(connection, own);
        connection.closeHandler(closed -> peers.remove(connection));
    }

    private void arrived(HttpServerRequest request) {
        Future<Boolean> own = peers.getOrDefault(request.connection(), Future.succeededFuture(false));
        if (own.succeeded()) {
            route(request, own.result());
            return;
        }
        request.pause();
        own.onComplete(known -> {
            request.resume();
            route(request, known.succeeded() && known.result());
        });
    }

    private void route(HttpServerRequest request, boolean own) {
        if (!own) {
            var unused = request.connection().close();
            return;
        }
        HttpServerResponse response = request.response();
        String path = request.path();
        if (NEXT.equals(path)) {
            if (HttpMethod.GET.equals(request.method())) {
                next(response);
            } else {
                refuse(response, 405, "MethodNotAllowed", "expected GET");
            }
            return;
        }
        Matcher answer = ANSWER.matcher(path == null ? "" : path);
        boolean known = INIT_ERROR.equals(path) || answer.matches();
        if (!known) {
            refuse(response, 404, "NotFound", "no such resource");
        } else if (!HttpMethod.POST.equals(request.method())) {
            refuse(response, 405, "MethodNotAllowed", "expected POST");
        } else {
            read(request, body -> {
                boolean taken;
                if (INIT_ERROR.equals(path)) {
                    taken = body.length() <= MAX_BODY && listener.initFailed(new Answer.Failed(body));
                } else {
                    taken = answered(answer.group(1), answer.group(2).equals("error"), body);
                }
                reply(response, INIT_ERROR.equals(path), taken, body.length());
            });
        }
    }

    private boolean answered(String requestId, boolean error, Buffer body) {
        if (body.length() > MAX_BODY) {
            return listener.answered(
                    requestId,
                    Answer.Failed.of(
                            "Function.ResponseSizeTooLarge",
                            "Response payload size exceeded maximum allowed payload size (" + MAX_BODY + " bytes)."));
        }
        return listener.answered(requestId, error ? new Answer.Failed(body) : new Answer.Returned(body));
    }

    private static void reply(HttpServerResponse response, boolean init, boolean taken, int length) {
        if (length > MAX_BODY) {
            refuse(response, 413, "RequestEntityTooLarge", "expected " + MAX_BODY + " bytes or less");
        } else if (taken) {
            response.setStatusCode(202)
                    .putHeader("Content-Type", "application/json")
                    .end(STATUS_OK);
        } else if (init) {
            refuse(response, 403, "InvalidStateTransition", "the environment has been initialised");
        } else {
            refuse(response, 400, "InvalidRequestID", "no such invocation is under way");
        }
    }

    /** All of the body, or the first bytes that are too many. */
    private static void read(HttpServerRequest request, Consumer<Buffer> then) {
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() <= MAX_BODY) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> then.accept(body));
    }

    private void next(HttpServerResponse response) {
        Context context = vertx.getOrCreateContext();
        Waiting waiting = (call, deadlineMillis, functionArn) ->
                context.runOnContext(unused -> response.putHeader("Content-Type", "application/json")
                        .putHeader("Lambda-Runtime-Aws-Request-Id", call.requestId())
                        .putHeader("Lambda-Runtime-Deadline-Ms", Long.toString(deadlineMillis))
                        .putHeader("Lambda-Runtime-Invoked-Function-Arn", functionArn)
                        .putHeader("Lambda-Runtime-Trace-Id", TraceId.of(call.requestId()))
                        .end(call.payload()));
        response.closeHandler(closed -> listener.gone(waiting));
        listener.next(waiting);
    }

    private static void refuse(HttpServerResponse response, int status, String type, String message) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("errorType", type)
                        .put("errorMessage", message)
                        .toBuffer());
    }
}
