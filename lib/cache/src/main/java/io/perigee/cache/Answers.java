package io.perigee.cache;

import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.httpcaching.StoredResponse;
import java.util.List;

/** Makes answers. */
final class Answers {
    private Answers() {}

    /** Of what is stored. */
    static Answer stored(
            StoredObject object, AnswerBody body, Outcome outcome, Answer.Validity validity, long nowMillis) {
        boolean stale = outcome instanceof Outcome.StaleHit;
        StoredResponse response = stale ? object.asMarked() : object.response();
        return new Answer(
                response.head(),
                body,
                outcome,
                stale ? new Stale(object) : validity,
                response.ageSeconds(nowMillis),
                Math.floorDiv(response.remainingMillis(nowMillis), 1000L),
                true,
                true);
    }

    static Answer failed(Failure failure) {
        return new Answer(
                new ResponseHead(failure.status(), Headers.of()),
                EmptyBody.INSTANCE,
                new Outcome.Failed(failure),
                Answer.Validity.ALWAYS,
                0,
                0,
                false);
    }

    /** The validity of what is served although it is stale. */
    private record Stale(StoredObject object) implements Answer.Validity {
        @Override
        public long sequence() {
            return object.sequence();
        }

        @Override
        public long validatedAtSequence() {
            return object.validatedAtSequence();
        }

        @Override
        public boolean holds() {
            return object.holdsStale();
        }
    }

    /**
     * The validity of what a fetch brings.
     *
     * @param own whether the fetch was made for this very call: then it does not matter whether the log is kept, nor what was marked stale
     *     since it began
     */
    record Fetched(CacheKey key, List<String> tags, Stamp stamp, Liveness liveness, boolean own)
            implements Answer.Validity {
        @Override
        public long sequence() {
            return stamp.sequence();
        }

        @Override
        public long validatedAtSequence() {
            return stamp.validated();
        }

        @Override
        public boolean holds() {
            return (own || (liveness.logKept() && !liveness.isStale(key, tags, stamp)))
                    && !liveness.isDead(key, tags, stamp);
        }
    }
}
