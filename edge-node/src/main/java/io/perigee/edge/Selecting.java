package io.perigee.edge;

import io.perigee.cache.Answer;
import io.perigee.cache.Outcome.Bypass;
import io.perigee.cache.Outcome.Bypass.BypassReason;
import io.perigee.cache.Outcome.Failed;
import io.perigee.delivery.response.Explanation;
import io.perigee.delivery.response.Selection;
import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.MultipartByteRanges;
import io.perigee.httpcaching.ResponseHead;

/** What of the cache's answer the viewer gets, by the request's conditions and ranges, and how it came about. */
final class Selecting {

    private final String nodeId;

    /** @param nodeId the name of this cache in {@code Cache-Status} */
    Selecting(String nodeId) {
        this.nodeId = nodeId;
    }

    EdgeResponse select(ViewerRequest request, ErrorPages.Shown shown) {
        Answer answer = shown.answer();
        Explanation explained = Explanation.of(answer, nodeId);
        if (answer.outcome() instanceof Failed) {
            return Responses.failure(answer, explained);
        }
        return switch (selection(request, shown.head(), answer)) {
            case Selection.Whole(ResponseHead head) ->
                aged(head, answer, new EdgeBody.Cached(answer.body(), 0, Long.MAX_VALUE), explained);
            case Selection.Part(ResponseHead head, ByteRange range) ->
                aged(head, answer, new EdgeBody.Cached(answer.body(), range.first(), range.length()), explained);
            case Selection.Parts(ResponseHead head, MultipartByteRanges parts) ->
                aged(head, answer, new EdgeBody.Parts(answer.body(), parts), explained);
            case Selection.NotModified(ResponseHead head) -> {
                answer.discard();
                yield aged(head, answer, EdgeBody.None.INSTANCE, explained);
            }
            case Selection.NotSatisfiable(ResponseHead head) -> {
                answer.discard();
                yield response(head, EdgeBody.None.INSTANCE, explained);
            }
        };
    }

    /** Conditions of a request that went to the origin as it came were the origin's to judge. */
    private static Selection selection(ViewerRequest request, ResponseHead head, Answer answer) {
        return answer.outcome() instanceof Bypass bypass && bypass.reason() != BypassReason.NOT_STORABLE
                ? new Selection.Whole(head)
                : Selection.of(request.head(), head, answer.body().length());
    }

    private static EdgeResponse aged(ResponseHead head, Answer answer, EdgeBody body, Explanation explained) {
        EdgeResponse response = response(head, body, explained);
        String age = answer.age();
        if (age != null) {
            response.headers().set(HeaderNames.AGE, age);
        }
        return response;
    }

    private static EdgeResponse response(ResponseHead head, EdgeBody body, Explanation explained) {
        return new EdgeResponse(head, body, explained.outcome(), explained.reason(), explained.cacheStatus());
    }
}
