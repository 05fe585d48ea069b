package io.perigee.functions.lambda.bootstrap;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Errors as Lambda shows those of Java: {@code {"errorMessage": …, "errorType": …, "stackTrace": […]}}. */
final class ErrorJson {
    private ErrorJson() {}

    static String of(Throwable failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("errorMessage", String.valueOf(failure.getMessage()));
        json.put("errorType", failure.getClass().getName());
        json.put(
                "stackTrace",
                Arrays.stream(failure.getStackTrace())
                        // Of the handler's own code, not of what calls it.
                        .takeWhile(frame -> !frame.getClassName().startsWith(ErrorJson.class.getPackageName()))
                        .map(StackTraceElement::toString)
                        .toList());
        try {
            return Handler.JSON.writeValueAsString(json);
        } catch (JsonProcessingException strings) {
            throw new IllegalStateException(strings);
        }
    }
}
