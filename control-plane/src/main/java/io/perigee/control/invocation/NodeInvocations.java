package io.perigee.control.invocation;

import io.perigee.cluster.directory.NodeInfo;
import io.perigee.control.change.Changes;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.VersionWeight;
import io.perigee.distribution.network.NetworkConfig.WeightedFunction;
import io.perigee.functions.FunctionId;
import io.perigee.functions.InvocationHop;
import io.perigee.node.auth.NodeAuthenticator;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

/**
 * Invokes functions on nodes: on the first of those that may which takes the call. Nobody else is asked once a node has the whole request,
 * since the function may have run.
 */
public final class NodeInvocations implements Invoker {

    private static final int CONNECT_MILLIS = 2_000;
    /** A function's 30 s, the start of its environment, and the way there and back. */
    private static final long ANSWER_MILLIS = 50_000;

    private static final int CONNECTIONS_TO_A_NODE = 64;
    private static final int NODES_TRIED = 3;
    private static final int THROTTLED = 429;

    private final HttpClient client;
    private final WorkerExecutor threads;
    private final Changes changes;
    private final InvocationNodes nodes;
    private final NodeAuthenticator authenticator;
    private final IntUnaryOperator random;

    /**
     * Connects when it is asked.
     *
     * @param threads for what blocks: the directory of nodes
     * @param random gives a number from 0 and below its argument, for aliases with weights
     */
    public NodeInvocations(
            Vertx vertx,
            WorkerExecutor threads,
            Changes changes,
            InvocationNodes nodes,
            NodeAuthenticator authenticator,
            IntUnaryOperator random) {
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS))
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS_TO_A_NODE))
                .build();
        this.threads = threads;
        this.changes = changes;
        this.nodes = nodes;
        this.authenticator = authenticator;
        this.random = random;
    }

    private sealed interface Place {
        record Found(FunctionId id, List<NodeInfo> nodes) implements Place {}

        record Nowhere(Attempt why) implements Place {}
    }

    @Override
    public Future<Attempt> invoke(Wanted wanted) {
        return threads.executeBlocking(() -> place(wanted), false)
                .map(place -> Objects.requireNonNull(place))
                .compose(place -> switch (place) {
                    case Place.Nowhere(Attempt why) -> Future.succeededFuture(why);
                    case Place.Found(FunctionId id, List<NodeInfo> found) -> ask(wanted, id, found, 0);
                })
                .otherwise(cause -> new Attempt.Unavailable(String.valueOf(cause.getMessage())));
    }

    private Place place(Wanted wanted) {
        List<WeightedFunction> versions = changes.refreshed().functions(wanted.function(), wanted.qualifier());
        if (versions.isEmpty()) {
            return new Place.Nowhere(new Attempt.NotFound("Function " + wanted.function() + ":" + wanted.qualifier()));
        }
        List<NodeInfo> found = nodes.ready(wanted.function(), wanted.region());
        if (found.isEmpty()) {
            String where = wanted.region().isEmpty() ? "" : " in region " + wanted.region();
            return new Place.Nowhere(new Attempt.Unavailable("No node" + where + " is ready to run functions."));
        }
        FunctionVersion version = picked(versions);
        return new Place.Found(new FunctionId(version.name(), version.version()), found);
    }

    /** One of an alias's versions, by weight. */
    private FunctionVersion picked(List<WeightedFunction> versions) {
        int left = random.applyAsInt(VersionWeight.WHOLE);
        for (WeightedFunction version : versions) {
            left -= version.weight();
            if (left < 0) {
                return version.function();
            }
        }
        return versions.getFirst().function();
    }

    private Future<Attempt> ask(Wanted wanted, FunctionId id, List<NodeInfo> found, int index) {
        NodeInfo node = found.get(index);
        boolean last = index + 1 == Math.min(found.size(), NODES_TRIED);
        return client.request(options(node, id))
                .transform(connected -> {
                    if (connected.succeeded()) {
                        return send(connected.result(), wanted, id);
                    }
                    return Future.succeededFuture(new Attempt.Unavailable(node.id() + " cannot be reached: "
                            + connected.cause().getMessage()));
                })
                .compose(attempt -> attempt instanceof Attempt.Unavailable unavailable && !unavailable.sent() && !last
                        ? ask(wanted, id, found, index + 1)
                        : Future.succeededFuture(attempt));
    }

    private static RequestOptions options(NodeInfo node, FunctionId id) {
        URI url = Objects.requireNonNull(InvocationNodes.url(node));
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url.resolve(InvocationHop.target(id)).toString());
    }

    private Future<Attempt> send(HttpClientRequest request, Wanted wanted, FunctionId id) {
        MultiMap fields = request.headers();
        fields.set("Content-Type", "application/json");
        fields.set(InvocationHop.INVOCATION, wanted.requestId());
        fields.set(NodeAuthenticator.FIELD, authenticator.sign("POST", InvocationHop.target(id), fields::getAll));
        return request.send(wanted.payload())
                .compose(response -> response.body().map(body -> attempt(response, body, id)))
                .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                .otherwise(cause -> {
                    request.reset();
                    return new Attempt.Unavailable("The node has not answered: " + cause.getMessage(), true);
                });
    }

    private static Attempt attempt(HttpClientResponse response, Buffer body, FunctionId id) {
        if (response.statusCode() == 200) {
            String logResult = Objects.requireNonNullElse(response.getHeader(InvocationHop.LOG_RESULT), "");
            return response.getHeader(InvocationHop.FUNCTION_ERROR) == null
                    ? new Attempt.Returned(body, id.version(), logResult)
                    : new Attempt.Failed(body, id.version(), logResult);
        }
        return response.statusCode() == THROTTLED
                ? new Attempt.Throttled(message(body))
                : new Attempt.Unavailable(message(body), false);
    }

    private static String message(Buffer body) {
        try {
            return Objects.requireNonNullElse(new JsonObject(body).getString("message"), "");
        } catch (DecodeException | ClassCastException notOurs) {
            return "";
        }
    }

    public Future<Void> close() {
        return client.close();
    }
}
