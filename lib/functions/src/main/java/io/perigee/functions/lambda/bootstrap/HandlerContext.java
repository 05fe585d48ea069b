package io.perigee.functions.lambda.bootstrap;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Context} that the package brings ({@code aws-lambda-java-core}), in whichever version
 * (<a href="https://docs.aws.amazon.com/lambda/latest/dg/java-context.html">Using the Lambda context object</a>). There is no
 * client context and no identity, as nothing here could give them.
 */
final class HandlerContext {
    private HandlerContext() {}

    static Object of(Class<?> context, RuntimeConnection.Event event) {
        long deadline = Long.parseLong(event.header("deadline-ms"));
        Map<String, String> environment = System.getenv();
        return Proxy.newProxyInstance(
                context.getClassLoader(),
                new Class<?>[] {context},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getAwsRequestId" -> event.requestId();
                    case "getInvokedFunctionArn" -> event.header("invoked-function-arn");
                    case "getLogGroupName" -> environment.get("AWS_LAMBDA_LOG_GROUP_NAME");
                    case "getLogStreamName" -> environment.get("AWS_LAMBDA_LOG_STREAM_NAME");
                    case "getFunctionName" -> environment.get("AWS_LAMBDA_FUNCTION_NAME");
                    case "getFunctionVersion" -> environment.get("AWS_LAMBDA_FUNCTION_VERSION");
                    case "getMemoryLimitInMB" ->
                        Integer.valueOf(Bootstrap.variable(environment, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
                    case "getRemainingTimeInMillis" -> (int) Math.max(0, deadline - System.currentTimeMillis());
                    case "getLogger" -> logger(method.getReturnType());
                    default -> ofObject("context of " + event.requestId(), proxy, method, arguments);
                });
    }

    private static Object logger(Class<?> logger) {
        return Proxy.newProxyInstance(logger.getClassLoader(), new Class<?>[] {logger}, (proxy, method, arguments) -> {
            if (method.getName().equals("log")) {
                Object text = arguments[0];
                System.out.println(text instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : text);
                return null;
            }
            return ofObject("logger", proxy, method, arguments);
        });
    }

    // A proxy equals itself only; its equals() would come back here.
    @SuppressWarnings("ReferenceEquality")
    private static @Nullable Object ofObject(String name, Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "toString" -> name;
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> arguments != null && proxy == arguments[0];
            default -> null;
        };
    }
}
