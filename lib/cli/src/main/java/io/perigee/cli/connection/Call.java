package io.perigee.cli.connection;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request to the control plane.
 *
 * @param subject what it is about, in words, for errors
 * @param target path and query, percent-encoded
 * @param headers in addition to the credential
 */
public record Call(String method, String target, String subject, Map<String, String> headers, BodyPublisher body) {

    public Call {
        headers = Map.copyOf(headers);
    }

    /** A path below {@code /v1} of segments that are encoded here. */
    public static String path(String... segments) {
        return Arrays.stream(segments).map(Call::encoded).collect(Collectors.joining("/", "/v1/", ""));
    }

    /** A value for a path or a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public static Call get(String target, String subject) {
        return new Call("GET", target, subject, Map.of(), BodyPublishers.noBody());
    }

    public static Call delete(String target, String subject) {
        return new Call("DELETE", target, subject, Map.of(), BodyPublishers.noBody());
    }

    public static Call post(String target, String subject, String json) {
        return new Call("POST", target, subject, Map.of(), BodyPublishers.ofString(json))
                .with("Content-Type", "application/json");
    }

    public static Call put(String target, String subject, String contentType, BodyPublisher body) {
        return new Call("PUT", target, subject, Map.of(), body).with("Content-Type", contentType);
    }

    /** The same with one more header. */
    public Call with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Call(method, target, subject, more, body);
    }
}
