package io.perigee.functions;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a call gave nothing to go on with. Each kind has the status that the viewer gets, and the word of its
 * {@code X-Cache} line and of the access log: Lambda@Edge's for functions that run as verticles or in Lambda runtimes
 * (<a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-testing-debugging.html">Test and
 * debug Lambda@Edge functions</a>), and CloudFront Functions' own for those
 * (<a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html">Standard logging
 * reference</a>, {@code x-edge-detailed-result-type}), which make CloudFront answer 503 whatever went wrong, but for an invalid
 * result, which is a 502.
 */
public sealed interface FunctionFailure extends RequestOutcome, ResponseOutcome {
    CalledFunction called();

    /** What the viewer gets: 502, 503 or 504. */
    int status();

    /** CloudFront's {@code x-edge-detailed-result-type} word. */
    String resultType();

    /** One line for operators' logs; not meant for viewers. */
    String message();

    /** It threw, failed its future, or gave null. */
    record ExecutionError(CalledFunction called, Throwable cause) implements FunctionFailure {
        @Override
        public int status() {
            return isCloudFrontFunction(called) ? 503 : 502;
        }

        @Override
        public String resultType() {
            return isCloudFrontFunction(called) ? "FunctionExecutionError" : "LambdaExecutionError";
        }

        @Override
        public String message() {
            return called.function() + " failed" + at(called) + ": " + cause;
        }
    }

    /** It answered what functions must not answer at that point. */
    record InvalidResult(CalledFunction called, Violation violation) implements FunctionFailure {
        @Override
        public int status() {
            return 502;
        }

        @Override
        public String resultType() {
            return isCloudFrontFunction(called) ? "FunctionExecutionError" : "LambdaValidationError";
        }

        @Override
        public String message() {
            return called.function() + " gave an invalid result" + at(called) + ": " + violation;
        }
    }

    /** It was not called, or not given a body, because as many calls or bytes as allowed were under way. */
    record Throttled(CalledFunction called, String limit) implements FunctionFailure {
        @Override
        public int status() {
            return 503;
        }

        @Override
        public String resultType() {
            return isCloudFrontFunction(called) ? "FunctionThrottledError" : "LambdaLimitExceeded";
        }

        @Override
        public String message() {
            return called.function() + " was throttled" + at(called) + ": " + limit;
        }
    }

    /** It did not answer within its time limit. */
    record TimedOut(CalledFunction called, Duration limit) implements FunctionFailure {
        @Override
        public int status() {
            return isCloudFrontFunction(called) ? 503 : 504;
        }

        @Override
        public String resultType() {
            return isCloudFrontFunction(called) ? "FunctionExecutionError" : "LambdaExecutionError";
        }

        @Override
        public String message() {
            return called.function() + " did not answer" + at(called) + " within " + limit.toMillis() + " ms";
        }
    }

    /** No such function, or version, runs on this node, or it cannot be called for this event. */
    record NotAvailable(CalledFunction called, String reason) implements FunctionFailure {
        @Override
        public int status() {
            return 503;
        }

        @Override
        public String resultType() {
            return isCloudFrontFunction(called) ? "FunctionExecutionError" : "LambdaExecutionError";
        }

        @Override
        public String message() {
            return called.function() + " cannot be called" + at(called) + ": " + reason;
        }
    }

    private static boolean isCloudFrontFunction(CalledFunction called) {
        return called.tier().equals(Optional.of(FunctionTier.CLOUDFRONT_FUNCTION));
    }

    private static String at(CalledFunction called) {
        return called.eventType().map(type -> " at " + type).orElse("");
    }
}
