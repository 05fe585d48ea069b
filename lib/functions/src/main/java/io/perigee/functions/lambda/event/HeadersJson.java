package io.perigee.functions.lambda.event;

import io.perigee.functions.HeaderField;
import io.perigee.functions.HeaderFields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Header maps: {@code {"x-name": [{"key": "X-Name", "value": "…"}, …], …}}. Names are lower case, {@code key} keeps the
 * spelling; it may be missing in a result, and must be the name in any spelling where it is there.
 */
final class HeadersJson {
    private HeadersJson() {}

    static JsonObject write(HeaderFields fields) {
        JsonObject json = new JsonObject();
        for (HeaderField field : fields) {
            String name = field.name().toLowerCase(Locale.ROOT);
            JsonArray lines = json.getJsonArray(name);
            if (lines == null) {
                lines = new JsonArray();
                json.put(name, lines);
            }
            lines.add(new JsonObject().put("key", field.name()).put("value", field.value()));
        }
        return json;
    }

    static HeaderFields read(ResultObject headers) {
        List<HeaderField> fields = new ArrayList<>();
        for (String name : headers.names()) {
            List<ResultObject> lines = headers.objects(name);
            for (ResultObject line : lines) {
                String key = line.string("key", name);
                if (!key.equalsIgnoreCase(name)) {
                    throw line.invalid("key", key, name + " in any spelling");
                }
                fields.add(new HeaderField(key, line.string("value")));
            }
        }
        return HeaderFields.of(fields);
    }
}
