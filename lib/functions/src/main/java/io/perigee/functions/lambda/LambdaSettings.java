package io.perigee.functions.lambda;

import io.perigee.functions.lambda.process.SandboxLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How a node runs Lambda functions.
 *
 * @param directory where packages, bootstraps and temporary directories lie; where functions have users of their own, these
 *     must be able to enter it and all above it
 * @param firstUser the first of the numeric users that environments run as, where the node is root; 1 to 2^31 - 1
 * @param environments processes of all functions together at a time, from 1; where there are as many, those that idle make
 *     room
 * @param interpreters the program for a runtime's identifier ({@code nodejs22.x}) or for a language ({@code nodejs},
 *     {@code python}, {@code java}); what is not named is looked for in {@code PATH}
 * @param region what functions get as {@code AWS_REGION} and in their ARN
 * @param initTimeout how long an environment may take until it asks for its first event; Lambda: 10 s
 * @param idleTimeout how long an environment is kept without a call
 * @param stopGrace how long an environment may take to end after {@code SIGTERM}, before {@code SIGKILL}
 * @param outputBytesPerSecond what an environment may print; one that prints more is slowed down
 * @param limits of each environment
 */
public record LambdaSettings(
        Path directory,
        int firstUser,
        int environments,
        Map<String, String> interpreters,
        String region,
        Duration initTimeout,
        Duration idleTimeout,
        Duration stopGrace,
        int outputBytesPerSecond,
        SandboxLimits limits) {
    /** Below the numbers that system services and containers are given by convention. */
    private static final int FIRST_USER = 58_000;

    public LambdaSettings {
        interpreters = Map.copyOf(interpreters);
        require(firstUser >= 1, "firstUser", firstUser, "1 or more");
        require(environments >= 1, "environments", environments, "1 or more");
        require(initTimeout.isPositive(), "initTimeout", initTimeout, "more than zero");
        require(idleTimeout.isPositive(), "idleTimeout", idleTimeout, "more than zero");
        require(!stopGrace.isNegative(), "stopGrace", stopGrace, "zero or more");
        require(outputBytesPerSecond >= 1024, "outputBytesPerSecond", outputBytesPerSecond, "1024 or more");
    }

    /** Lambda's limits, 100 environments, kept for 10 minutes. */
    public static LambdaSettings in(Path directory) {
        return new LambdaSettings(
                directory,
                FIRST_USER,
                100,
                Map.of(),
                "us-east-1",
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofSeconds(2),
                1 << 20,
                SandboxLimits.LAMBDA);
    }

    public LambdaSettings withFirstUser(int firstUser) {
        return with(changed -> changed.firstUser = firstUser);
    }

    public LambdaSettings withEnvironments(int environments) {
        return with(changed -> changed.environments = environments);
    }

    public LambdaSettings withInterpreters(Map<String, String> interpreters) {
        return with(changed -> changed.interpreters = interpreters);
    }

    public LambdaSettings withRegion(String region) {
        return with(changed -> changed.region = region);
    }

    public LambdaSettings withTimeouts(Duration initTimeout, Duration idleTimeout, Duration stopGrace) {
        return with(changed -> {
            changed.initTimeout = initTimeout;
            changed.idleTimeout = idleTimeout;
            changed.stopGrace = stopGrace;
        });
    }

    public LambdaSettings withLimits(int outputBytesPerSecond, SandboxLimits limits) {
        return with(changed -> {
            changed.outputBytesPerSecond = outputBytesPerSecond;
            changed.limits = limits;
        });
    }

    private LambdaSettings with(Consumer<Changed> change) {
        Changed changed = new Changed(this);
        change.accept(changed);
        return changed.settings();
    }

    /** The one place where all fields are copied. */
    private static final class Changed {
        private Path directory;
        private int firstUser;
        private int environments;
        private Map<String, String> interpreters;
        private String region;
        private Duration initTimeout;
        private Duration idleTimeout;
        private Duration stopGrace;
        private int outputBytesPerSecond;
        private SandboxLimits limits;

        Changed(LambdaSettings from) {
            directory = from.directory;
            firstUser = from.firstUser;
            environments = from.environments;
            interpreters = from.interpreters;
            region = from.region;
            initTimeout = from.initTimeout;
            idleTimeout = from.idleTimeout;
            stopGrace = from.stopGrace;
            outputBytesPerSecond = from.outputBytesPerSecond;
            limits = from.limits;
        }

        LambdaSettings settings() {
            return new LambdaSettings(
                    directory,
                    firstUser,
                    environments,
                    interpreters,
                    region,
                    initTimeout,
                    idleTimeout,
                    stopGrace,
                    outputBytesPerSecond,
                    limits);
        }
    }

    private static void require(boolean holds, String field, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(field + " is " + value + ", expected " + expected);
        }
    }
}
