package io.perigee.functions.lambda;

import io.perigee.functions.Invocation.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call that an environment has answered, and whose output has not been read to its end.
 *
 * @param init what the environment took to start, where it was started for this call
 */
record EndedCall(
        Environment environment,
        LambdaCall call,
        Answer answer,
        Outcome outcome,
        Duration duration,
        @Nullable Duration init) {}
