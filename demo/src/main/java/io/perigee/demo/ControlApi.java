package io.perigee.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perigee.distribution.Resource;
import io.perigee.distribution.document.Documents;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The control plane's JSON API, as far as the demo needs it. Its methods block. */
public final class ControlApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_TIME = Duration.ofSeconds(40);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(20);

    /** Where resources of a kind are. */
    private static final Map<String, String> COLLECTIONS = Map.of(
            "Distribution", "distributions",
            "CachePolicy", "cache-policies",
            "OriginRequestPolicy", "origin-request-policies",
            "ResponseHeadersPolicy", "response-headers-policies");

    private final HttpClient http;
    private final URI base;
    private final String token;

    ControlApi(HttpClient http, URI base, String token) {
        this.http = http;
        this.base = base;
        this.token = token;
    }

    /** The API refused a request. */
    public static final class RefusedException extends IOException {

        private static final long serialVersionUID = 1;

        RefusedException(HttpRequest request, HttpResponse<byte[]> answer) {
            super("the control plane answered " + answer.statusCode() + " to " + request.method() + " " + request.uri()
                    + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    /** Creates or replaces a resource; leaves one that is the same as it is. */
    void apply(Resource resource) throws IOException, InterruptedException {
        String kind = resource.getClass().getSimpleName();
        String path = "/v1/" + COLLECTIONS.get(kind) + "/" + resource.id();
        HttpResponse<byte[]> existing = send(request(path).GET());
        HttpRequest.Builder put = request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(Documents.canonicalJson((Record) resource)));
        switch (existing.statusCode()) {
            case 200 -> {
                String etag = existing.headers().firstValue("ETag").orElse("");
                if (!etag.equals(Documents.etag((Record) resource))) {
                    sendOk(put.header("If-Match", etag));
                }
            }
            case 404 -> sendOk(put.header("If-None-Match", "*"));
            default -> throw new RefusedException(existing.request(), existing);
        }
    }

    /** Publishes a function's next version; the newest version's own jar stays that version. */
    void deploy(String name, byte[] jar, String handler) throws IOException, InterruptedException {
        sendOk(request("/v1/functions/" + name + "?handler=" + handler)
                .header("Content-Type", "application/java-archive")
                .PUT(BodyPublishers.ofByteArray(jar)));
    }

    /** What the API answers to a GET. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(sendOk(request(path).GET()).body());
    }

    /**
     * Asks for what {@code paths} stand for to be fetched anew.
     *
     * @return the invalidation's id
     */
    public String invalidate(String distribution, List<String> paths) throws IOException, InterruptedException {
        BodyPublisher body = BodyPublishers.ofByteArray(JSON.writeValueAsBytes(Map.of("paths", paths)));
        HttpResponse<byte[]> answer = sendOk(request("/v1/distributions/" + distribution + "/invalidations")
                .header("Content-Type", "application/json")
                .POST(body));
        return JSON.readTree(answer.body()).path("id").asText();
    }

    /** Waits until every node has applied an invalidation; whether that was within the API's longest wait. */
    public boolean awaitInvalidated(String distribution, String id) throws IOException, InterruptedException {
        return await("/v1/distributions/" + distribution + "/invalidations/" + id, "Completed");
    }

    /** Waits until every node has applied a distribution; whether that was within the API's longest wait. */
    boolean awaitDeployed(String distribution) throws IOException, InterruptedException {
        return await("/v1/distributions/" + distribution, "Deployed");
    }

    private boolean await(String path, String status) throws IOException, InterruptedException {
        return get(path + "?wait=" + LONGEST_POLL.toSeconds())
                .path("status")
                .asText()
                .equals(status);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(ANSWER_TIME)
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<byte[]> sendOk(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(request);
        if (answer.statusCode() / 100 != 2) {
            throw new RefusedException(answer.request(), answer);
        }
        return answer;
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }
}
