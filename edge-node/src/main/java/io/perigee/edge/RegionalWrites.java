package io.perigee.edge;

import io.micrometer.core.instrument.Counter;
import io.perigee.cache.CacheKey;
import io.perigee.cache.UnsafeTargets;
import io.perigee.cache.Upstream;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.delivery.exchange.Endpoint;
import io.perigee.delivery.exchange.UpstreamExchange;
import io.perigee.delivery.hop.Hop;
import io.perigee.delivery.tier.SimulatedLatency;
import io.perigee.geo.Coordinates;
import io.perigee.httpcaching.RequestHead;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the region's regional caches what an unsafe request has changed before its sender hears that it has (RFC 9111 section 4.4): whoever
 * writes through an edge and reads through it again finds what he wrote. This edge's own cache forgets afterwards, so that nothing
 * older comes back from the regional caches in between.
 *
 * <p>A viewer is not kept waiting for long by one that does not answer; then the old response may be found there until its lifetime ends.
 */
final class RegionalWrites {

    private static final Logger LOG = LoggerFactory.getLogger(RegionalWrites.class);

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int NO_CONTENT = 204;

    private final RegionalNodes regional;
    private final UpstreamExchange exchange;
    private final SimulatedLatency latency;
    private final Counter unconfirmed;

    /** @param unconfirmed counts responses that were delivered before all regional caches had confirmed */
    RegionalWrites(RegionalNodes regional, UpstreamExchange exchange, SimulatedLatency latency, Counter unconfirmed) {
        this.regional = regional;
        this.exchange = exchange;
        this.latency = latency;
        this.unconfirmed = unconfirmed;
    }

    /** The same response, when the regional caches have forgotten what it says was changed; never fails. */
    Future<Upstream.Response> told(CacheKey key, RequestHead request, Upstream.Response response) {
        List<NodeInfo> nodes = regional.all();
        List<String> paths = nodes.isEmpty() ? List.of() : UnsafeTargets.of(key, request, response.head());
        if (paths.isEmpty()) {
            return Future.succeededFuture(response);
        }
        RequestHead head = new Hop.Written(key.namespace(), paths).outgoing();
        return Future.join(nodes.stream().map(node -> tell(node, head)).toList())
                .transform(told -> {
                    if (told.failed()) {
                        unconfirmed.increment();
                        LOG.warn(
                                "not every regional cache has confirmed that it forgets {}: {}",
                                paths,
                                told.cause().toString());
                    }
                    return Future.succeededFuture(response);
                });
    }

    private Future<Void> tell(NodeInfo node, RequestHead head) {
        return latency.to(new Coordinates(node.latitude(), node.longitude()))
                .compose(arrived -> send(node, head)
                        .recover(brokenOff -> send(node, head))
                        // Of a future that has a context, so that the answer goes on there.
                        .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    }

    private Future<Void> send(NodeInfo node, RequestHead head) {
        Endpoint endpoint = Endpoint.node(RegionalNodes.internalUrl(node), PATIENCE, PATIENCE);
        return exchange.send(endpoint, head, null, 0).compose(answer -> {
            int status = answer.head().status();
            answer.abort().run();
            return status == NO_CONTENT
                    ? Future.succeededFuture()
                    : Future.failedFuture(node.id() + " answered " + status);
        });
    }
}
