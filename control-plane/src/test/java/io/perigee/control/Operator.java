package io.perigee.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Viewer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/** An operator with a token, for tests. */
final class Operator {

    private final Viewer viewer;
    private final String base;
    private final String token;

    Operator(Viewer viewer, ControlNode control) {
        this.viewer = viewer;
        this.base = control.url().toString();
        try {
            this.token = Files.readAllLines(control.tokenFile()).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Asked asked(String method, String path) {
        return Asked.of(method, base + path).with("Authorization", "Bearer " + token);
    }

    Answered send(Asked asked) {
        return viewer.send(asked);
    }

    Answered get(String path) {
        return send(asked("GET", path));
    }

    JsonObject read(String path) {
        Answered answer = get(path);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return new JsonObject(answer.text());
    }

    Answered put(String path, String json) {
        return send(asked("PUT", path).with("Content-Type", "application/json").body(json));
    }

    Answered post(String path, String json) {
        return send(asked("POST", path).with("Content-Type", "application/json").body(json));
    }

    Answered upload(String path, byte[] jar) {
        return send(asked("PUT", path)
                .with("Content-Type", "application/java-archive")
                .body(Buffer.buffer(jar)));
    }

    Answered delete(String path) {
        return send(asked("DELETE", path));
    }

    /** A distribution with one origin. */
    static String distribution(String alias) {
        return """
                {"aliases": ["%s"],
                 "origins": [{"id": "site", "domainName": "origin.example"}],
                 "defaultCacheBehavior": {"targetOriginId": "site", "cachePolicyId": "Managed-CachingOptimized"}}
                """.formatted(alias);
    }

    /** A request that replaces, to be given a condition. */
    Asked putting(String path, String json) {
        return asked("PUT", path).with("Content-Type", "application/json").body(json);
    }

    /** The fields that a refusal names. */
    static List<String> violated(Answered refusal) {
        return new JsonObject(refusal.text())
                .getJsonArray("violations").stream()
                        .map(JsonObject.class::cast)
                        .map(violation -> violation.getString("field"))
                        .toList();
    }
}
