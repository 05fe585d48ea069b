package io.perigee.distribution.document;

import io.perigee.distribution.AliasDeployment;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.FunctionConcurrency;
import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.Limits;
import io.perigee.distribution.ProvisionedConcurrency;
import io.perigee.distribution.VersionWeight;
import io.perigee.distribution.describe.Format;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class FunctionRules {

    private FunctionRules() {}

    static void check(FunctionVersion function, RuleSink sink) {
        switch (function.runtime().family()) {
            case VERTICLE -> {
                if (!Format.CLASS_NAME.accepts(function.handler())) {
                    sink.add("handler", function.handler(), Format.CLASS_NAME.expected());
                }
                expectDefaultMemory(function, sink);
            }
            case CLOUDFRONT_JS -> {
                if (!function.handler().equals(FunctionVersion.CLOUDFRONT_HANDLER)) {
                    sink.add("handler", function.handler(), "handler, as every CloudFront Function has");
                }
                if (function.size() > Limits.CLOUDFRONT_FUNCTION_BYTES) {
                    sink.add(
                            "size",
                            Long.toString(function.size()),
                            "at most " + Limits.CLOUDFRONT_FUNCTION_BYTES + " bytes for a CloudFront Function");
                }
                expectDefaultMemory(function, sink);
                if (function.timeout() != FunctionVersion.DEFAULT_TIMEOUT) {
                    sink.add(
                            "timeout",
                            Integer.toString(function.timeout()),
                            "none, as a CloudFront Function has a fixed budget");
                }
            }
            case LAMBDA -> {
                if (function.handler().length() > Limits.LAMBDA_HANDLER_LENGTH) {
                    sink.add(
                            "handler",
                            function.handler(),
                            "at most " + Limits.LAMBDA_HANDLER_LENGTH + " characters for a Lambda function");
                }
            }
        }
        String store = function.keyValueStore();
        if (store != null && function.runtime() != FunctionRuntime.CLOUDFRONT_JS_2_0) {
            sink.add("keyValueStore", store, "none, as only cloudfront-js-2.0 reads key value stores");
        }
    }

    static void check(FunctionAlias alias, RuleSink sink) {
        for (VersionWeight other : alias.additionalVersionWeights()) {
            if (other.version() == alias.functionVersion()) {
                sink.add(
                        "additionalVersionWeights",
                        Integer.toString(other.version()),
                        "a version other than functionVersion");
            }
        }
    }

    static void check(FunctionConcurrency concurrency, RuleSink sink) {
        Set<String> reserved = new HashSet<>();
        for (int i = 0; i < concurrency.reserved().size(); i++) {
            String region = shown(concurrency.reserved().get(i).region());
            if (!reserved.add(region)) {
                sink.add("reserved[" + i + "].region", region, "a region that no other entry names");
            }
        }
        Set<String> provisioned = new HashSet<>();
        for (int i = 0; i < concurrency.provisioned().size(); i++) {
            ProvisionedConcurrency one = concurrency.provisioned().get(i);
            String region = shown(one.region());
            if (!provisioned.add(one.qualifier() + " " + region)) {
                sink.add(
                        "provisioned[" + i + "].region",
                        region,
                        "a region that no other entry of " + one.qualifier() + " names");
            }
        }
    }

    private static String shown(@Nullable String region) {
        return region == null ? "every region" : region;
    }

    static void check(AliasDeployment deployment, RuleSink sink) {
        boolean atOnce = deployment.deploymentConfigName().endsWith("AllAtOnce");
        if (deployment.alarms().any() && atOnce && deployment.bakeTime().isZero()) {
            sink.add(
                    "bakeTime",
                    Durations.format(deployment.bakeTime()),
                    "more than 0s, since with AllAtOnce there is no other time in which an alarm could be raised");
        }
    }

    private static void expectDefaultMemory(FunctionVersion function, RuleSink sink) {
        if (function.memorySize() != FunctionVersion.DEFAULT_MEMORY_SIZE) {
            sink.add(
                    "memorySize",
                    Integer.toString(function.memorySize()),
                    "none, as only Lambda functions have memory of their own");
        }
    }
}
