package io.perigee.functions.lambda.event;

import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.RequestBody;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.Violation;
import io.perigee.functions.runtime.CallFailure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a handler answers: the request to go on with, or a response (told by its {@code status}). What a result leaves out
 * stays as it was in the event. All methods throw {@link CallFailure.InvalidResult} for a document of another form; whether its
 * values may be answered at that point is the host's to judge.
 */
public final class ResultJson {
    private ResultJson() {}

    /** The answer to a request event. */
    public static RequestResult request(RequestEvent event, Buffer result) {
        ResultObject json = parse(result);
        if (json.has("status")) {
            ResultObject response = new ResultObject("response", json.json());
            return new RequestResult.Respond(response(response, null));
        }
        ResultObject request = new ResultObject("request", json.json());
        return new RequestResult.Continue(request(request, event.request()));
    }

    /** The answer to a response event. */
    public static FunctionResponse response(ResponseEvent event, Buffer result) {
        return response(new ResultObject("response", parse(result).json()), event.response());
    }

    private static ResultObject parse(Buffer result) {
        Object value;
        try {
            value = Json.decodeValue(result);
        } catch (DecodeException notJson) {
            throw new CallFailure.InvalidResult(new Violation("result", result.toString(), "a JSON object"));
        }
        if (value instanceof JsonObject object) {
            return new ResultObject("result", object);
        }
        throw new CallFailure.InvalidResult(
                new Violation("result", String.valueOf(value), "an object: a request, or a response with its status"));
    }

    private static FunctionRequest request(ResultObject json, FunctionRequest before) {
        return new FunctionRequest(
                json.string("clientIp", before.clientIp()),
                json.string("method", before.method()),
                json.string("uri"),
                json.string("querystring", before.querystring()),
                headers(json, before.headers()),
                json.optionalObject("body")
                        .map(body -> body(body, before.body()))
                        .orElse(before.body()),
                json.optionalObject("origin").map(OriginJson::read).orElse(before.origin()));
    }

    private static @Nullable RequestBody body(ResultObject json, @Nullable RequestBody before) {
        String action = json.string("action", "read-only");
        return switch (action) {
            case "read-only" -> before;
            case "replace" -> new RequestBody(data(json, "data", json.string("encoding", "base64")), false);
            default -> throw json.invalid("action", action, "read-only or replace");
        };
    }

    private static FunctionResponse response(ResultObject json, @Nullable FunctionResponse before) {
        int status = json.number("status");
        String description = before != null && before.status() == status ? before.statusDescription() : "";
        return new FunctionResponse(
                status,
                json.string("statusDescription", description),
                headers(json, before == null ? HeaderFields.empty() : before.headers()),
                json.has("body") ? data(json, "body", json.string("bodyEncoding", "text")) : null);
    }

    private static HeaderFields headers(ResultObject json, HeaderFields otherwise) {
        return json.optionalObject("headers").map(HeadersJson::read).orElse(otherwise);
    }

    private static Buffer data(ResultObject json, String name, String encoding) {
        String data = json.string(name);
        return switch (encoding) {
            case "text" -> Buffer.buffer(data);
            case "base64" -> {
                try {
                    yield Buffer.buffer(Base64.getDecoder().decode(data));
                } catch (IllegalArgumentException notBase64) {
                    throw json.invalid(name, data, "Base64, as its encoding says");
                }
            }
            default ->
                throw json.invalid(name.equals("data") ? "encoding" : "bodyEncoding", encoding, "text or base64");
        };
    }
}
