package io.perigee.edge.conformance;

import io.vertx.core.json.JsonObject;

/**
 * What one test of the suite came to.
 *
 * @param kind {@code required}, {@code optimal} (what a good cache does) or {@code check} (how a cache behaves, none better than another)
 * @param verdict {@code pass} or {@code fail}; for a check {@code yes} or {@code no}; {@code dependency} when a test that this one builds upon
 *     was not passed; {@code setup} when what must come before the test's point did not happen
 * @param detail what went otherwise, in the suite's words; empty when nothing did
 */
record SuiteResult(String id, String kind, String verdict, String detail) {

    static SuiteResult of(JsonObject json) {
        return new SuiteResult(
                json.getString("id"), json.getString("kind"), json.getString("verdict"), json.getString("detail"));
    }

    /** Whether it counts: the suite has nothing to say against how a cache does on a check. */
    boolean isOwed() {
        return !kind.equals("check");
    }

    boolean isPassed() {
        return verdict.equals("pass");
    }

    /** Whether it came to the same, whatever the words. */
    boolean agreesWith(SuiteResult other) {
        return kind.equals(other.kind) && verdict.equals(other.verdict);
    }
}
