package io.perigee.delivery.hop;

import io.perigee.functions.CustomOrigin;
import io.perigee.functions.HeaderField;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.Origin;
import io.perigee.functions.S3Origin;
import io.perigee.functions.SslProtocol;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An origin that a viewer-request function has chosen, as one header value: a JSON document. */
final class OriginField {

    private OriginField() {}

    static String write(Origin origin) {
        JsonObject json = new JsonObject()
                .put("domainName", origin.domainName())
                .put("path", origin.path())
                .put("customHeaders", headers(origin.customHeaders()));
        switch (origin) {
            case CustomOrigin custom -> {
                JsonArray protocols = new JsonArray();
                custom.sslProtocols().forEach(protocol -> protocols.add(protocol.name()));
                json.put("port", custom.port())
                        .put("protocol", custom.protocol().name())
                        .put("sslProtocols", protocols)
                        .put("readTimeoutMillis", custom.readTimeout().toMillis())
                        .put("keepaliveTimeoutMillis", custom.keepaliveTimeout().toMillis());
            }
            case S3Origin s3 -> json.put("authMethod", s3.authMethod().name()).put("region", s3.region());
        }
        return json.encode();
    }

    /** Null for what no node of the network writes. */
    static @Nullable Origin read(String value) {
        try {
            JsonObject json = new JsonObject(value);
            return json.containsKey("authMethod") ? s3(json) : custom(json);
        } catch (DecodeException | ClassCastException | NullPointerException | IllegalArgumentException malformed) {
            return null;
        }
    }

    private static Origin custom(JsonObject json) {
        List<SslProtocol> protocols = new ArrayList<>();
        for (Object name : json.getJsonArray("sslProtocols")) {
            protocols.add(SslProtocol.valueOf((String) name));
        }
        return new CustomOrigin(
                json.getString("domainName"),
                json.getInteger("port"),
                CustomOrigin.Protocol.valueOf(json.getString("protocol")),
                json.getString("path"),
                protocols,
                Duration.ofMillis(json.getLong("readTimeoutMillis")),
                Duration.ofMillis(json.getLong("keepaliveTimeoutMillis")),
                headers(json.getJsonArray("customHeaders")));
    }

    private static Origin s3(JsonObject json) {
        return new S3Origin(
                json.getString("domainName"),
                json.getString("path"),
                S3Origin.AuthMethod.valueOf(json.getString("authMethod")),
                json.getString("region"),
                headers(json.getJsonArray("customHeaders")));
    }

    private static JsonArray headers(HeaderFields headers) {
        JsonArray lines = new JsonArray();
        headers.forEach(field -> lines.add(new JsonArray().add(field.name()).add(field.value())));
        return lines;
    }

    private static HeaderFields headers(JsonArray lines) {
        List<HeaderField> fields = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            JsonArray line = lines.getJsonArray(i);
            fields.add(new HeaderField(line.getString(0), line.getString(1)));
        }
        return HeaderFields.of(fields);
    }
}
