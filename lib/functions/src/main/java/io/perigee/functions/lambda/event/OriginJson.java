package io.perigee.functions.lambda.event;

import io.perigee.functions.CustomOrigin;
import io.perigee.functions.CustomOrigin.Protocol;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.Origin;
import io.perigee.functions.S3Origin;
import io.perigee.functions.S3Origin.AuthMethod;
import io.perigee.functions.SslProtocol;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Origins: {@code {"custom": {…}}} or {@code {"s3": {…}}}. Only their form is judged here; which values a function may choose is
 * judged with all results by the host.
 */
final class OriginJson {
    private static final int READ_TIMEOUT_SECONDS = 30;
    private static final int KEEPALIVE_TIMEOUT_SECONDS = 5;

    private OriginJson() {}

    static JsonObject write(Origin origin) {
        return switch (origin) {
            case CustomOrigin custom -> new JsonObject().put("custom", write(custom));
            case S3Origin s3 -> new JsonObject().put("s3", write(s3));
        };
    }

    private static JsonObject write(CustomOrigin origin) {
        JsonArray sslProtocols = new JsonArray();
        origin.sslProtocols().forEach(protocol -> sslProtocols.add(protocol.label()));
        return new JsonObject()
                .put("customHeaders", HeadersJson.write(origin.customHeaders()))
                .put("domainName", origin.domainName())
                .put("keepaliveTimeout", origin.keepaliveTimeout().toSeconds())
                .put("path", origin.path())
                .put("port", origin.port())
                .put("protocol", origin.protocol().name().toLowerCase(Locale.ROOT))
                .put("readTimeout", origin.readTimeout().toSeconds())
                .put("sslProtocols", sslProtocols);
    }

    private static JsonObject write(S3Origin origin) {
        return new JsonObject()
                .put("authMethod", origin.authMethod().label())
                .put("customHeaders", HeadersJson.write(origin.customHeaders()))
                .put("domainName", origin.domainName())
                .put("path", origin.path())
                .put("region", origin.region());
    }

    static Origin read(ResultObject origin) {
        boolean custom = origin.has("custom");
        if (custom == origin.has("s3")) {
            throw origin.invalid(custom ? "s3" : "custom", origin.json().encode(), "either custom or s3");
        }
        return custom ? custom(origin.object("custom")) : s3(origin.object("s3"));
    }

    private static CustomOrigin custom(ResultObject json) {
        return new CustomOrigin(
                json.string("domainName"),
                json.number("port"),
                protocol(json),
                json.string("path", ""),
                json.has("sslProtocols") ? sslProtocols(json) : CustomOrigin.DEFAULT_SSL_PROTOCOLS,
                seconds(json, "readTimeout", READ_TIMEOUT_SECONDS),
                seconds(json, "keepaliveTimeout", KEEPALIVE_TIMEOUT_SECONDS),
                customHeaders(json));
    }

    private static S3Origin s3(ResultObject json) {
        return new S3Origin(
                json.string("domainName"),
                json.string("path", ""),
                authMethod(json),
                json.string("region", ""),
                customHeaders(json));
    }

    private static Protocol protocol(ResultObject json) {
        String protocol = json.string("protocol");
        return switch (protocol) {
            case "http" -> Protocol.HTTP;
            case "https" -> Protocol.HTTPS;
            default -> throw json.invalid("protocol", protocol, "http or https");
        };
    }

    private static AuthMethod authMethod(ResultObject json) {
        String label = json.string("authMethod", AuthMethod.NONE.label());
        for (AuthMethod method : AuthMethod.values()) {
            if (method.label().equals(label)) {
                return method;
            }
        }
        throw json.invalid("authMethod", label, "none or origin-access-identity");
    }

    private static List<SslProtocol> sslProtocols(ResultObject json) {
        List<SslProtocol> protocols = new ArrayList<>();
        for (String label : json.strings("sslProtocols")) {
            protocols.add(SslProtocol.ofLabel(label)
                    .orElseThrow(() -> json.invalid("sslProtocols", label, "SSLv3, TLSv1, TLSv1.1 and TLSv1.2")));
        }
        return protocols;
    }

    private static Duration seconds(ResultObject json, String name, int otherwise) {
        return Duration.ofSeconds(json.number(name, otherwise));
    }

    private static HeaderFields customHeaders(ResultObject json) {
        return json.optionalObject("customHeaders").map(HeadersJson::read).orElse(HeaderFields.empty());
    }
}
