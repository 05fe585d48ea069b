package io.perigee.delivery.invocation;

import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.InvocationHop;
import io.perigee.functions.InvocationResult;
import io.perigee.node.auth.Authentication;
import io.perigee.node.auth.NodeAuthenticator;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where control planes invoke functions on this node: the answering side of {@link InvocationHop}. */
public final class InvocationEndpoint {

    private static final String UNHANDLED = "Unhandled";

    private static final Logger LOG = LoggerFactory.getLogger(InvocationEndpoint.class);

    private static final Pattern PATH =
            Pattern.compile("/perigee/functions/([A-Za-z0-9_-]{1,64}):([1-9][0-9]{0,8})/invocations");

    private final NodeAuthenticator authenticator;
    private final FunctionVersions versions;
    private final PayloadInvoker invoker;

    public InvocationEndpoint(NodeAuthenticator authenticator, FunctionVersions versions, PayloadInvoker invoker) {
        this.authenticator = authenticator;
        this.versions = versions;
        this.invoker = invoker;
    }

    /** Answers invocations itself, and leaves every other request to {@code path}: also one that only claims to be of the network. */
    public Handler<HttpServerRequest> before(Handler<HttpServerRequest> path) {
        return http -> {
            Optional<FunctionId> id = invoked(http);
            if (id.isPresent()) {
                answer(http, id.get());
            } else {
                path.handle(http);
            }
        };
    }

    private Optional<FunctionId> invoked(HttpServerRequest http) {
        if (!http.method().equals(HttpMethod.POST) || !http.headers().contains(InvocationHop.INVOCATION)) {
            return Optional.empty();
        }
        Matcher path = PATH.matcher(http.uri());
        return path.matches()
                        && authenticator.verify(http.method().name(), http.uri(), http.headers()::getAll)
                                instanceof Authentication.Authentic
                ? Optional.of(new FunctionId(path.group(1), Long.parseLong(path.group(2))))
                : Optional.empty();
    }

    private void answer(HttpServerRequest http, FunctionId id) {
        String requestId = Objects.requireNonNullElse(http.getHeader(InvocationHop.INVOCATION), "");
        payload(http)
                .onSuccess(payload -> versions.running(id)
                        .compose(running -> invoker.invoke(FunctionReference.exactly(id), requestId, payload))
                        .onComplete(invoked -> {
                            if (invoked.succeeded()) {
                                send(http, requestId, invoked.result());
                            } else {
                                refuse(http, id, invoked.cause());
                            }
                        }))
                .onFailure(tooLong -> problem(http, 413, String.valueOf(tooLong.getMessage())));
    }

    private static Future<Buffer> payload(HttpServerRequest http) {
        Promise<Buffer> whole = Promise.promise();
        Buffer payload = Buffer.buffer();
        http.exceptionHandler(whole::tryFail);
        http.handler(chunk -> {
            if (payload.length() + chunk.length() > InvocationHop.PAYLOAD_LIMIT) {
                http.handler(rest -> {});
                whole.tryFail("the payload has more than " + InvocationHop.PAYLOAD_LIMIT + " bytes");
            } else {
                payload.appendBuffer(chunk);
            }
        });
        http.endHandler(end -> whole.tryComplete(payload));
        return whole.future();
    }

    private static void send(HttpServerRequest http, String requestId, InvocationResult result) {
        switch (result) {
            case InvocationResult.Payload(Buffer payload, var call, String logTail) -> {
                told(http, logTail);
                send(http, 200, payload);
            }
            case InvocationResult.FunctionError(Buffer payload, var call, String logTail) ->
                failed(http, logTail, payload);
            case InvocationResult.TimedOut(Duration limit, var call, String logTail) ->
                failed(http, logTail, timedOut(requestId, limit));
            case InvocationResult.Throttled(String limit) -> problem(http, 429, limit);
            case InvocationResult.NotAvailable(String reason) -> problem(http, 503, reason);
        }
    }

    /** Lambda's own words. */
    private static Buffer timedOut(String requestId, Duration limit) {
        String message = String.format(
                Locale.ROOT,
                "RequestId: %s Error: Task timed out after %.2f seconds",
                requestId,
                limit.toMillis() / 1000.0);
        return new JsonObject()
                .put("errorType", "Sandbox.Timedout")
                .put("errorMessage", message)
                .toBuffer();
    }

    private static void failed(HttpServerRequest http, String logTail, Buffer payload) {
        told(http, logTail);
        http.response().putHeader(InvocationHop.FUNCTION_ERROR, UNHANDLED);
        send(http, 200, payload);
    }

    private static void told(HttpServerRequest http, String logTail) {
        if (!logTail.isEmpty()) {
            http.response()
                    .putHeader(
                            InvocationHop.LOG_RESULT,
                            Base64.getEncoder().encodeToString(logTail.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void refuse(HttpServerRequest http, FunctionId id, Throwable cause) {
        if (cause instanceof UnknownFunctionException unknown) {
            problem(http, 404, String.valueOf(unknown.getMessage()));
        } else {
            LOG.warn("function {} cannot be invoked: {}", id, cause.toString());
            problem(http, 503, String.valueOf(cause.getMessage()));
        }
    }

    private static void problem(HttpServerRequest http, int status, String message) {
        send(http, status, new JsonObject().put("message", message).toBuffer());
    }

    private static void send(HttpServerRequest http, int status, Buffer body) {
        if (http.response().closed() || http.response().ended()) {
            return;
        }
        http.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", Integer.toString(body.length()))
                .end(body);
    }
}
