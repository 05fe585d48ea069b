package io.perigee.edge;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.perigee.cache.Answer;
import io.perigee.delivery.functions.FunctionMessages;
import io.perigee.delivery.response.Explanation;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionResponse;
import io.perigee.httpcaching.CacheStatus;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.observability.Outcome;
import io.perigee.observability.Reason;
import io.vertx.core.buffer.Buffer;

/** Responses that the edge makes itself: refusals, redirects, failures, and what functions generate. */
final class Responses {

    private Responses() {}

    static EdgeResponse refusal(Refusal refusal) {
        return page(refusal.status(), refusal.message(), Outcome.Error, refusal.reason());
    }

    /** A step threw. The viewer learns that it was not the viewer's fault, and nothing of the inside. */
    static EdgeResponse broken(String node) {
        EdgeResponse page =
                page(500, "Something went wrong on the way to this content.", Outcome.Error, Reason.INTERNAL_ERROR);
        CacheStatus status = CacheStatus.unforwarded(node, Reason.INTERNAL_ERROR.label());
        return page.with(status);
    }

    static EdgeResponse redirect(int status, String location, Reason reason) {
        Headers headers = Headers.of("Location", location, "Content-Length", "0");
        return new EdgeResponse(
                new ResponseHead(status, headers), EdgeBody.None.INSTANCE, Outcome.Redirect, reason, null);
    }

    /** A plain page for people: the status and one sentence. */
    static EdgeResponse page(int status, String message, Outcome outcome, Reason reason) {
        String title = status + " " + HttpResponseStatus.valueOf(status).reasonPhrase();
        Buffer page = Buffer.buffer("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title
                + "</title></head>\n<body><h1>" + title + "</h1><p>" + escaped(message) + "</p></body></html>\n");
        Headers headers = Headers.of(
                "Content-Type", "text/html; charset=utf-8",
                "Content-Length", Integer.toString(page.length()),
                "Cache-Control", "no-store");
        return new EdgeResponse(new ResponseHead(status, headers), new EdgeBody.Made(page), outcome, reason, null);
    }

    /** @param outcome by the kind of the function that made it */
    static EdgeResponse generated(FunctionResponse response, Outcome outcome) {
        ResponseHead head = FunctionMessages.head(response);
        Buffer body = response.body() == null ? Buffer.buffer() : response.body();
        Headers headers = head.headers().with("Content-Length", Integer.toString(body.length()));
        return new EdgeResponse(
                new ResponseHead(head.status(), headers), new EdgeBody.Made(body), outcome, Reason.FUNCTION, null);
    }

    static EdgeResponse failed(FunctionFailure failure) {
        Reason reason = switch (failure) {
            case FunctionFailure.TimedOut timedOut -> Reason.FUNCTION_TIMEOUT;
            case FunctionFailure.ExecutionError error -> Reason.FUNCTION_ERROR;
            case FunctionFailure.InvalidResult invalid -> Reason.FUNCTION_ERROR;
            case FunctionFailure.Throttled throttled -> Reason.FUNCTION_ERROR;
            case FunctionFailure.NotAvailable missing -> Reason.FUNCTION_ERROR;
        };
        return page(
                failure.status(),
                "A function that handles this request failed.",
                Outcome.valueOf(failure.resultType()),
                reason);
    }

    /** The cache has no response to give. */
    static EdgeResponse failure(Answer answer, Explanation explained) {
        answer.discard();
        EdgeResponse page = page(
                answer.status(),
                "The origin of this content cannot be reached, or did not answer in time.",
                explained.outcome(),
                explained.reason());
        return page.with(explained.cacheStatus());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
