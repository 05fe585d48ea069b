package io.perigee.demo.tour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perigee.demo.Polling;
import java.io.IOException;
import java.time.Duration;

/** What the loss of an edge costs. */
final class EdgeKilledUnderLoad implements TourStep {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VIEWERS = 8;
    private static final int WARM_UP = 3 * VIEWERS;
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(30);

    /** What the router may need beyond the lease: the control plane's margin, and a loaded machine. */
    private static final Duration ALLOWANCE = Duration.ofSeconds(5);

    @Override
    public String title() {
        return "An edge killed under load";
    }

    @Override
    public String story() {
        return """
                A further edge joins in Seoul, as a process of its own, and viewers there use it at once. Then the process is
                killed. Viewers that meet a dead edge take the next nearest; the router stops sending them there as soon as
                the edge's lease has run out.""";
    }

    @Override
    public void take(Walk walk) throws Exception {
        try (EdgeProcess edge = EdgeProcess.start(
                walk.network().folderOf(EdgeProcess.ID), walk.network().membership())) {
            boolean joined = Polling.until(JOIN_LIMIT, () -> choice(walk).equals(EdgeProcess.ID));
            walk.expect("viewers in Seoul are sent to", EdgeProcess.ID, joined ? EdgeProcess.ID : choice(walk));
            try (Load load = Load.begin(walk, EdgeProcess.CITY, VIEWERS)) {
                killUnder(load, edge, walk);
            }
        }
    }

    private static void killUnder(Load load, EdgeProcess edge, Walk walk) throws Exception {
        Polling.until(JOIN_LIMIT, () -> load.answered() >= WARM_UP);
        walk.expect("requests that failed while it lived", 0, load.broken() + load.refused() + load.lost());

        long killed = System.nanoTime();
        edge.kill();
        Duration limit = walk.network().membership().lease().plus(ALLOWANCE);
        boolean dropped = Polling.until(limit, () -> !choice(walk).equals(EdgeProcess.ID));
        Duration took = Duration.ofNanos(System.nanoTime() - killed);
        walk.expect(
                "the router sends nobody there any more",
                "within " + Screen.time(limit),
                "after " + Screen.time(took),
                dropped);
        walk.expect(
                "requests that broke off",
                "at most the " + VIEWERS + " in flight",
                Integer.toString(load.broken()),
                load.broken() <= VIEWERS);

        // Those that had asked the router before may still be on their way to the dead edge.
        int asked = load.requests() + VIEWERS;
        Polling.until(JOIN_LIMIT, () -> load.answered() >= asked);
        int failures = load.broken() + load.refused() + load.lost();
        int answered = load.answered();
        Polling.until(JOIN_LIMIT, () -> load.answered() >= answered + WARM_UP);
        walk.note(load.answered() + " requests were answered; " + load.refused()
                + " met the dead edge and went on to the next");
        walk.expect("requests that no edge answered", 0, load.lost());
        walk.expect("failures since the router knows", 0, load.broken() + load.refused() + load.lost() - failures);
    }

    private static String choice(Walk walk) throws IOException, InterruptedException {
        JsonNode route =
                JSON.readTree(walk.ask(walk.network().routerUrl().resolve("/?perigee-explain"), EdgeProcess.CITY)
                        .text());
        return route.path("choice").path("edge").asText();
    }
}
