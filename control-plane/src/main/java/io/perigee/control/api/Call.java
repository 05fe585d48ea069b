package io.perigee.control.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request for an operation.
 *
 * @param path the path's parameters by name
 */
record Call(HttpServerRequest request, Map<String, String> path, Received body) {

    String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the operation's path has no {" + name + "}");
        }
        return value;
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(request.params().get(name));
    }

    /** A whole number from the query, {@code absent} if it is not there. */
    long number(String name, long absent, long min, long max) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return absent;
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException none) {
            // Answered as a number out of range is.
        }
        throw new ProblemException(Problem.invalid(name, text.get(), "a whole number from " + min + " to " + max));
    }

    boolean flag(String name) {
        return switch (query(name).orElse("false")) {
            case "true", "" -> true;
            case "false" -> false;
            case String other -> throw new ProblemException(Problem.invalid(name, other, "true or false"));
        };
    }

    @Nullable
    String header(String name) {
        return request.getHeader(name);
    }

    String text() {
        if (body instanceof Received.Text(String text)) {
            return text;
        }
        throw new IllegalStateException("the operation takes no document");
    }

    Buffer payload() {
        if (body instanceof Received.Payload(Buffer json)) {
            return json;
        }
        throw new IllegalStateException("the operation takes no payload");
    }

    Received.Upload upload() {
        if (body instanceof Received.Upload upload) {
            return upload;
        }
        throw new IllegalStateException("the operation takes no file");
    }
}
