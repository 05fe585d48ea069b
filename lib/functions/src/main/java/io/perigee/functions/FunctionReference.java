package io.perigee.functions;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a behavior names the function that it runs: one version of it, or whichever is the newest.
 *
 * @param version empty for the newest that runs on the node
 * @param tier what it is by the configuration, so that one that does not run fails as its kind does; empty where that is not known
 */
public record FunctionReference(String name, OptionalLong version, Optional<FunctionTier> tier) {
    private static final String LATEST = "latest";

    /** Whichever version is the newest. */
    public static FunctionReference latest(String name) {
        return new FunctionReference(name, OptionalLong.empty(), Optional.empty());
    }

    public static FunctionReference exactly(FunctionId id) {
        return new FunctionReference(id.name(), OptionalLong.of(id.version()), Optional.empty());
    }

    /**
     * Out of an association's words.
     *
     * @param version {@code latest} or a number from 1; {@link IllegalArgumentException} for anything else
     */
    public static FunctionReference of(String name, String version) {
        if (version.equals(LATEST)) {
            return latest(name);
        }
        try {
            return exactly(new FunctionId(name, Long.parseLong(version)));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "version '" + version + "' of function " + name + ": expected latest or a number from 1",
                    notANumber);
        }
    }

    public FunctionReference ofTier(FunctionTier tier) {
        return new FunctionReference(name, version, Optional.of(tier));
    }

    /** Written {@code name:version} or {@code name:latest}. */
    @Override
    public String toString() {
        return name + ':' + (version.isPresent() ? Long.toString(version.getAsLong()) : LATEST);
    }
}
