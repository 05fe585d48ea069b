package io.perigee.benchmarks.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perigee.benchmarks.server.ControlPlane;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** What the benchmarks ask of a control plane. */
final class ControlApi implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final int WAIT_SECONDS = 20;
    private static final Set<String> FOLLOWERS = Set.of("edge", "regional");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ControlPlane control;

    ControlApi(ControlPlane control) {
        this.control = control;
    }

    /** How many edges and regional caches are ready. */
    int readyNodes() throws IOException, InterruptedException {
        int ready = 0;
        for (JsonNode node : send(request("/v1/nodes").GET()).path("items")) {
            if (FOLLOWERS.contains(node.path("role").asText())
                    && node.path("state").asText().equals("ready")) {
                ready++;
            }
        }
        return ready;
    }

    /** Invalidates a path; returns when every node has told that it has applied that. */
    void invalidate(String distribution, String path) throws IOException, InterruptedException {
        String invalidations = "/v1/distributions/" + distribution + "/invalidations";
        JsonNode accepted = send(request(invalidations)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        JSON.writeValueAsBytes(Map.of("paths", new String[] {path})))));
        String id = accepted.path("id").asText();
        JsonNode state = accepted;
        while (!state.path("status").asText().equals("Completed")) {
            state = send(
                    request(invalidations + "/" + id + "?wait=" + WAIT_SECONDS).GET());
        }
    }

    /** How many changes every node has applied so far, and how long that took, all of them together. */
    AppliedChanges appliedChanges() throws IOException, InterruptedException {
        HttpResponse<String> metrics = client.send(
                HttpRequest.newBuilder(control.metrics()).timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        return AppliedChanges.of(metrics.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(control.api().resolve(path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + control.token());
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("the control plane answered " + answer.statusCode() + " to " + answer.uri());
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        client.close();
    }
}
