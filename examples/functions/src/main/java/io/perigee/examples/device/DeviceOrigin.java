package io.perigee.examples.device;

import io.perigee.functions.CustomOrigin;
import io.perigee.functions.CustomOrigin.Protocol;
import io.perigee.functions.EdgeFunction;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.Origin;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.vertx.core.Future;
import java.net.URI;
import java.util.Optional;

/**
 * Fetches what phones ask for from an origin of their own. Attach it at origin-request, to a behavior whose cache policy has
 * {@code CloudFront-Is-Mobile-Viewer} in the cache key.
 *
 * <p>Where the phones' origin is, the distribution says: the origin's custom header {@value #SETTING} has its URL, such as
 * {@code https://m.example.com} or {@code http://10.0.0.7:8080/mobile}. Functions have no settings of their own; an origin's
 * custom headers are how one function serves many distributions.
 */
public final class DeviceOrigin extends EdgeFunction {
    static final String SETTING = "X-Mobile-Origin";

    @Override
    public Future<RequestResult> originRequest(RequestEvent event) {
        FunctionRequest request = event.request();
        Origin origin = request.origin();
        if (origin == null) {
            return proceed(request);
        }
        Optional<String> mobile = origin.customHeaders().first(SETTING);
        boolean isPhone =
                request.header("CloudFront-Is-Mobile-Viewer").orElse("").equals("true");
        return isPhone && mobile.isPresent()
                ? proceed(sentTo(request, origin, URI.create(mobile.get())))
                : proceed(request);
    }

    private static FunctionRequest sentTo(FunctionRequest request, Origin origin, URI mobile) {
        boolean secure = "https".equals(mobile.getScheme());
        int port = mobile.getPort() != -1 ? mobile.getPort() : secure ? 443 : 80;
        CustomOrigin chosen = CustomOrigin.of(secure ? Protocol.HTTPS : Protocol.HTTP, mobile.getHost(), port)
                .withPath(mobile.getRawPath())
                .withCustomHeaders(origin.customHeaders().without(SETTING));
        return request.withOrigin(chosen).withHeader("Host", mobile.getRawAuthority());
    }
}
