package io.perigee.control.deployment;

import io.perigee.control.invocation.Attempt;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** What a hook has said, or why it has said nothing. */
sealed interface Verdict {

    /** The deployment may go on. */
    record Approved() implements Verdict {}

    /** It may not. */
    record Rejected(String reason) implements Verdict {}

    /** The hook was not called, and can be later. */
    record NotAsked(String reason) implements Verdict {}

    /**
     * Of an invocation of the hook. An answer {@code {"status": "Failed", "message": …}} rejects, any other approves; the words are those of
     * CodeDeploy's {@code PutLifecycleEventHookExecutionStatus}.
     */
    static Verdict of(Attempt attempt) {
        return switch (attempt) {
            case Attempt.Returned returned -> answered(returned.payload());
            case Attempt.Failed failed -> new Rejected("it failed: " + failed.payload());
            case Attempt.NotFound(String what) -> new Rejected(what + " does not exist");
            case Attempt.Throttled(String limit) -> new NotAsked("it is throttled: " + limit);
            case Attempt.Unavailable(String reason, boolean sent) -> sent ? new Rejected(reason) : new NotAsked(reason);
        };
    }

    private static Verdict answered(Buffer payload) {
        try {
            JsonObject answer = new JsonObject(payload);
            if ("Failed".equals(answer.getValue("status"))) {
                Object message = answer.getValue("message");
                return new Rejected(message == null ? "it answered Failed" : "it answered Failed: " + message);
            }
        } catch (DecodeException | ClassCastException somethingElse) {
            // A hook may answer what it likes.
        }
        return new Approved();
    }
}
