package io.perigee.functions;

import io.perigee.functions.OriginChoice.ById;
import io.perigee.functions.OriginChoice.Names;
import io.perigee.functions.OriginProperties.Server;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads choices of origins: {@code {"method": …}} with what that method of the module {@code cloudfront} was called with, as {@code properties},
 * or as {@code originId} and {@code originOverrides}. Origin Shield, the limit for whole responses, the kind of address and media quality
 * scores are judged and then left alone: the regional cache is every origin's shield, and the rest is nothing that a node could switch.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/helper-functions-origin-modification.html">Helper methods
 *     for origin modification</a>
 */
public final class OriginChoiceReader {
    public static final String UPDATE = "updateRequestOrigin";
    public static final String SELECT = "selectRequestOriginById";
    public static final String GROUP = "createRequestOriginGroup";

    private static final int MAX_NAME = 253;
    private static final int MAX_PATH = 255;
    private static final int MAX_TIMEOUT = 120;
    private static final int MAX_CONNECTION_TIMEOUT = 10;
    private static final int MAX_ATTEMPTS = 3;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_CERTIFICATE_NAMES = 20;
    private static final int MAX_CERTIFICATE_NAME = 64;
    private static final String HOST_NAME = "[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?";

    private OriginChoiceReader() {}

    /**
     * The choice that such a document describes.
     *
     * @throws InvalidOriginException with what is not as documented
     */
    public static OriginChoice read(JsonObject choice) {
        String method = text(choice, "method").orElse("");
        return switch (method) {
            case UPDATE -> new OriginChoice.Updated(properties(object(choice, "properties")));
            case SELECT -> new OriginChoice.Selected(byId(choice));
            case GROUP -> group(object(choice, "properties"));
            default -> throw new InvalidOriginException("method", method, "one of the module cloudfront's");
        };
    }

    private static OriginProperties properties(JsonObject json) {
        JsonObject timeouts = object(json, "timeouts");
        Optional<Duration> readTimeout = seconds(timeouts, "readTimeout", MAX_TIMEOUT);
        number(timeouts, "responseCompletionTimeout", 1, Integer.MAX_VALUE).ifPresent(limit -> {
            if (readTimeout.isPresent() && limit < readTimeout.get().toSeconds()) {
                throw new InvalidOriginException(
                        "responseCompletionTimeout", limit, "no less than the readTimeout, " + readTimeout.get());
            }
        });
        Optional<String> domainName = host(json, "domainName");
        shield(json);
        return new OriginProperties(
                domainName,
                names(json, domainName),
                path(json),
                customHeaders(json),
                number(json, "connectionAttempts", 1, MAX_ATTEMPTS),
                seconds(timeouts, "connectionTimeout", MAX_CONNECTION_TIMEOUT),
                readTimeout,
                seconds(timeouts, "keepAliveTimeout", MAX_TIMEOUT),
                server(json, domainName),
                accessControl(json));
    }

    private static OriginChoice group(JsonObject json) {
        if (!(json.getValue("originIds") instanceof JsonArray ids) || ids.size() != 2) {
            throw new InvalidOriginException("originIds", json.getValue("originIds"), "an array of two origins");
        }
        oneOf(json, "selectionCriteria", List.of("default", "media-quality-score"));
        Object statuses = object(json, "failoverCriteria").getValue("statusCodes");
        if (!(statuses instanceof JsonArray given) || given.isEmpty()) {
            throw new InvalidOriginException("failoverCriteria.statusCodes", statuses, "an array of status codes");
        }
        Set<Integer> codes = new HashSet<>();
        for (Object code : given) {
            if (!(code instanceof Integer status) || status < 400 || status > 599) {
                throw new InvalidOriginException("failoverCriteria.statusCodes", code, "400 to 599");
            }
            codes.add(status);
        }
        return new OriginChoice.Grouped(member(ids, 0), member(ids, 1), codes);
    }

    /** An object with an id and overrides, or the id alone. */
    private static ById member(JsonArray ids, int index) {
        return switch (ids.getValue(index)) {
            case String id -> new ById(id, Names.OWN);
            case JsonObject object -> byId(object);
            case null, default ->
                throw new InvalidOriginException("originIds", ids.getValue(index), "objects with an originId");
        };
    }

    private static ById byId(JsonObject json) {
        String id = text(json, "originId")
                .orElseThrow(() -> new InvalidOriginException("originId", "missing", "the id of an origin"));
        return new ById(id, names(object(json, "originOverrides"), Optional.empty()));
    }

    private static Names names(JsonObject json, Optional<String> domainName) {
        Optional<String> hostHeader = host(json, "hostHeader");
        Optional<String> sni = host(json, "sni");
        Optional<String> spoken = sni.or(() -> hostHeader).or(() -> domainName);
        certificateNames(json, spoken);
        return new Names(hostHeader, sni);
    }

    /** A certificate must always be for the name that the handshake asks for, which must be one of these. */
    private static void certificateNames(JsonObject json, Optional<String> spoken) {
        Object value = json.getValue("allowedCertificateNames");
        if (value == null) {
            return;
        }
        if (!(value instanceof JsonArray names) || names.isEmpty() || names.size() > MAX_CERTIFICATE_NAMES) {
            throw new InvalidOriginException("allowedCertificateNames", value, "an array of 1 to 20 domain names");
        }
        boolean allowed = spoken.isEmpty();
        for (Object one : names) {
            if (!(one instanceof String name)
                    || name.length() > MAX_CERTIFICATE_NAME
                    || !name.matches("(\\*\\.)?" + HOST_NAME)) {
                throw new InvalidOriginException(
                        "allowedCertificateNames", one, "a domain name of at most 64 characters, *. before it or not");
            }
            allowed = allowed || spoken.filter(host -> isFor(name, host)).isPresent();
        }
        if (!allowed) {
            throw new InvalidOriginException(
                    "allowedCertificateNames", value, "one that is for " + spoken.orElseThrow());
        }
    }

    private static boolean isFor(String certificateName, String host) {
        if (!certificateName.startsWith("*.")) {
            return certificateName.equalsIgnoreCase(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && certificateName.substring(1).equalsIgnoreCase(host.substring(dot));
    }

    private static Optional<Server> server(JsonObject properties, Optional<String> domainName) {
        if (properties.getValue("customOriginConfig") == null) {
            return Optional.empty();
        }
        JsonObject json = object(properties, "customOriginConfig");
        oneOf(json, "ipAddressType", List.of("ipv4", "ipv6", "dualstack")).ifPresent(type -> {
            if (domainName.isEmpty()) {
                throw new InvalidOriginException("ipAddressType", type, "none where the domainName stays");
            }
        });
        int port = number(json, "port", 1, MAX_PORT)
                .orElseThrow(() -> new InvalidOriginException("customOriginConfig.port", "missing", "1 to 65535"));
        String protocol = text(json, "protocol").orElse("missing");
        return Optional.of(new Server(
                port,
                switch (protocol) {
                    case "http" -> CustomOrigin.Protocol.HTTP;
                    case "https" -> CustomOrigin.Protocol.HTTPS;
                    default ->
                        throw new InvalidOriginException("customOriginConfig.protocol", protocol, "http or https");
                },
                sslProtocols(json)));
    }

    private static List<SslProtocol> sslProtocols(JsonObject server) {
        Object value = server.getValue("sslProtocols");
        List<SslProtocol> protocols = new ArrayList<>();
        if (value instanceof JsonArray labels) {
            for (Object label : labels) {
                SslProtocol.ofLabel(String.valueOf(label)).ifPresent(protocols::add);
            }
        }
        if (!(value instanceof JsonArray labels) || protocols.isEmpty() || protocols.size() != labels.size()) {
            throw new InvalidOriginException(
                    "customOriginConfig.sslProtocols", value, "an array of SSLv3, TLSv1, TLSv1.1, TLSv1.2");
        }
        return protocols;
    }

    private static Optional<Boolean> accessControl(JsonObject properties) {
        Optional<Boolean> enabled = enabled(properties, "originAccessControlConfig");
        if (!enabled.equals(Optional.of(true))) {
            return enabled;
        }
        JsonObject json = object(properties, "originAccessControlConfig");
        String behavior = required(json, "signingBehavior", List.of("always", "never", "no-override"));
        required(json, "signingProtocol", List.of("sigv4"));
        required(json, "originType", List.of("s3", "mediapackagev2", "mediastore", "lambda"));
        return Optional.of(!behavior.equals("never"));
    }

    private static void shield(JsonObject properties) {
        if (enabled(properties, "originShield").equals(Optional.of(true))
                && text(object(properties, "originShield"), "region").isEmpty()) {
            throw new InvalidOriginException("originShield.region", "missing", "a region");
        }
    }

    private static Optional<Boolean> enabled(JsonObject properties, String field) {
        if (properties.getValue(field) == null) {
            return Optional.empty();
        }
        Object enabled = object(properties, field).getValue("enabled");
        if (!(enabled instanceof Boolean value)) {
            throw new InvalidOriginException(field + ".enabled", enabled, "true or false");
        }
        return Optional.of(value);
    }

    private static Optional<String> host(JsonObject json, String field) {
        Optional<String> host = text(json, field);
        host.ifPresent(name -> {
            if (!name.matches(HOST_NAME) || name.matches("[0-9.]+") || name.length() > MAX_NAME) {
                throw new InvalidOriginException(
                        field, name, "a host name of at most 253 characters, no address and no port");
            }
        });
        return host;
    }

    private static Optional<String> path(JsonObject json) {
        Optional<String> path = text(json, "originPath");
        path.ifPresent(given -> {
            boolean fits = given.isEmpty() || (given.startsWith("/") && !given.endsWith("/"));
            if (!fits || given.length() > MAX_PATH || given.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new InvalidOriginException(
                        "originPath",
                        given,
                        "nothing, or an encoded path that starts with '/' and does not end with it");
            }
        });
        return path;
    }

    private static Optional<HeaderFields> customHeaders(JsonObject json) {
        if (json.getValue("customHeaders") == null) {
            return Optional.empty();
        }
        List<HeaderField> fields = new ArrayList<>();
        for (Map.Entry<String, Object> entry : object(json, "customHeaders")) {
            String name = entry.getKey();
            if (!name.matches("[!#$%&'*+.^_`|~0-9a-z-]+") || DisallowedHeaders.contains(name)) {
                throw new InvalidOriginException("customHeaders", name, "a name in lower case that is not disallowed");
            }
            if (!(entry.getValue() instanceof String value) || value.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new InvalidOriginException("customHeaders." + name, entry.getValue(), "printable ASCII");
            }
            fields.add(new HeaderField(HeaderFields.spelled(name), value));
        }
        return Optional.of(HeaderFields.of(fields));
    }

    private static Optional<Duration> seconds(JsonObject timeouts, String field, int max) {
        return number(timeouts, field, 1, max).map(Duration::ofSeconds);
    }

    private static Optional<Integer> number(JsonObject json, String field, int min, int max) {
        Object value = json.getValue(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Integer number) || number < min || number > max) {
            throw new InvalidOriginException(field, value, min + " to " + max);
        }
        return Optional.of(number);
    }

    private static String required(JsonObject json, String field, List<String> words) {
        return oneOf(json, field, words)
                .orElseThrow(() -> new InvalidOriginException(field, "missing", String.join(", ", words)));
    }

    private static Optional<String> oneOf(JsonObject json, String field, List<String> words) {
        Optional<String> word = text(json, field);
        word.ifPresent(given -> {
            if (!words.contains(given)) {
                throw new InvalidOriginException(field, given, String.join(", ", words));
            }
        });
        return word;
    }

    private static Optional<String> text(JsonObject json, String field) {
        Object value = json.getValue(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw new InvalidOriginException(field, value, "a string");
        }
        return Optional.of(text);
    }

    private static JsonObject object(JsonObject json, String field) {
        Object value = json.getValue(field);
        if (value == null) {
            return new JsonObject();
        }
        if (!(value instanceof JsonObject object)) {
            throw new InvalidOriginException(field, value, "an object");
        }
        return object;
    }
}
