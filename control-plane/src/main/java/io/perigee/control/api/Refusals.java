package io.perigee.control.api;

import io.perigee.control.change.Guard;
import io.perigee.control.change.Refusal;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Preconditions as HTTP has them, and what is answered when a change is refused. */
final class Refusals {

    static final String FORCE = "force";
    static final String FORCE_DESCRIPTION = "true: replace or delete whatever is there, without If-Match.";

    private Refusals() {}

    /** What the request demands (RFC 9110, section 13.1); entity tags are compared strongly. */
    static Guard guard(Call call) {
        String match = call.header("If-Match");
        String noneMatch = call.header("If-None-Match");
        if (match != null && noneMatch != null) {
            throw new ProblemException(
                    Problem.invalid("If-None-Match", noneMatch, "not both If-Match and If-None-Match"));
        }
        if (match != null) {
            return match.strip().equals("*")
                    ? new Guard.Present()
                    : new Guard.Matches(Arrays.stream(match.split(",", -1))
                            .map(String::strip)
                            .collect(Collectors.toSet()));
        }
        if (noneMatch != null) {
            if (!noneMatch.strip().equals("*")) {
                throw new ProblemException(Problem.invalid("If-None-Match", noneMatch, "*"));
            }
            return new Guard.Absent();
        }
        return call.flag(FORCE) ? new Guard.Forced() : new Guard.None();
    }

    static Answer answer(Refusal refusal) {
        return switch (refusal) {
            case Refusal.NotFound(String what) ->
                Problem.of(404, what + " does not exist.").answer();
            case Refusal.Conflict(var violations) ->
                new Problem(409, "The request does not go together with the network as it is.", violations).answer();
            case Refusal.PreconditionFailed(String etag) -> {
                Answer answer = Problem.of(
                                412,
                                etag == null
                                        ? "There is no such resource."
                                        : "The resource is there with another entity tag: " + etag + ".")
                        .answer();
                yield etag == null ? answer : answer.with("ETag", etag);
            }
            case Refusal.PreconditionRequired(String etag) ->
                Problem.of(428, "The resource exists: send If-Match with its entity tag, or ?force=true.")
                        .answer()
                        .with("ETag", etag);
        };
    }
}
