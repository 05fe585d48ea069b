package io.perigee.functions.javascript;

import io.perigee.functions.CustomOrigin;
import io.perigee.functions.CustomOrigin.Protocol;
import io.perigee.functions.DisallowedHeaders;
import io.perigee.functions.HeaderField;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.Origin;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code cf.updateRequestOrigin()} makes of the origin that a request is about to go to. What is not given stays. Origin access control
 * and Origin Shield have nothing here that they could switch, and connecting goes by the origin's own settings: these are passed over.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/helper-functions-origin-modification.html">Helper methods
 *     for origin modification</a>
 */
final class OriginUpdate {
    private static final int MAX_NAME = 253;
    private static final int MAX_PATH = 255;
    private static final int MAX_SECONDS = 120;
    private static final int MAX_PORT = 65_535;

    private OriginUpdate() {}

    /** That origin, changed as the properties say. */
    static Origin apply(@Nullable Origin before, JsonObject properties) {
        if (!(before instanceof CustomOrigin origin)) {
            throw invalid("", before, "an origin that is an HTTP server: only a viewer-request function can change it");
        }
        JsonObject timeouts = object(properties, "timeouts");
        JsonObject server = object(properties, "customOriginConfig");
        String domainName = host(properties, "domainName").orElse(origin.domainName());
        for (String field : List.of("hostHeader", "sni")) {
            host(properties, field).ifPresent(name -> {
                if (!name.equals(domainName)) {
                    throw invalid(field, name, "the origin's domain name, " + domainName);
                }
            });
        }
        return new CustomOrigin(
                domainName,
                number(server, "port", MAX_PORT).orElse(origin.port()),
                protocol(server).orElse(origin.protocol()),
                path(properties).orElse(origin.path()),
                origin.sslProtocols(),
                seconds(timeouts, "readTimeout").orElse(origin.readTimeout()),
                seconds(timeouts, "keepAliveTimeout").orElse(origin.keepaliveTimeout()),
                customHeaders(properties).orElse(origin.customHeaders()));
    }

    private static Optional<Protocol> protocol(JsonObject server) {
        if (server.isEmpty()) {
            return Optional.empty();
        }
        String protocol = text(server, "protocol").orElse("missing");
        return switch (protocol) {
            case "http" -> Optional.of(Protocol.HTTP);
            case "https" -> Optional.of(Protocol.HTTPS);
            default -> throw invalid("customOriginConfig.protocol", protocol, "http or https");
        };
    }

    private static Optional<String> host(JsonObject properties, String field) {
        Optional<String> host = text(properties, field);
        host.ifPresent(name -> {
            boolean isName = name.matches("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?") && !name.matches("[0-9.]+");
            if (!isName || name.length() > MAX_NAME) {
                throw invalid(field, name, "a host name of at most 253 characters, no address and no port");
            }
        });
        return host;
    }

    private static Optional<String> path(JsonObject properties) {
        Optional<String> path = text(properties, "originPath");
        path.ifPresent(given -> {
            boolean fits = given.isEmpty() || (given.startsWith("/") && !given.endsWith("/"));
            if (!fits || given.length() > MAX_PATH || given.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw invalid(
                        "originPath",
                        given,
                        "nothing, or an encoded path that starts with '/' and does not end with it");
            }
        });
        return path;
    }

    private static Optional<HeaderFields> customHeaders(JsonObject properties) {
        if (properties.getValue("customHeaders") == null) {
            return Optional.empty();
        }
        List<HeaderField> fields = new ArrayList<>();
        for (Map.Entry<String, Object> entry : object(properties, "customHeaders")) {
            String name = entry.getKey();
            if (!name.matches("[!#$%&'*+.^_`|~0-9a-z-]+") || DisallowedHeaders.contains(name) || name.equals("host")) {
                throw invalid("customHeaders", name, "a name in lower case that is not disallowed");
            }
            if (!(entry.getValue() instanceof String value) || value.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw invalid("customHeaders." + name, entry.getValue(), "printable ASCII");
            }
            fields.add(new HeaderField(HeaderMerge.spelled(name), value));
        }
        return Optional.of(HeaderFields.of(fields));
    }

    private static Optional<Duration> seconds(JsonObject timeouts, String field) {
        return number(timeouts, field, MAX_SECONDS).map(Duration::ofSeconds);
    }

    private static Optional<Integer> number(JsonObject json, String field, int max) {
        Object value = json.getValue(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Integer number) || number < 1 || number > max) {
            throw invalid(field, value, "1 to " + max);
        }
        return Optional.of(number);
    }

    private static Optional<String> text(JsonObject json, String field) {
        Object value = json.getValue(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw invalid(field, value, "a string");
        }
        return Optional.of(text);
    }

    private static JsonObject object(JsonObject json, String field) {
        Object value = json.getValue(field);
        if (value == null) {
            return new JsonObject();
        }
        if (!(value instanceof JsonObject object)) {
            throw invalid(field, value, "an object");
        }
        return object;
    }

    private static InvalidAnswerException invalid(String field, @Nullable Object value, String expected) {
        return new InvalidAnswerException(field.isEmpty() ? "origin" : "origin." + field, value, expected);
    }
}
