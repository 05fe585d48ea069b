package io.perigee.cli.prewarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.cli.connection.Answer;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Lets the control plane do the work: one job after the other, each of no more paths than it takes at once. */
final class PrewarmJobs {

    private static final int PATHS_OF_A_JOB = 2_000;
    private static final int CHARACTERS_OF_A_JOB = 500_000;
    private static final int SECONDS_PER_QUESTION = 1;

    private final ControlPlaneClient client;
    private final String distribution;
    private final String collection;
    private volatile @Nullable String running;

    PrewarmJobs(ControlPlaneClient client, String distribution) {
        this.client = client;
        this.distribution = distribution;
        this.collection = Call.path("distributions", distribution, "prewarms");
    }

    /**
     * Runs jobs for all paths.
     *
     * @param request a prewarm without paths
     * @param progress gets the state of the job that runs, and how many of all paths are done
     * @return the last state of each job
     */
    List<JsonNode> run(ObjectNode request, List<String> paths, BiConsumer<JsonNode, Integer> progress) {
        List<JsonNode> states = new ArrayList<>();
        for (int from = 0; from < paths.size(); ) {
            List<String> some = some(paths, from);
            some.forEach(request.putArray("paths")::add);
            JsonNode state = client.send(
                            Call.post(collection, "prewarm of distribution/" + distribution, request.toString()))
                    .body();
            String target = collection + "/" + Call.encoded(state.path("id").asText());
            running = target;
            while (state.path("status").asText().equals("Running")) {
                progress.accept(state, from + done(state, some.size()));
                state = look(target);
            }
            running = null;
            progress.accept(state, from + done(state, some.size()));
            states.add(state);
            if (!state.path("status").asText().equals("Finished")) {
                return states;
            }
            from += some.size();
        }
        return states;
    }

    private static int done(JsonNode state, int paths) {
        return (int) (paths
                * state.path("done").asLong()
                / Math.max(1, state.path("requests").asLong()));
    }

    private static List<String> some(List<String> paths, int from) {
        int to = from;
        int characters = 0;
        while (to < paths.size() && to - from < PATHS_OF_A_JOB && characters < CHARACTERS_OF_A_JOB) {
            characters += paths.get(to++).length();
        }
        return paths.subList(from, to);
    }

    private JsonNode look(String target) {
        return client.find(
                        Call.get(target + "?wait=" + SECONDS_PER_QUESTION, "prewarm of distribution/" + distribution))
                .map(Answer::body)
                .orElseThrow(() -> CommandFailure.failed(
                        "the control plane does not know this prewarm any more",
                        "it was started again meanwhile, or another one answered; what has been filled stays filled",
                        "the same command again goes on: what is there already is not fetched"));
    }

    /** Cancels the job that runs, if one does. */
    void cancel() {
        String target = running;
        if (target != null) {
            client.find(Call.delete(target, "prewarm of distribution/" + distribution));
        }
    }
}
