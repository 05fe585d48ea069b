package io.perigee.functions;

import java.time.Duration;

/**
 * Why a call gave nothing to go on with. Each kind has the status that the viewer gets, and the word of its
 * {@code X-Cache} line, as Lambda@Edge's failures have
 * (<a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-testing-debugging.html">Test and
 * debug Lambda@Edge functions</a>).
 */
public sealed interface FunctionFailure extends RequestOutcome, ResponseOutcome {
    /** The function and its version: {@code name:version}. */
    String function();

    EventType eventType();

    /** What the viewer gets: 502, 503 or 504. */
    int status();

    /** CloudFront's {@code x-edge-detailed-result-type} word. */
    String resultType();

    /** One line for operators' logs; not meant for viewers. */
    String message();

    /** It threw, failed its future, or gave null. */
    record ExecutionError(String function, EventType eventType, Throwable cause) implements FunctionFailure {
        @Override
        public int status() {
            return 502;
        }

        @Override
        public String resultType() {
            return "LambdaExecutionError";
        }

        @Override
        public String message() {
            return function + " failed at " + eventType + ": " + cause;
        }
    }

    /** It answered what functions must not answer at that point. */
    record InvalidResult(String function, EventType eventType, Violation violation) implements FunctionFailure {
        @Override
        public int status() {
            return 502;
        }

        @Override
        public String resultType() {
            return "LambdaValidationError";
        }

        @Override
        public String message() {
            return function + " gave an invalid result at " + eventType + ": " + violation;
        }
    }

    /** It was not called, or not given a body, because as many calls or bytes as allowed were under way. */
    record Throttled(String function, EventType eventType, String limit) implements FunctionFailure {
        @Override
        public int status() {
            return 503;
        }

        @Override
        public String resultType() {
            return "LambdaLimitExceeded";
        }

        @Override
        public String message() {
            return function + " was throttled at " + eventType + ": " + limit;
        }
    }

    /** It did not answer within its time limit. */
    record TimedOut(String function, EventType eventType, Duration limit) implements FunctionFailure {
        @Override
        public int status() {
            return 504;
        }

        @Override
        public String resultType() {
            return "LambdaExecutionError";
        }

        @Override
        public String message() {
            return function + " did not answer at " + eventType + " within " + limit.toMillis() + " ms";
        }
    }

    /** No such function, or version, runs on this node, or it has no handler for this event. */
    record NotAvailable(String function, EventType eventType, String reason) implements FunctionFailure {
        @Override
        public int status() {
            return 503;
        }

        @Override
        public String resultType() {
            return "LambdaExecutionError";
        }

        @Override
        public String message() {
            return function + " cannot be called at " + eventType + ": " + reason;
        }
    }
}
