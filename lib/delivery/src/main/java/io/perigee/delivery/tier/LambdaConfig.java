package io.perigee.delivery.tier;

import io.perigee.functions.lambda.LambdaSettings;
import io.perigee.functions.lambda.process.SandboxLimits;
import io.perigee.node.config.ByteSize;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a node runs Lambda functions. */
public record LambdaConfig(
        @Setting("The folder for their packages and temporary files; left out: lambda in the node's data"
                + " folder. Where the node is root, others must be able to enter it and all folders above"
                + " it, since functions run as users of their own.")
        @Nullable
        Path directory,

        @Setting(
                value = "The first of the numeric users that their processes run as, where the node is root; "
                        + "twice as many as environments are used. Nobody else on the machine may have them.",
                min = "1",
                max = "2000000000")
        @Default("58000")
        int firstUser,

        @Setting(
                value = "The processes (execution environments) of all functions together; further calls are"
                        + " throttled while all are busy.",
                min = "1",
                max = "10000")
        @Default("100")
        int environments,

        @Setting("The program for a runtime (nodejs22.x) or a language (nodejs, python, java); what is not"
                + " named is looked for in PATH.")
        Map<String, String> interpreters,

        @Setting(value = "How long a process is kept without a call.", min = "1s") @Default("10m")
        Duration idleTimeout,

        @Setting(
                value = "What each process and its children may have in their temporary folder, and in any one"
                        + " file.",
                min = "1MiB")
        @Default("512MiB")
        ByteSize temporary,

        @Setting(
                value = "What each process may print in a second; one that prints more is slowed down.",
                min = "1KiB",
                max = "1GiB")
        @Default("1MiB")
        ByteSize outputPerSecond) {

    public LambdaConfig {
        interpreters = Map.copyOf(interpreters);
    }

    /** All as by default. */
    public static LambdaConfig standard() {
        return new LambdaConfig(
                null, 58_000, 100, Map.of(), Duration.ofMinutes(10), new ByteSize(512 << 20), new ByteSize(1 << 20));
    }

    /**
     * As the Lambda tier takes it.
     *
     * @param data the node's data folder
     * @param region what functions are told as their region
     */
    public LambdaSettings settings(Path data, String region) {
        LambdaSettings lambda = LambdaSettings.in(directory != null ? directory : data.resolve("lambda"));
        return lambda.withFirstUser(firstUser)
                .withEnvironments(environments)
                .withInterpreters(interpreters)
                .withRegion(region)
                .withTimeouts(lambda.initTimeout(), idleTimeout, lambda.stopGrace())
                .withLimits(
                        (int) outputPerSecond.bytes(),
                        new SandboxLimits(
                                temporary.bytes(),
                                lambda.limits().processes(),
                                lambda.limits().openFiles()));
    }
}
