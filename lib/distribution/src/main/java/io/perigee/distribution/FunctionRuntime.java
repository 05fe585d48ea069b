package io.perigee.distribution;

import io.perigee.distribution.describe.Named;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a version of a function is written for, under AWS's identifiers.
 *
 * <p>See AWS on <a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html">Lambda runtimes</a> and
 * <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/writing-function-code.html">CloudFront Functions</a>.
 */
public enum FunctionRuntime implements Named {
    JAVA_VERTICLE("java-verticle", Family.VERTICLE),
    CLOUDFRONT_JS_1_0("cloudfront-js-1.0", Family.CLOUDFRONT_JS),
    CLOUDFRONT_JS_2_0("cloudfront-js-2.0", Family.CLOUDFRONT_JS),
    NODEJS_18("nodejs18.x", Family.LAMBDA),
    NODEJS_20("nodejs20.x", Family.LAMBDA),
    NODEJS_22("nodejs22.x", Family.LAMBDA),
    NODEJS_24("nodejs24.x", Family.LAMBDA),
    PYTHON_3_9("python3.9", Family.LAMBDA),
    PYTHON_3_10("python3.10", Family.LAMBDA),
    PYTHON_3_11("python3.11", Family.LAMBDA),
    PYTHON_3_12("python3.12", Family.LAMBDA),
    PYTHON_3_13("python3.13", Family.LAMBDA),
    PYTHON_3_14("python3.14", Family.LAMBDA),
    JAVA_11("java11", Family.LAMBDA),
    JAVA_17("java17", Family.LAMBDA),
    JAVA_21("java21", Family.LAMBDA),
    JAVA_25("java25", Family.LAMBDA),
    PROVIDED_AL2("provided.al2", Family.LAMBDA),
    PROVIDED_AL2023("provided.al2023", Family.LAMBDA);

    private final String documentName;
    private final Family family;

    FunctionRuntime(String documentName, Family family) {
        this.documentName = documentName;
        this.family = family;
    }

    /** How functions of several runtimes are packed, checked and run alike. */
    public enum Family {
        /** A class in a jar that runs in the node, which trusts it. */
        VERTICLE,

        /** A JavaScript text that runs in the node, in a sandbox, at viewer events. */
        CLOUDFRONT_JS,

        /** A zip that runs in processes of its own, which speak the Lambda Runtime API. */
        LAMBDA
    }

    /** The runtime with this identifier, such as {@code nodejs22.x}. */
    public static Optional<FunctionRuntime> named(String identifier) {
        return Arrays.stream(values())
                .filter(runtime -> runtime.documentName.equals(identifier))
                .findFirst();
    }

    @Override
    public String documentName() {
        return documentName;
    }

    /** How it is packed, checked and run. */
    public Family family() {
        return family;
    }
}
