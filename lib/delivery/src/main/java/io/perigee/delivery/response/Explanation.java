package io.perigee.delivery.response;

import io.perigee.cache.Answer;
import io.perigee.cache.Failure;
import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.httpcaching.CacheStatus;
import io.perigee.httpcaching.CacheStatus.Forward;
import io.perigee.observability.Outcome;
import io.perigee.observability.Reason;
import java.util.Arrays;

/**
 * One answer of the cache in the words that logs, metrics and headers share.
 *
 * @param cacheStatus this node's entry in {@code Cache-Status}
 */
public record Explanation(Outcome outcome, Reason reason, CacheStatus cacheStatus) {

    /**
     * Explains an answer.
     *
     * @param node the name of the cache in {@code Cache-Status}
     */
    public static Explanation of(Answer answer, String node) {
        int status = answer.status();
        return switch (answer.outcome()) {
            case io.perigee.cache.Outcome.Hit hit ->
                new Explanation(
                        status >= 400 ? Outcome.Error : Outcome.Hit,
                        Reason.FRESH,
                        CacheStatus.hit(node, answer.ttlSeconds()));
            case io.perigee.cache.Outcome.StaleHit(io.perigee.cache.Outcome.StaleHit.StaleReason why) ->
                new Explanation(Outcome.Hit, reason(why), CacheStatus.hit(node, answer.ttlSeconds()));
            case io.perigee.cache.Outcome.RefreshHit(io.perigee.cache.Outcome.Miss.ForwardReason why) ->
                new Explanation(
                        Outcome.RefreshHit,
                        reason(why),
                        forwarded(answer, node, forward(why)).withForwardStatus(304));
            case io.perigee.cache.Outcome.Collapsed collapsed ->
                new Explanation(
                        fetched(answer),
                        Reason.COLLAPSED,
                        forwarded(answer, node, Forward.URI_MISS).withCollapsed(true));
            case io.perigee.cache.Outcome.Miss(io.perigee.cache.Outcome.Miss.ForwardReason why) ->
                new Explanation(fetched(answer), reason(why), forwarded(answer, node, forward(why)));
            case io.perigee.cache.Outcome.Bypass(
                    io.perigee.cache.Outcome.Bypass.BypassReason why,
                    io.perigee.cache.Outcome.Miss.ForwardReason before) ->
                new Explanation(fetched(answer), reason(why), forwarded(answer, node, forward(why, before)));
            case io.perigee.cache.Outcome.Failed(Failure failure) ->
                new Explanation(
                        failure == Failure.UPSTREAM_OVERLOADED ? Outcome.CapacityExceeded : Outcome.Error,
                        reason(failure),
                        failed(failure, node).withDetail(reason(failure).label()));
        };
    }

    /** A request that went nowhere has no {@code fwd} (RFC 9211 section 2.2). */
    private static CacheStatus failed(Failure failure, String node) {
        Forward forward = switch (failure) {
            case UPSTREAM_CONNECT, UPSTREAM_TIMEOUT, UPSTREAM_FAILED -> Forward.MISS;
            case UPSTREAM_OVERLOADED, OVERTAKEN_BY_INVALIDATIONS -> Forward.MISS;
            case ONLY_IF_CACHED, CLOSED -> Forward.NONE;
        };
        return CacheStatus.forwarded(node, forward);
    }

    private static CacheStatus forwarded(Answer answer, String node, Forward forward) {
        CacheStatus status = CacheStatus.forwarded(node, forward)
                .withForwardStatus(answer.status())
                .withStored(answer.stored());
        return answer.stored() ? status.withTtlSeconds(answer.ttlSeconds()) : status;
    }

    /** A fetched response may be a function's rather than the origin's. */
    private static Outcome fetched(Answer answer) {
        String result = answer.storedHead().headers().first(InternalHeaders.RESULT);
        if (result != null) {
            return Arrays.stream(Outcome.values())
                    .filter(outcome -> outcome.name().equals(result))
                    .findFirst()
                    .orElse(Outcome.Error);
        }
        return answer.status() >= 400 ? Outcome.Error : Outcome.Miss;
    }

    private static Reason reason(io.perigee.cache.Outcome.StaleHit.StaleReason why) {
        return switch (why) {
            case WHILE_REVALIDATE -> Reason.STALE_WHILE_REVALIDATE;
            case IF_ERROR -> Reason.STALE_IF_ERROR;
            case MAX_STALE -> Reason.REQUEST_DIRECTIVE;
        };
    }

    private static Reason reason(io.perigee.cache.Outcome.Miss.ForwardReason why) {
        return switch (why) {
            case URI_MISS, PARTIAL -> Reason.NOT_STORED;
            case VARY_MISS -> Reason.VARY;
            case STALE -> Reason.EXPIRED;
            case REQUEST -> Reason.REQUEST_DIRECTIVE;
            case INVALIDATED -> Reason.INVALIDATED;
        };
    }

    private static Forward forward(io.perigee.cache.Outcome.Miss.ForwardReason why) {
        return switch (why) {
            case URI_MISS -> Forward.URI_MISS;
            case VARY_MISS -> Forward.VARY_MISS;
            case STALE, INVALIDATED -> Forward.STALE;
            case REQUEST -> Forward.REQUEST;
            case PARTIAL -> Forward.PARTIAL;
        };
    }

    private static Reason reason(io.perigee.cache.Outcome.Bypass.BypassReason why) {
        return switch (why) {
            case METHOD -> Reason.METHOD;
            case CALL, HEAD -> Reason.BYPASS;
            case NOT_STORABLE, NOT_SHARED_LATELY -> Reason.NO_STORE;
        };
    }

    private static Forward forward(
            io.perigee.cache.Outcome.Bypass.BypassReason why, io.perigee.cache.Outcome.Miss.ForwardReason before) {
        return switch (why) {
            case METHOD -> Forward.METHOD;
            case CALL -> Forward.BYPASS;
            case HEAD, NOT_STORABLE, NOT_SHARED_LATELY -> forward(before);
        };
    }

    private static Reason reason(Failure failure) {
        return switch (failure) {
            case UPSTREAM_CONNECT -> Reason.ORIGIN_UNREACHABLE;
            case UPSTREAM_TIMEOUT -> Reason.ORIGIN_TIMEOUT;
            case UPSTREAM_FAILED -> Reason.ORIGIN_INVALID;
            case UPSTREAM_OVERLOADED -> Reason.OVERLOAD;
            case ONLY_IF_CACHED -> Reason.ONLY_IF_CACHED;
            case OVERTAKEN_BY_INVALIDATIONS -> Reason.INVALIDATED;
            case CLOSED -> Reason.NOT_READY;
        };
    }
}
