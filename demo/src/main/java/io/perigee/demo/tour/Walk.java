package io.perigee.demo.tour;

import io.perigee.demo.DemoContent;
import io.perigee.demo.DemoEdge;
import io.perigee.demo.DemoNetwork;
import io.perigee.demo.DemoRegion;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a step works with: the network, a viewer, and a place for findings, which are shown as they are made. */
final class Walk {

    private static final Duration ANSWER_TIME = Duration.ofSeconds(30);
    private static final Duration KEPT = Duration.ofHours(1);

    private final DemoNetwork network;
    private final Screen screen;
    private final String run;
    private final HttpClient viewer;
    private final List<Finding> findings = new ArrayList<>();

    /** @param run occurs in paths, so that no earlier tour's copies are met */
    Walk(DemoNetwork network, Screen screen, String run, HttpClient viewer) {
        this.network = network;
        this.screen = screen;
        this.run = run;
        this.viewer = viewer;
    }

    DemoNetwork network() {
        return network;
    }

    HttpClient viewer() {
        return viewer;
    }

    List<Finding> findings() {
        return findings;
    }

    /** The edge at {@code index} of Asia-Pacific: Tokyo, Sydney. */
    DemoEdge asia(int index) {
        return network.edges(DemoRegion.AP).get(index);
    }

    /** A path that no tour has used before. */
    String path(String name) {
        return "/tour/" + run + "/" + name;
    }

    /** A path that the origin works on for a while, and that no tour has used before. */
    String reportPath(String name) {
        return DemoContent.REPORTS + run + "/" + name;
    }

    /** Puts a text into the origin, to be kept for an hour by whoever fetches it. */
    void publish(String path, String text) throws IOException {
        DemoContent.putText(network.originStore(), path, text, KEPT);
    }

    /** How often the origin was asked for a path since it runs. */
    long originFetches(String path) {
        return network.originCounters().fetches(path);
    }

    /**
     * A viewer's GET.
     *
     * @param as the city that the viewer claims to be in; empty: none
     * @param headers names and values in turn
     */
    Seen get(DemoEdge edge, String target, String as, String... headers) throws IOException, InterruptedException {
        Seen seen = ask(edge.url().resolve(target), as, headers);
        screen.request("GET", target, edge, as, seen);
        return seen;
    }

    /** The same at any URL, without showing it. */
    Seen ask(URI url, String as, String... headers) throws IOException, InterruptedException {
        long started = System.nanoTime();
        HttpResponse<byte[]> response = viewer.send(request(url, as, headers), BodyHandlers.ofByteArray());
        return seen(response, started);
    }

    /** The same without waiting. */
    CompletableFuture<Seen> begin(URI url, String as) {
        long started = System.nanoTime();
        return viewer.sendAsync(request(url, as), BodyHandlers.ofByteArray())
                .thenApply(response -> seen(response, started));
    }

    private static Seen seen(HttpResponse<byte[]> response, long started) {
        return new Seen(
                response.statusCode(),
                response.headers(),
                Buffer.buffer(response.body()),
                Duration.ofNanos(System.nanoTime() - started));
    }

    private static HttpRequest request(URI url, String as, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(ANSWER_TIME);
        if (!as.isEmpty()) {
            request.header("Perigee-Viewer", as);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    void note(String text) {
        screen.note(text);
    }

    /** Compares what is to be equal. */
    void expect(String what, Object expected, Object seen) {
        expect(what, expected.toString(), seen.toString(), expected.equals(seen));
    }

    void expect(String what, String expected, String seen, boolean holds) {
        Finding finding = new Finding(what, expected, seen, holds);
        findings.add(finding);
        screen.finding(finding);
    }
}
