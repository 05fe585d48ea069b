package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.time.Duration;

/**
 * How an alias is to be moved to another version: by what shares, with which checks, and what takes it back. Terms are those of AWS on <a
 * href="https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-lambda.html">deployments on the Lambda compute platform</a>.
 */
public record AliasDeployment(
        @Describes(
                value = "The version that the alias is to stand for, or latest for the newest one.",
                format = Format.FUNCTION_VERSION)
        String functionVersion,

        @Describes(
                value =
                        "How calls are moved: all of them at once, by that many percent every so often, or that many percent for a while and then all. CodeDeploy's predefined names are among those that this form has.",
                format = Format.DEPLOYMENT_CONFIG,
                defaultValue = "AllAtOnce")
        String deploymentConfigName,

        @Describes(
                value =
                        "How long the version is watched with all calls before the deployment goes on to its end; needed for alarms where calls are moved all at once.",
                defaultValue = "0s",
                max = "1d")
        Duration bakeTime,

        @Describes(value = "Functions that check the version.", defaultValue = "{}")
        DeploymentHooks hooks,

        @Describes(value = "What takes the alias back to the version that it stood for.", defaultValue = "{}")
        DeploymentAlarms alarms) {}
