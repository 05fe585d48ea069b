package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Functions that say whether a deployment may go on. See AWS on the <a
 * href="https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html#appspec-hooks-lambda">AppSpec
 * hooks section</a>.
 */
public record DeploymentHooks(
        @Describes(
                value = "The function that is invoked before the version gets any calls.",
                format = Format.FUNCTION_REFERENCE)
        @Nullable
        String beforeAllowTraffic,

        @Describes(
                value = "The function that is invoked when the version gets all calls.",
                format = Format.FUNCTION_REFERENCE)
        @Nullable
        String afterAllowTraffic) {

    /** None. */
    public static final DeploymentHooks NONE = new DeploymentHooks(null, null);

    /** Those that there are. */
    public List<String> all() {
        return Stream.of(beforeAllowTraffic, afterAllowTraffic)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }
}
