package io.perigee.functions.runtime;

import io.perigee.functions.Violation;
import java.time.Duration;

/** How a runtime fails a call where it is more than an error of the function's code. Carries no stack trace. */
public abstract sealed class CallFailure extends RuntimeException {
    private CallFailure(String message) {
        super(message, null, false, false);
    }

    /** The function's own time limit, enforced by the runtime. */
    public static final class TimedOut extends CallFailure {
        private final Duration limit;

        public TimedOut(Duration limit) {
            super("no answer within " + limit.toMillis() + " ms");
            this.limit = limit;
        }

        public Duration limit() {
            return limit;
        }
    }

    /** The call was not taken, because as much as allowed was under way. */
    public static final class Throttled extends CallFailure {
        /** @param limit which limit was met, such as {@code 10 environments are busy} */
        public Throttled(String limit) {
            super(limit);
        }
    }

    /** What the function answered is no request and no response. */
    public static final class InvalidResult extends CallFailure {
        private final Violation violation;

        public InvalidResult(Violation violation) {
            super(violation.toString());
            this.violation = violation;
        }

        public Violation violation() {
            return violation;
        }
    }
}
