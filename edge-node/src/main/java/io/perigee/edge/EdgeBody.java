package io.perigee.edge;

import io.perigee.cache.AnswerBody;
import io.perigee.httpcaching.MultipartByteRanges;
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

    /** Several ranges of it. */
    record Parts(AnswerBody body, MultipartByteRanges parts) implements EdgeBody {}

    /** Gives back what is held, where the body will not be sent. */
    default void discard() {
        switch (this) {
            case None none -> {}
            case Made made -> {}
            case Cached cached -> cached.body().discard();
            case Parts several -> several.body().discard();
        }
    }
}
