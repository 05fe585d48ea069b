package example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.CloudFrontEvent;
import com.amazonaws.services.lambda.runtime.events.CloudFrontEvent.Header;
import com.amazonaws.services.lambda.runtime.events.CloudFrontEvent.Request;
import java.util.List;
import java.util.Map;

/**
 * viewer-request: leads viewers of other host names to the one that the site is known by, and marks the requests of the others. AWS's class has
 * no field for the query string, which stays as it was where a result leaves it out.
 */
public class Function implements RequestHandler<CloudFrontEvent, Object> {
    private static final String HOST = "www.example.com";

    @Override
    public Object handleRequest(CloudFrontEvent event, Context context) {
        Request request = event.getRecords().get(0).getCf().getRequest();
        String host = request.getHeaders().get("host").get(0).getValue();
        if (!host.equals(HOST)) {
            context.getLogger().log(host + " leads to " + HOST);
            return Map.of(
                    "status",
                    "308",
                    "statusDescription",
                    "Permanent Redirect",
                    "headers",
                    Map.of(
                            "location",
                            List.of(Map.of("key", "Location", "value", "https://" + HOST + request.getUri()))));
        }
        request.getHeaders()
                .put("x-site", List.of(new Header().withKey("X-Site").withValue(HOST)));
        return request;
    }
}
