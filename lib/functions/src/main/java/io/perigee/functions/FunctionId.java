package io.perigee.functions;

import java.util.regex.Pattern;

/**
 * One immutable version of a function.
 *
 * @param name 1 to 64 letters, digits, {@code -} and {@code _} (Lambda's rule)
 * @param version from 1
 */
public record FunctionId(String name, long version) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public FunctionId {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "function name '" + name + "': expected 1 to 64 letters, digits, '-' and '_'");
        }
        if (version < 1) {
            throw new IllegalArgumentException("version " + version + " of function " + name + ": expected 1 or more");
        }
    }

    /** Written {@code name:version}. */
    @Override
    public String toString() {
        return name + ':' + version;
    }
}
