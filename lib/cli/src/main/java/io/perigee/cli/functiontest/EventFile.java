package io.perigee.cli.functiontest;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.TextFiles;
import io.perigee.functions.EventConfig;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.javascript.ScriptDocuments;
import io.perigee.functions.lambda.event.EventReader;
import io.perigee.functions.lambda.event.ResultJson;
import io.perigee.functions.lambda.event.ResultWriter;
import io.perigee.functions.runtime.CallFailure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An event in a file, of either form, and the results that belong to it in the same form. */
final class EventFile {

    /** How events are written. */
    enum Form {
        LAMBDA_EDGE,
        CLOUDFRONT_FUNCTIONS
    }

    private final JsonObject document;
    private final Form form;
    private final EventType type;

    private EventFile(JsonObject document, Form form, EventType type) {
        this.document = document;
        this.form = form;
        this.type = type;
    }

    /** @param given null: the type that the event names */
    static EventFile read(Path file, @Nullable EventType given) {
        JsonObject document = json("--event", file);
        Form form = form(file, document);
        Optional<EventType> named = checked(
                "--event",
                file,
                () -> form == Form.LAMBDA_EDGE ? EventReader.of(document).type() : ScriptDocuments.type(document));
        EventType type = Optional.ofNullable(given)
                .or(() -> named)
                .orElseThrow(() -> CommandFailure.invalid(
                        "--event: " + file + " does not say of which type it is", "name it with --event-type"));
        return new EventFile(document, form, type);
    }

    private static Form form(Path file, JsonObject document) {
        if (EventReader.isEvent(document)) {
            return Form.LAMBDA_EDGE;
        }
        if (ScriptDocuments.isEvent(document)) {
            return Form.CLOUDFRONT_FUNCTIONS;
        }
        throw CommandFailure.invalid(
                "--event: " + file + " is no event",
                "expected Lambda@Edge's, {\"Records\": [{\"cf\": …}]}, or CloudFront Functions', {\"version\":"
                        + " \"1.0\", \"context\": …}");
    }

    Form form() {
        return form;
    }

    EventType type() {
        return type;
    }

    RequestEvent request(Path file) {
        return checked(
                "--event",
                file,
                () -> form == Form.LAMBDA_EDGE
                        ? EventReader.of(document).request(type)
                        : ScriptDocuments.request(document, type));
    }

    ResponseEvent response(Path file) {
        return checked(
                "--event",
                file,
                () -> form == Form.LAMBDA_EDGE
                        ? EventReader.of(document).response(type)
                        : ScriptDocuments.response(document, type));
    }

    /** What came of it. */
    JsonObject result(EventConfig config, RequestResult result) {
        return form == Form.LAMBDA_EDGE ? ResultWriter.of(type, result) : ScriptDocuments.of(config, result);
    }

    /** What came of it. */
    JsonObject result(EventConfig config, FunctionResponse result) {
        return form == Form.LAMBDA_EDGE ? ResultWriter.of(result) : ScriptDocuments.of(config, result);
    }

    /** A file with what is expected, in the form of {@link #result}: what it leaves out is as it was in the event. */
    JsonObject expected(Path event, Path file) {
        JsonObject expected = json("--expect", file);
        return checked("--expect", file, () -> {
            if (form == Form.CLOUDFRONT_FUNCTIONS) {
                return ScriptDocuments.normal(document, expected, type);
            }
            return type.isRequest()
                    ? ResultWriter.of(type, ResultJson.request(request(event), expected.toBuffer()))
                    : ResultWriter.of(ResultJson.response(response(event), expected.toBuffer()));
        });
    }

    private static JsonObject json(String option, Path file) {
        String text = TextFiles.read(option, file);
        try {
            return new JsonObject(text);
        } catch (DecodeException notJson) {
            throw CommandFailure.invalid(option + ": " + file + " is no JSON object: " + notJson.getMessage());
        }
    }

    private static <T> T checked(String option, Path file, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (CallFailure.InvalidResult | IllegalArgumentException | ClassCastException invalid) {
            throw CommandFailure.invalid(option + ": " + file + ": " + invalid.getMessage());
        }
    }
}
