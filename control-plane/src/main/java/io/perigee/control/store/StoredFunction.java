package io.perigee.control.store;

import io.perigee.distribution.FunctionVersion;

/**
 * One immutable version of a function, without its code.
 *
 * @param publishedAt epoch milliseconds
 * @param sequence its log entry
 */
public record StoredFunction(FunctionVersion function, long publishedAt, long sequence) {

    public String name() {
        return function.name();
    }

    public int version() {
        return function.version();
    }
}
