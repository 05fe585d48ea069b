package io.perigee.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.perigee.system.Answers.Answer;
import io.perigee.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;

/** A control plane's API, as its operator uses it. */
record Api(Answers answers, URI url) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Answer call(String method, String path, String document) {
        return answers.send(HttpRequest.newBuilder(url.resolve(path))
                .header("Authorization", "Bearer " + ContainerNetwork.TOKEN)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(document)));
    }

    /** Stores a distribution, which all nodes have on return. */
    void deploy(String id, String document) {
        Answer stored = call("PUT", "/v1/distributions/" + id, document);
        assertThat(stored.status()).as(stored.body()).isBetween(200, 299);
        awaitStatus("/v1/distributions/" + id, "Deployed");
    }

    /** Invalidates a path on all nodes. */
    void invalidate(String distribution, String path) {
        String collection = "/v1/distributions/" + distribution + "/invalidations";
        Answer accepted = call("POST", collection, "{\"paths\": [\"" + path + "\"]}");
        assertThat(accepted.status()).as(accepted.body()).isBetween(200, 299);
        awaitStatus(collection + "/" + field(accepted, "id"), "Completed");
    }

    private void awaitStatus(String path, String status) {
        Await.until(() -> path + " is " + status, () -> {
            Answer answer = call("GET", path, "");
            return answer.status() == 200 && status.equals(field(answer, "status"));
        });
    }

    private static String field(Answer answer, String name) {
        try {
            return JSON.readTree(answer.body()).path(name).asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
