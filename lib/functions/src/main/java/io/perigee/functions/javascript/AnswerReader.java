package io.perigee.functions.javascript;

import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.OriginChoice;
import io.perigee.functions.OriginChoiceReader;
import io.perigee.functions.RequestResult;
import io.perigee.functions.javascript.Values.Value;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what handlers answer: the message of the event with the answer's changes, or a new response. What a function may change is judged by
 * the host; this refuses only what has not the structure of a message.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html">CloudFront Functions event
 *     structure</a>
 */
final class AnswerReader {
    private static final String REQUEST = "request";
    private static final String RESPONSE = "response";

    private AnswerReader() {}

    /** At viewer-request: on with the request, or a response. */
    static RequestResult atRequest(String json, FunctionRequest before) {
        JsonObject answer = parse(json);
        String kind = answer.getString("kind");
        return switch (kind) {
            case REQUEST -> new RequestResult.Continue(request(answer, before), choice(answer));
            case RESPONSE ->
                new RequestResult.Respond(response(answer, new FunctionResponse(200, "", HeaderFields.empty(), null)));
            default -> throw new InvalidAnswerException("the answer", kind, "a request or a response object");
        };
    }

    /** At viewer-response: that response, changed. */
    static FunctionResponse atResponse(String json, FunctionResponse before) {
        JsonObject answer = parse(json);
        String kind = answer.getString("kind");
        if (kind.equals(REQUEST)) {
            throw new InvalidAnswerException("response.statusCode", "missing", "a number");
        }
        if (!kind.equals(RESPONSE)) {
            throw new InvalidAnswerException("the answer", kind, "a response object");
        }
        return response(answer, before);
    }

    /** A function may make of {@code Object.prototype.toJSON} what it likes. */
    private static JsonObject parse(String json) {
        try {
            return new JsonObject(json);
        } catch (DecodeException notAnObject) {
            throw new InvalidAnswerException("the answer", json, "a request or a response object");
        }
    }

    private static @Nullable OriginChoice choice(JsonObject answer) {
        return answer.getValue("origin") instanceof JsonObject choice ? OriginChoiceReader.read(choice) : null;
    }

    private static FunctionRequest request(JsonObject answer, FunctionRequest before) {
        String method = text(answer.getValue("method"), "request.method");
        String uri = ascii(text(answer.getValue("uri"), "request.uri"));
        String querystring = querystring(answer, before.querystring());
        Map<String, Field> cookies = fields(answer, REQUEST, "cookies");
        HeaderFields after = before.headers();
        if (cookies != null) {
            after = HeaderMerge.cookies(after, cookies, Values.ofCookies(before.headers()));
        }
        after = headers(answer, REQUEST, after);
        return new FunctionRequest(before.clientIp(), method, uri, querystring, after, before.body(), before.origin());
    }

    /** A string in place of the object is taken as the whole query, as CloudFront takes it. */
    private static String querystring(JsonObject answer, String before) {
        if (answer.getValue("querystring") instanceof String whole) {
            return ascii(whole);
        }
        Map<String, Field> query = fields(answer, REQUEST, "querystring");
        return query == null ? before : query(query, Values.ofQuery(before));
    }

    private static FunctionResponse response(JsonObject answer, FunctionResponse before) {
        int status = status(answer.getValue("statusCode"));
        Object description = answer.getValue("statusDescription");
        String reason = description == null
                ? (status == before.status() ? before.statusDescription() : "")
                : text(description, "response.statusDescription");
        Map<String, Field> cookies = fields(answer, RESPONSE, "cookies");
        HeaderFields after = before.headers();
        if (cookies != null) {
            after = HeaderMerge.setCookies(after, cookies, Values.ofSetCookies(before.headers()));
        }
        after = headers(answer, RESPONSE, after);
        return new FunctionResponse(status, reason, after, body(answer.getValue("body")));
    }

    private static int status(@Nullable Object status) {
        if (!(status instanceof Integer number)) {
            throw new InvalidAnswerException("response.statusCode", status, "an integer");
        }
        return number;
    }

    private static @Nullable Buffer body(@Nullable Object body) {
        return switch (body) {
            case null -> null;
            case String text -> Buffer.buffer(text);
            case JsonObject object -> {
                String data = text(object.getValue("data"), "response.body.data");
                Object encoding = object.getValue("encoding");
                yield switch (String.valueOf(encoding)) {
                    case "text" -> Buffer.buffer(data);
                    case "base64" -> base64(data);
                    default -> throw new InvalidAnswerException("response.body.encoding", encoding, "text or base64");
                };
            }
            default ->
                throw new InvalidAnswerException(
                        "response.body", body, "a string, or an object with data and encoding");
        };
    }

    private static Buffer base64(String data) {
        try {
            return Buffer.buffer(Base64.getDecoder().decode(data));
        } catch (IllegalArgumentException notBase64) {
            throw new InvalidAnswerException("response.body.data", data, "valid base64");
        }
    }

    /**
     * A name of an answer's part.
     *
     * @param multiValue null if it has none
     */
    record Field(Value value, @Nullable List<Value> multiValue) {
        /** The values that are meant: those of {@code multiValue} where it was changed, else {@code value} in place of the first. */
        List<Value> applied(@Nullable List<Value> before) {
            if (multiValue == null) {
                return List.of(value);
            }
            if (before == null
                    || !multiValue.equals(before)
                    || before.getFirst().equals(value)) {
                return multiValue;
            }
            List<Value> changed = new ArrayList<>(before);
            changed.set(0, value);
            return changed;
        }
    }

    /** Null where the handler left that part as it was. */
    private static @Nullable Map<String, Field> fields(JsonObject answer, String message, String part) {
        Object value = answer.getValue(part);
        if (value == null) {
            return null;
        }
        String where = message + "." + part;
        if (!(value instanceof JsonObject object)) {
            throw new InvalidAnswerException(where, value, "an object");
        }
        return fields(object, where);
    }

    private static HeaderFields headers(JsonObject answer, String message, HeaderFields before) {
        String where = message + ".headers";
        Object unlike = answer.getValue("headers");
        if (unlike != null) {
            throw new InvalidAnswerException(where, unlike, "an object");
        }
        JsonObject changes = answer.getJsonObject("headerChanges");
        return changes == null
                ? before
                : HeaderMerge.headers(
                        before,
                        fields(changes.getJsonObject("set"), where),
                        changes.getJsonObject("gone").fieldNames());
    }

    private static Map<String, Field> fields(JsonObject object, String where) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : object) {
            String path = where + "['" + entry.getKey() + "']";
            if (!(entry.getValue() instanceof JsonObject field)) {
                throw new InvalidAnswerException(path, entry.getValue(), "an object with a value");
            }
            Object several = field.getValue("multiValue");
            List<Value> multiValue = several == null ? null : multiValue(several, path);
            Value single = multiValue != null && !multiValue.isEmpty() && field.getValue("value") == null
                    ? multiValue.getFirst()
                    : value(field, path);
            fields.put(entry.getKey(), new Field(single, multiValue));
        }
        return fields;
    }

    private static List<Value> multiValue(Object several, String path) {
        if (!(several instanceof JsonArray array)) {
            throw new InvalidAnswerException(path + ".multiValue", several, "an array");
        }
        List<Value> values = new ArrayList<>(array.size());
        for (Object one : array) {
            if (!(one instanceof JsonObject object)) {
                throw new InvalidAnswerException(path + ".multiValue", one, "objects with a value");
            }
            values.add(value(object, path + ".multiValue"));
        }
        return values;
    }

    private static Value value(JsonObject field, String path) {
        Object attributes = field.getValue("attributes");
        return new Value(
                text(field.getValue("value"), path + ".value"),
                attributes == null ? "" : text(attributes, path + ".attributes"));
    }

    /** Numbers and booleans are taken for the text that they are printed as. */
    private static String text(@Nullable Object value, String path) {
        return switch (value) {
            case null -> throw new InvalidAnswerException(path, "missing", "a string");
            case String text -> text;
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            default -> throw new InvalidAnswerException(path, value, "a string");
        };
    }

    private static String query(Map<String, Field> fields, Map<String, List<Value>> before) {
        StringBuilder query = new StringBuilder();
        fields.forEach((name, field) -> {
            for (Value value : field.applied(before.get(name))) {
                if (!query.isEmpty()) {
                    query.append('&');
                }
                query.append(ascii(name)).append('=').append(ascii(value.value()));
            }
        });
        return query.toString();
    }

    /** With what is not ASCII as the percent-encoded bytes of its UTF-8, in which CloudFront takes URIs and query strings. */
    private static String ascii(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) < 0x80) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder encoded = new StringBuilder(text.length() * 2);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return encoded.toString();
    }
}
