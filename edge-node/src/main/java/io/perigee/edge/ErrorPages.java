package io.perigee.edge;

import io.perigee.cache.Answer;
import io.perigee.distribution.CustomErrorResponse;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.httpcaching.Revalidation;
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

    /**
     * An answer, and the status that it is sent with.
     *
     * @param head without {@code Age}
     * @param errorPage whether it is the distribution's page in place of an error
     */
    record Shown(Answer answer, ResponseHead head, boolean errorPage) {}

    void show(Visit visit, Answer answer, Handler<Shown> shown) {
        CustomErrorResponse custom =
                answer.status() < 400 ? null : visit.distribution().errorResponse(answer.status());
        String page = custom == null ? null : custom.responsePagePath();
        if (page == null || custom == null) {
            shown.handle(new Shown(answer, answer.storedHead(), false));
            return;
        }
        cache.serve(forPage(visit, page), null, fetched -> {
            if (fetched.status() == 200) {
                answer.discard();
                int status = status(custom.responseCode(), answer);
                shown.handle(new Shown(fetched, fetched.storedHead().withStatus(status), true));
            } else {
                fetched.discard();
                visit.ending().of(answer);
                shown.handle(new Shown(answer, answer.storedHead(), false));
            }
        });
    }

    private static Visit forPage(Visit visit, String page) {
        ViewerRequest request = visit.request();
        Headers headers = Revalidation.withoutConditions(request.head().headers());
        return visit.instead(
                request.with(new RequestHead("GET", page, headers)),
                visit.distribution().behaviorFor(page));
    }

    private static int status(@Nullable Integer configured, Answer error) {
        return configured == null ? error.status() : configured;
    }
}
