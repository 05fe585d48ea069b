package io.perigee.functions.javascript;

import io.perigee.functions.EdgeLocation;
import io.perigee.functions.EventConfig;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.javascript.Values.Value;
import java.util.List;
import java.util.Map;

/**
 * Writes events as handlers get them, version 1.0.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html">CloudFront Functions event
 *     structure</a>
 */
final class EventWriter {
    private static final int USUAL_LENGTH = 2_048;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder json = new StringBuilder(USUAL_LENGTH);

    private EventWriter() {}

    static String write(RequestEvent event) {
        EventWriter writer = new EventWriter();
        writer.head(event.config(), event.request().clientIp());
        writer.request(event.request());
        return writer.json.append('}').toString();
    }

    static String write(ResponseEvent event) {
        EventWriter writer = new EventWriter();
        writer.head(event.config(), event.request().clientIp());
        writer.request(event.request());
        writer.response(event.response());
        return writer.json.append('}').toString();
    }

    /** What {@code cf.edgeLocation} is: without what is not known. */
    static String write(EdgeLocation place) {
        if (place.equals(EdgeLocation.UNKNOWN)) {
            return "{}";
        }
        EventWriter writer = new EventWriter();
        writer.json.append("{\"name\":");
        writer.string(place.name());
        writer.json.append(",\"serverIp\":");
        writer.string(place.serverIp());
        writer.json.append(",\"region\":");
        writer.string(place.region());
        return writer.json.append('}').toString();
    }

    private void head(EventConfig config, String ip) {
        json.append("{\"version\":\"1.0\",\"context\":{\"distributionDomainName\":");
        string(config.distributionDomainName());
        json.append(",\"distributionId\":");
        string(config.distributionId());
        json.append(",\"eventType\":");
        string(config.eventType().label());
        json.append(",\"requestId\":");
        string(config.requestId());
        json.append("},\"viewer\":{\"ip\":");
        string(ip);
        json.append('}');
    }

    private void request(FunctionRequest request) {
        json.append(",\"request\":{\"method\":");
        string(request.method());
        json.append(",\"uri\":");
        string(request.uri());
        json.append(",\"querystring\":");
        values(Values.ofQuery(request.querystring()));
        json.append(",\"headers\":");
        values(Values.ofHeaders(request.headers()));
        json.append(",\"cookies\":");
        values(Values.ofCookies(request.headers()));
        json.append('}');
    }

    private void response(FunctionResponse response) {
        json.append(",\"response\":{\"statusCode\":").append(response.status()).append(",\"statusDescription\":");
        string(response.statusDescription());
        json.append(",\"headers\":");
        values(Values.ofHeaders(response.headers()));
        json.append(",\"cookies\":");
        values(Values.ofSetCookies(response.headers()));
        json.append('}');
    }

    private void values(Map<String, List<Value>> values) {
        json.append('{');
        String comma = "";
        for (Map.Entry<String, List<Value>> entry : values.entrySet()) {
            json.append(comma);
            comma = ",";
            string(entry.getKey());
            json.append(":{");
            List<Value> several = entry.getValue();
            value(several.getFirst());
            if (several.size() > 1) {
                json.append(",\"multiValue\":[");
                for (int i = 0; i < several.size(); i++) {
                    json.append(i == 0 ? "{" : ",{");
                    value(several.get(i));
                    json.append('}');
                }
                json.append(']');
            }
            json.append('}');
        }
        json.append('}');
    }

    private void value(Value value) {
        json.append("\"value\":");
        string(value.value());
        if (!value.attributes().isEmpty()) {
            json.append(",\"attributes\":");
            string(value.attributes());
        }
    }

    private void string(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
