package io.perigee.functions.lambda.event;

import io.perigee.functions.EventType;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.RequestResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes what came of an event in the form in which handlers answer, whole: also what a handler has left as it was. */
public final class ResultWriter {
    private ResultWriter() {}

    /** What came of an event of that type. */
    public static JsonObject of(EventType type, RequestResult result) {
        return switch (result) {
            case RequestResult.Continue proceed -> EventJson.request(type, proceed.request());
            case RequestResult.Respond respond -> of(respond.response());
        };
    }

    /** What came of a response event, or was generated. */
    public static JsonObject of(FunctionResponse response) {
        JsonObject json = EventJson.response(response);
        Buffer body = response.body();
        if (body == null) {
            return json;
        }
        try {
            return json.put(
                    "body",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(body.getBytes()))
                            .toString());
        } catch (CharacterCodingException binary) {
            return json.put("body", Base64.getEncoder().encodeToString(body.getBytes()))
                    .put("bodyEncoding", "base64");
        }
    }
}
