package io.perigee.control.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.cluster.lease.Progress;
import java.time.Duration;

/** The fields that say how far a change has come, the same on everything that was changed. */
final class Status {

    static final String IN_PROGRESS = "InProgress";
    static final String DEPLOYED = "Deployed";
    static final String COMPLETED = "Completed";

    /** The longest wait for completion in one request; shorter than connections may be idle. */
    static final int LONGEST_WAIT_SECONDS = 30;

    static final String WAIT = "wait";
    static final String WAIT_DESCRIPTION =
            "Seconds to wait for the change to reach every node before answering, 0 to " + LONGEST_WAIT_SECONDS + ".";

    private static final int NAMED_NODES = 20;

    private Status() {}

    static Duration wait(Call call) {
        return Duration.ofSeconds(call.number(WAIT, 0, 0, LONGEST_WAIT_SECONDS));
    }

    /** Adds {@code status} and {@code progress}. Blocks. */
    static void put(ObjectNode json, CompletedEntries completed, long sequence, String whenDone) {
        boolean done = completed.upTo(sequence) >= sequence;
        json.put("status", done ? whenDone : IN_PROGRESS);
        Progress progress = completed.progress(sequence);
        ObjectNode node = json.putObject("progress");
        node.put("applied", progress.applied().size());
        node.put("lagging", progress.lagging().size());
        node.put("nodes", progress.applied().size() + progress.lagging().size());
        var waitingFor = node.putArray("waitingFor");
        progress.lagging().stream().sorted().limit(NAMED_NODES).forEach(waitingFor::add);
        node.put("settling", !done && progress.settling());
    }
}
