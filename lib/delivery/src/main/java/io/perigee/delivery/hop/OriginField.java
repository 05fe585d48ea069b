package io.perigee.delivery.hop;

import io.perigee.functions.HeaderFields;
import io.perigee.functions.InvalidOriginException;
import io.perigee.functions.OriginChoice;
import io.perigee.functions.OriginChoice.ById;
import io.perigee.functions.OriginChoice.Names;
import io.perigee.functions.OriginChoiceReader;
import io.perigee.functions.OriginProperties;
import io.perigee.functions.OriginProperties.Server;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a viewer-request function wants a request to go, as one header value: what its method was called with, as a JSON document. */
final class OriginField {

    private OriginField() {}

    static String write(OriginChoice choice) {
        return switch (choice) {
            case OriginChoice.Updated(OriginProperties properties) ->
                new JsonObject()
                        .put("method", OriginChoiceReader.UPDATE)
                        .put("properties", properties(properties))
                        .encode();
            case OriginChoice.Selected(ById origin) ->
                byId(origin).put("method", OriginChoiceReader.SELECT).encode();
            case OriginChoice.Grouped group ->
                new JsonObject()
                        .put("method", OriginChoiceReader.GROUP)
                        .put("properties", group(group))
                        .encode();
        };
    }

    /** Null for what no node of the network writes. */
    static @Nullable OriginChoice read(String value) {
        try {
            return OriginChoiceReader.read(new JsonObject(value));
        } catch (DecodeException | InvalidOriginException malformed) {
            return null;
        }
    }

    private static JsonObject group(OriginChoice.Grouped group) {
        return new JsonObject()
                .put("originIds", new JsonArray().add(byId(group.primary())).add(byId(group.secondary())))
                .put(
                        "failoverCriteria",
                        new JsonObject().put("statusCodes", new JsonArray(List.copyOf(group.failoverStatusCodes()))));
    }

    private static JsonObject byId(ById origin) {
        JsonObject overrides = new JsonObject();
        names(overrides, origin.names());
        return new JsonObject().put("originId", origin.originId()).put("originOverrides", overrides);
    }

    private static JsonObject properties(OriginProperties properties) {
        JsonObject timeouts = new JsonObject();
        seconds(timeouts, "connectionTimeout", properties.connectionTimeout());
        seconds(timeouts, "readTimeout", properties.readTimeout());
        seconds(timeouts, "keepAliveTimeout", properties.keepAliveTimeout());
        JsonObject json = new JsonObject().put("timeouts", timeouts);
        properties.domainName().ifPresent(name -> json.put("domainName", name));
        names(json, properties.names());
        properties.originPath().ifPresent(path -> json.put("originPath", path));
        properties.customHeaders().ifPresent(headers -> json.put("customHeaders", headers(headers)));
        properties.connectionAttempts().ifPresent(attempts -> json.put("connectionAttempts", attempts));
        properties.server().ifPresent(server -> json.put("customOriginConfig", server(server)));
        properties.originAccessControl().ifPresent(on -> json.put("originAccessControlConfig", accessControl(on)));
        return json;
    }

    private static void names(JsonObject json, Names names) {
        names.hostHeader().ifPresent(name -> json.put("hostHeader", name));
        names.sni().ifPresent(name -> json.put("sni", name));
    }

    private static void seconds(JsonObject timeouts, String field, Optional<Duration> time) {
        time.ifPresent(present -> timeouts.put(field, present.toSeconds()));
    }

    private static JsonObject headers(HeaderFields headers) {
        JsonObject json = new JsonObject();
        headers.forEach(field -> json.put(field.name().toLowerCase(Locale.ROOT), field.value()));
        return json;
    }

    private static JsonObject server(Server server) {
        JsonArray protocols = new JsonArray();
        server.sslProtocols().forEach(protocol -> protocols.add(protocol.label()));
        return new JsonObject()
                .put("port", server.port())
                .put("protocol", server.protocol().name().toLowerCase(Locale.ROOT))
                .put("sslProtocols", protocols);
    }

    private static JsonObject accessControl(boolean enabled) {
        return enabled
                ? new JsonObject()
                        .put("enabled", true)
                        .put("signingBehavior", "always")
                        .put("signingProtocol", "sigv4")
                        .put("originType", "s3")
                : new JsonObject().put("enabled", false);
    }
}
