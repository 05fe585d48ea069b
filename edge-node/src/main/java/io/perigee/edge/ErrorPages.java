package io.perigee.edge;

import io.perigee.cache.Answer;
import io.perigee.delivery.http.RequestEnd;
import io.perigee.distribution.CustomErrorResponse;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.vertx.core.Handler;
import org.jspecify.annotations.Nullable;

/**
 * Puts a distribution's own page in the place of an error. The page is fetched like any other of the distribution; where it cannot be
 * had, the viewer gets the error itself.
 */
final class ErrorPages {

    private final CacheStep cache;

    ErrorPages(CacheStep cache) {
        this.cache = cache;
    }

    /** An answer, and the status that it is sent with. */
    record Shown(Answer answer, ResponseHead head) {}

    void show(
            ViewerRequest request,
            CompiledDistribution distribution,
            Answer answer,
            RequestEnd end,
            Handler<Shown> shown) {
        CustomErrorResponse custom = answer.head().status() < 400
                ? null
                : distribution.errorResponse(answer.head().status());
        String page = custom == null ? null : custom.responsePagePath();
        if (page == null || custom == null) {
            shown.handle(new Shown(answer, answer.head()));
            return;
        }
        RequestHead head = new RequestHead(
                "GET",
                page,
                request.head()
                        .headers()
                        .without(
                                "If-None-Match",
                                "If-Modified-Since",
                                "If-Match",
                                "If-Unmodified-Since",
                                "Range",
                                "If-Range"));
        cache.serve(request.with(head), distribution, distribution.behaviorFor(page), null, end.guard(fetched -> {
            if (fetched.head().status() != 200) {
                fetched.discard();
                shown.handle(new Shown(answer, answer.head()));
                return;
            }
            answer.discard();
            shown.handle(new Shown(
                    fetched,
                    new ResponseHead(
                            status(custom.responseCode(), answer),
                            fetched.head().headers())));
        }));
    }

    private static int status(@Nullable Integer configured, Answer error) {
        return configured == null ? error.head().status() : configured;
    }
}
