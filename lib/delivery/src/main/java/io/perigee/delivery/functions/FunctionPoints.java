package io.perigee.delivery.functions;

import io.perigee.delivery.DeliveryRequest;
import io.perigee.delivery.ViewerContext;
import io.perigee.delivery.http.BufferedStream;
import io.perigee.delivery.http.Contexts;
import io.perigee.delivery.http.PeekedBody;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.VersionWeight;
import io.perigee.distribution.routing.CompiledBehavior.FunctionBinding;
import io.perigee.functions.BodySource;
import io.perigee.functions.EdgeLocation;
import io.perigee.functions.EventConfig;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionInvoker;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.Origin;
import io.perigee.functions.RequestBody;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestOutcome;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.ResponseOutcome;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Calls a behavior's functions. Which function runs at which point is the behavior's to say; what an outcome means, the caller's. */
public final class FunctionPoints {

    private static final int VIEWER_BODY_LIMIT = 40 * 1024;
    private static final int ORIGIN_BODY_LIMIT = 1024 * 1024;

    private final FunctionInvoker invoker;
    private final String domain;
    private final EdgeLocation place;
    private final IntUnaryOperator random;

    /** @param domain the network's domain; a distribution's own name is its id below it */
    public FunctionPoints(FunctionInvoker invoker, String domain) {
        this(invoker, domain, EdgeLocation.UNKNOWN);
    }

    /** @param place this node's, if it is an edge */
    public FunctionPoints(FunctionInvoker invoker, String domain, EdgeLocation place) {
        this(invoker, domain, place, bound -> ThreadLocalRandom.current().nextInt(bound));
    }

    /** @param random a number from 0 to below its argument, all as likely as each other; called by any thread */
    public FunctionPoints(FunctionInvoker invoker, String domain, EdgeLocation place, IntUnaryOperator random) {
        this.invoker = invoker;
        this.domain = domain;
        this.place = place;
        this.random = random;
    }

    /** What came of a request point, and the request's body as it is to be sent on where no function replaced it. */
    public record AtRequest(RequestOutcome outcome, DeliveryRequest request) {}

    /**
     * Calls the function at viewer-request or origin-request.
     *
     * @param origin where the request is about to go; null at viewer-request
     * @return fails with a {@link io.perigee.delivery.http.BrokenBodyException} when the viewer breaks off in the middle of a body that
     *     the function was to get; with anything else only where this node or the invoker is defective
     */
    public Future<AtRequest> request(
            EventType point, FunctionBinding binding, DeliveryRequest request, @Nullable Origin origin) {
        if (!binding.includeBody() || request.body() == null) {
            return invoke(point, binding, request, origin, null).map(outcome -> new AtRequest(outcome, request));
        }
        Context context = Contexts.current();
        return PeekedBody.read(context, request.body(), point.isViewer() ? VIEWER_BODY_LIMIT : ORIGIN_BODY_LIMIT)
                .compose(peeked -> invoke(
                                point, binding, request, origin, new RequestBody(peeked.data(), !peeked.whole()))
                        .map(outcome -> new AtRequest(outcome, request.withBody(peeked.replay()))));
    }

    private Future<RequestOutcome> invoke(
            EventType point,
            FunctionBinding binding,
            DeliveryRequest request,
            @Nullable Origin origin,
            @Nullable RequestBody body) {
        FunctionRequest seen = FunctionMessages.request(request.viewer().clientIp(), request.head(), body, origin);
        RequestEvent event = new RequestEvent(
                config(point, request),
                request.viewer().location(),
                seen,
                id -> request.distribution().origin(id) != null);
        return invoker.invoke(reference(binding), event);
    }

    /**
     * Calls the function at origin-response or viewer-response.
     *
     * @param body read only if the function asks for it
     */
    public Future<ResponseOutcome> response(
            EventType point, FunctionBinding binding, DeliveryRequest request, ResponseHead head, BodySource body) {
        FunctionRequest seen = FunctionMessages.request(request.viewer().clientIp(), request.head(), null, null);
        FunctionResponse response = FunctionMessages.response(head);
        ResponseEvent event = new ResponseEvent(
                config(point, request), request.viewer().location(), seen, response, body, Integer.MAX_VALUE);
        return invoker.invoke(reference(binding), event);
    }

    private EventConfig config(EventType point, DeliveryRequest request) {
        String id = request.distribution().id();
        ViewerContext viewer = request.viewer();
        EdgeLocation served = point == EventType.VIEWER_REQUEST ? place.at(viewer.serverIp()) : EdgeLocation.UNKNOWN;
        String target = request.head().target();
        int query = target.indexOf('?');
        return new EventConfig(
                id + "." + domain,
                id,
                point,
                viewer.requestId(),
                served,
                query < 0 ? null : target.substring(query + 1));
    }

    private FunctionReference reference(FunctionBinding binding) {
        FunctionVersion function = binding.pick(random.applyAsInt(VersionWeight.WHOLE));
        FunctionTier tier = switch (binding.family()) {
            case VERTICLE -> FunctionTier.VERTICLE;
            case LAMBDA -> FunctionTier.LAMBDA;
            case CLOUDFRONT_JS -> FunctionTier.CLOUDFRONT_FUNCTION;
        };
        return FunctionReference.exactly(new FunctionId(function.name(), function.version()))
                .ofTier(tier);
    }

    /**
     * The request as a function changed it: path, query, headers, and the body if the function saw and kept or replaced the whole of it; the
     * method stays.
     */
    public static DeliveryRequest changed(DeliveryRequest before, FunctionRequest after) {
        RequestHead head = FunctionMessages.head(before.head(), after);
        RequestBody replacement = after.body();
        if (replacement == null || replacement.inputTruncated()) {
            return before.with(head);
        }
        Buffer body = replacement.data();
        Headers headers = head.headers().with("Content-Length", Integer.toString(body.length()));
        return before.with(new RequestHead(head.method(), head.target(), headers))
                .withBody(BufferedStream.of(body));
    }
}
