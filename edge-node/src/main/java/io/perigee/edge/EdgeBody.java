package io.perigee.edge;

import io.perigee.cache.AnswerBody;
import io.vertx.core.buffer.Buffer;

/** What follows a response's head. */
sealed interface EdgeBody {

    /** Nothing. */
    record None() implements EdgeBody {
        static final None INSTANCE = new None();
    }

    /** Made here. */
    record Made(Buffer data) implements EdgeBody {}

    /** Out of the cache, or through it. */
    record Cached(AnswerBody body, long from, long count) implements EdgeBody {}

    /** Gives back what is held, where the body will not be sent. */
    default void discard() {
        if (this instanceof Cached cached) {
            cached.body().discard();
        }
    }
}
