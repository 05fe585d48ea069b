package io.perigee.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a network that is starting as its viewers would, until every edge answers by way of its region's cache. */
record ReadyCheck(DemoNetwork demo, HttpClient http) {

    private static final Logger LOG = LoggerFactory.getLogger(ReadyCheck.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_TIME = Duration.ofSeconds(5);

    /** Never cached, so that every answer has come all the way. */
    private static final String PROBE = "/api/time";

    /** @throws IOException naming what was not ready in time */
    void await(Duration limit) throws IOException, InterruptedException {
        for (DemoEdge edge : demo.edges()) {
            until(limit, edge.id() + " does not answer through its region's cache", () -> answersThroughRegion(edge));
        }
        until(limit, "the router does not know all edges", this::routerKnowsAll);
        until(
                limit,
                "the distribution is not deployed on all nodes",
                () -> demo.api().awaitDeployed(demo.distribution()));
    }

    private static void until(Duration limit, String otherwise, Callable<Boolean> question)
            throws IOException, InterruptedException {
        try {
            if (!Polling.until(limit, () -> tolerant(question))) {
                throw new IOException(otherwise + " within " + limit.toSeconds() + " s");
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(otherwise, e);
        }
    }

    /** A node that does not answer in time is not ready yet, and asked again. */
    private static boolean tolerant(Callable<Boolean> question) throws Exception {
        try {
            return question.call();
        } catch (IOException e) {
            LOG.info("not ready yet: {}", e.toString());
            return false;
        }
    }

    private boolean answersThroughRegion(DemoEdge edge) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(edge.url().resolve(PROBE));
        List<String> tiers = answer.headers().allValues("Cache-Status");
        return answer.statusCode() == 200
                && edge.node().logKept()
                && String.join(", ", tiers).contains("regional-" + edge.region().id());
    }

    private boolean routerKnowsAll() throws IOException, InterruptedException {
        HttpResponse<String> answer = get(demo.routerUrl().resolve("/.perigee/route?viewer=Berlin&host=127.0.0.1"));
        JsonNode route = JSON.readTree(answer.body());
        return answer.statusCode() == 200
                && route.path("candidates").size() >= demo.edges().size();
    }

    private HttpResponse<String> get(URI url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(url).timeout(ANSWER_TIME).build(), BodyHandlers.ofString());
    }
}
