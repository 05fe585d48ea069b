package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.util.List;

/**
 * A name for a version of a function that can be moved to another one, at once or by shares of the calls.
 *
 * <p>See AWS on <a href="https://docs.aws.amazon.com/lambda/latest/api/API_AliasConfiguration.html">AliasConfiguration</a>.
 */
public record FunctionAlias(
        @Describes(value = "The function's name.", format = Format.ID)
        String function,

        @Describes(value = "The alias's name.", format = Format.FUNCTION_ALIAS)
        String name,

        @Describes(value = "What it is for.", defaultValue = "''", maxLength = 256)
        String description,

        @Describes(value = "The version that it stands for.", min = "1", max = "999999999")
        int functionVersion,

        @Describes(
                value = "Another version that gets a share of the calls.",
                defaultValue = "[]",
                maxItems = Limits.ALIAS_ADDITIONAL_VERSIONS)
        List<VersionWeight> additionalVersionWeights) {

    public FunctionAlias {
        additionalVersionWeights = List.copyOf(additionalVersionWeights);
    }

    /** An alias that sends all calls to one version. */
    public static FunctionAlias of(String function, String name, int version) {
        return new FunctionAlias(function, name, "", version, List.of());
    }

    /** The name by which it is told from all others: {@code function:alias}. */
    public String id() {
        return id(function, name);
    }

    /** The id of a function's alias. */
    public static String id(String function, String name) {
        return function + ":" + name;
    }

    /** Whether a version gets any of the calls. */
    public boolean names(int version) {
        return functionVersion == version
                || additionalVersionWeights.stream().anyMatch(weight -> weight.version() == version);
    }
}
