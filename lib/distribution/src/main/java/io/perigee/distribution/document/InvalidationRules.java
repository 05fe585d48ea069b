package io.perigee.distribution.document;

import io.perigee.distribution.Invalidation;
import io.perigee.distribution.Limits;

final class InvalidationRules {

    private InvalidationRules() {}

    static void check(Invalidation invalidation, RuleSink sink) {
        if (invalidation.paths().isEmpty() && invalidation.tags().isEmpty()) {
            sink.add("paths", null, "one path or one tag at least");
        }
        long wildcards =
                invalidation.paths().stream().filter(path -> path.endsWith("*")).count();
        if (wildcards > Limits.INVALIDATION_WILDCARDS) {
            sink.add(
                    "paths",
                    wildcards + " paths with *",
                    "at most " + Limits.INVALIDATION_WILDCARDS + " paths with * in one invalidation");
        }
        if (invalidation.callerReference().isBlank()) {
            sink.add("callerReference", invalidation.callerReference(), "a text that is not blank");
        }
    }
}
