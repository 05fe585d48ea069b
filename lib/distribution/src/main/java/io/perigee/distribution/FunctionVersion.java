package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import org.jspecify.annotations.Nullable;

/**
 * One published, unchangeable version of a function; the code itself is fetched by name and version.
 *
 * <p>See AWS on <a href="https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html">FunctionConfiguration</a>.
 */
public record FunctionVersion(
        @Describes(value = "The function's name.", format = Format.ID)
        String name,

        @Describes(value = "The version, from 1, each one higher than the one before.", min = "1", max = "999999999")
        int version,

        @Describes(value = "What the function is written for.", defaultValue = "java-verticle")
        FunctionRuntime runtime,

        @Describes(value = "The SHA-256 of the package's bytes.", format = Format.SHA256)
        String sha256,

        @Describes(value = "The package's size in bytes.", min = "1", max = "52428800")
        long size,

        @Describes(
                value =
                        "What in the package is called: a verticle's class, a Lambda function's handler as its runtime writes it (such as index.handler), handler for CloudFront Functions.",
                format = Format.HANDLER,
                maxLength = 500)
        String handler,

        @Describes(
                value = "The memory that a Lambda function may use, in MB.",
                defaultValue = "128",
                min = "128",
                max = "10240")
        int memorySize,

        @Describes(
                value = "The seconds that a call of a verticle or Lambda function may take.",
                defaultValue = "5",
                min = "1",
                max = "30")
        int timeout,

        @Describes(
                value = "The key value store that the function reads; for cloudfront-js-2.0 only.",
                format = Format.KEY_VALUE_STORE,
                maxLength = Limits.KEY_VALUE_STORE_NAME_LENGTH)
        @Nullable
        String keyValueStore) {

    /** The memory of a function for which none is given, in MB. */
    public static final int DEFAULT_MEMORY_SIZE = 128;

    /** The time of a function for which none is given, in seconds. */
    public static final int DEFAULT_TIMEOUT = 5;

    /** The handler of every CloudFront Function. */
    public static final String CLOUDFRONT_HANDLER = "handler";

    /** A version of a verticle with the defaults for the rest. */
    public static FunctionVersion verticle(String name, int version, String sha256, long size, String handler) {
        return new FunctionVersion(
                name,
                version,
                FunctionRuntime.JAVA_VERTICLE,
                sha256,
                size,
                handler,
                DEFAULT_MEMORY_SIZE,
                DEFAULT_TIMEOUT,
                null);
    }

    /** The same under another number. */
    public FunctionVersion withVersion(int number) {
        return new FunctionVersion(name, number, runtime, sha256, size, handler, memorySize, timeout, keyValueStore);
    }
}
