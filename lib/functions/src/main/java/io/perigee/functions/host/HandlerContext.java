package io.perigee.functions.host;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a Java handler is told about its call.
 *
 * @param deadline on that clock
 */
record HandlerContext(FunctionId id, String requestId, FunctionOutput output, LongSupplier nanoTime, long deadline)
        implements Context, LambdaLogger {

    @Override
    public String getAwsRequestId() {
        return requestId;
    }

    @Override
    public String getLogGroupName() {
        return "/aws/lambda/" + id.name();
    }

    @Override
    public String getLogStreamName() {
        return "[" + id.version() + "]" + requestId;
    }

    @Override
    public String getFunctionName() {
        return id.name();
    }

    @Override
    public String getFunctionVersion() {
        return Long.toString(id.version());
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:us-east-1:000000000000:function:" + id;
    }

    @Override
    public @Nullable CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public @Nullable ClientContext getClientContext() {
        return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return (int)
                Math.max(0, Duration.ofNanos(deadline - nanoTime.getAsLong()).toMillis());
    }

    /** Of the node's own JVM: verticles have no memory of their own. */
    @Override
    public int getMemoryLimitInMB() {
        return (int) (Runtime.getRuntime().maxMemory() >> 20);
    }

    @Override
    public LambdaLogger getLogger() {
        return this;
    }

    @Override
    public void log(String message) {
        message.lines().forEach(line -> output.line(id, requestId, line));
    }

    @Override
    public void log(byte[] message) {
        log(new String(message, StandardCharsets.UTF_8));
    }
}
