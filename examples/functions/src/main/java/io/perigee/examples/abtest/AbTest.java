package io.perigee.examples.abtest;

import io.perigee.functions.EdgeFunction;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.vertx.core.Future;

/**
 * Shows half of the viewers the pages under {@code /b}, and remembers in a cookie who belongs to which half.
 *
 * <p>Attach it at viewer-request, where it rewrites the path (so that the cache keeps both variants apart without the cookie
 * in its key), and at viewer-response, where it sets the cookie (after the cache, so that nobody gets another's).
 */
public final class AbTest extends EdgeFunction {
    static final String COOKIE = "group";
    private static final String B_FOLDER = "/b";

    private enum Group {
        A,
        B
    }

    @Override
    public Future<RequestResult> viewerRequest(RequestEvent event) {
        FunctionRequest request = event.request();
        return isPage(request.uri()) && group(request) == Group.B
                ? proceed(request.withUri(B_FOLDER + request.uri()))
                : proceed(request);
    }

    @Override
    public Future<FunctionResponse> viewerResponse(ResponseEvent event) {
        FunctionResponse response = event.response();
        if (event.request().cookie(COOKIE).isPresent()) {
            return answer(response);
        }
        String cookie = COOKIE + '=' + group(event.request()) + "; Path=/; Max-Age=2592000; SameSite=Lax";
        return answer(response.addingHeader("Set-Cookie", cookie));
    }

    /** Images, styles and scripts are the same for both groups. */
    private static boolean isPage(String uri) {
        return uri.endsWith("/") || uri.endsWith(".html");
    }

    /** As the cookie says; of a first visit, by the address, so that both points of the request come to the same answer. */
    private static Group group(FunctionRequest request) {
        String remembered = request.cookie(COOKIE).orElse("");
        return switch (remembered) {
            case "A" -> Group.A;
            case "B" -> Group.B;
            default -> request.clientIp().hashCode() % 2 == 0 ? Group.A : Group.B;
        };
    }
}
