package io.perigee.edge;

import io.perigee.cache.CacheKey;
import io.perigee.cache.Failure;
import io.perigee.cache.Upstream;
import io.perigee.cache.UpstreamException;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.delivery.DeliveryRequest;
import io.perigee.delivery.exchange.Endpoint;
import io.perigee.delivery.exchange.UpstreamExchange;
import io.perigee.delivery.hop.Hop;
import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.delivery.origin.OriginFetch;
import io.perigee.delivery.origin.OriginRoute;
import io.perigee.delivery.tier.SimulatedLatency;
import io.perigee.geo.Coordinates;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.httpcaching.UnsafeInvalidation;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an edge gets what it does not have: from the key's owner in the region, from the next node of the ring when that one cannot be
 * reached, and from the origin itself when the region has no node left or the request cannot be cached anyway.
 */
final class EdgeUpstream {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeUpstream.class);
    private static final int OWNERS_ASKED = 2;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ALLOWANCE = Duration.ofSeconds(5);

    private final RegionalNodes regional;
    private final UpstreamExchange exchange;
    private final OriginFetch origin;
    private final SimulatedLatency latency;
    private final RegionalWrites writes;

    EdgeUpstream(
            RegionalNodes regional,
            UpstreamExchange exchange,
            OriginFetch origin,
            SimulatedLatency latency,
            RegionalWrites writes) {
        this.regional = regional;
        this.exchange = exchange;
        this.origin = origin;
        this.latency = latency;
        this.writes = writes;
    }

    /**
     * Sends what the cache asks for.
     *
     * @param viewers the request that the cache asks for it for
     */
    Future<Upstream.Response> send(DeliveryRequest viewers, CacheKey key, Upstream.Request sent) {
        DeliveryRequest request = viewers.with(sent.head());
        boolean cacheable = request.behavior().cachesMethod(request.head().method());
        List<NodeInfo> owners =
                cacheable && request.body() == null ? regional.owners(key.toString(), OWNERS_ASKED) : List.of();
        Future<Upstream.Response> answered = ask(request, owners, sent);
        return UnsafeInvalidation.isUnsafe(request.head().method())
                ? answered.compose(response -> writes.told(key, request.head(), response))
                : answered;
    }

    private Future<Upstream.Response> ask(DeliveryRequest request, List<NodeInfo> owners, Upstream.Request sent) {
        if (owners.isEmpty()) {
            return latency.toOrigin().compose(arrived -> origin.fetch(request));
        }
        NodeInfo owner = owners.getFirst();
        RequestHead head = Hop.outgoing(request, request.head(), sent.minimumSequence(), sent.replacesStale());
        return latency.to(new Coordinates(owner.latitude(), owner.longitude()))
                .compose(arrived ->
                        exchange.send(endpoint(owner, request), head, null, sent.minimumSequence(), request.asides()))
                .transform(answered -> {
                    if (answered.failed()) {
                        LOG.info(
                                "regional cache {} could not be asked: {}",
                                owner.id(),
                                answered.cause().getMessage());
                        regional.unreachable(owner);
                        return ask(request, owners.subList(1, owners.size()), sent);
                    }
                    regional.reached(owner);
                    return understood(request, owners, sent, answered.result());
                });
    }

    private Future<Upstream.Response> understood(
            DeliveryRequest request, List<NodeInfo> owners, Upstream.Request sent, Upstream.Response response) {
        Headers headers = response.head().headers();
        String failure = headers.first(InternalHeaders.FAILURE);
        if (failure != null) {
            response.abort().run();
            Optional<Failure> known = Arrays.stream(Failure.values())
                    .filter(value -> value.name().equals(failure))
                    .findFirst();
            return known.isPresent() && known.get().fromUpstream()
                    ? Future.failedFuture(
                            new UpstreamException(known.get(), "the regional cache says " + failure, null))
                    : ask(request, owners.subList(1, owners.size()), sent);
        }
        long fetchedAt = Hop.sequence(headers.first(InternalHeaders.FETCHED_AT));
        if (fetchedAt < 0) {
            // Its listener refused (it is full, or the head is too large for it): the origin was not asked.
            response.abort().run();
            return ask(request, owners.subList(1, owners.size()), sent);
        }
        // One of an earlier version knows of no soft invalidations.
        long validatedAt = Hop.sequence(headers.first(InternalHeaders.VALIDATED_AT));
        Headers kept = headers.without(InternalHeaders.FETCHED_AT, InternalHeaders.VALIDATED_AT);
        return Future.succeededFuture(new Upstream.Response(
                new ResponseHead(response.head().status(), kept),
                response.body(),
                fetchedAt,
                validatedAt,
                response.abort()));
    }

    /** Waits for as long as the regional cache may need for all of the request's origins, and a little more. */
    private static Endpoint endpoint(NodeInfo node, DeliveryRequest request) {
        Duration wait = ALLOWANCE.plus(OriginRoute.of(request).patience());
        return Endpoint.node(RegionalNodes.internalUrl(node), CONNECT_TIMEOUT, wait);
    }
}
