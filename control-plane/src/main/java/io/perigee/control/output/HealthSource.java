package io.perigee.control.output;

import java.time.Instant;

/** Where alarms look up how a function fares. */
@FunctionalInterface
public interface HealthSource {
    /**
     * What came in for that version from the minute on in which that instant lies. Blocks on the database.
     *
     * @param since at most a day ago: minutes are kept no longer than two days
     * @throws io.perigee.control.store.StoreUnavailableException if the database does not answer
     */
    FunctionHealth health(String function, int version, Instant since);
}
