package io.perigee.examples.country;

import io.perigee.functions.EdgeFunction;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/**
 * Sends a viewer who opens the home page to the site in the language of the country; all other pages, and viewers from
 * elsewhere, go on as they are. Attach it at viewer-request.
 */
public final class CountryRedirect extends EdgeFunction {
    private static final Map<String, String> FOLDERS = Map.of(
            "DE", "/de/",
            "AT", "/de/",
            "FR", "/fr/",
            "ES", "/es/",
            "JP", "/ja/",
            "KR", "/ko/");

    @Override
    public Future<RequestResult> viewerRequest(RequestEvent event) {
        FunctionRequest request = event.request();
        Optional<String> folder = event.viewer().country().map(FOLDERS::get);
        if (!request.uri().equals("/") || folder.isEmpty()) {
            return proceed(request);
        }
        String query = request.querystring().isEmpty() ? "" : '?' + request.querystring();
        // Another viewer behind the same browser cache or proxy may be in another country.
        return respond(FunctionResponse.redirect(folder.get() + query).withHeader("Cache-Control", "no-store"));
    }
}
