package io.perigee.functions.lambda.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Runs a Java handler: speaks the Lambda Runtime API with the node, for as long as the process lives
 * (<a href="https://docs.aws.amazon.com/lambda/latest/dg/java-handler.html">Define Lambda function handler in Java</a>).
 */
public final class Bootstrap {
    private Bootstrap() {}

    /** Called without arguments; what it needs is in the environment. */
    public static void main(String[] arguments) throws IOException {
        run(System.getenv());
    }

    /** Fails when the node is gone. */
    static void run(Map<String, String> environment) throws IOException {
        RuntimeConnection runtime = new RuntimeConnection(variable(environment, "AWS_LAMBDA_RUNTIME_API"));
        Handler handler;
        try {
            handler = Handler.load(variable(environment, "LAMBDA_TASK_ROOT"), variable(environment, "_HANDLER"));
        } catch (Exception | LinkageError failure) {
            failure.printStackTrace(System.out);
            System.out.flush();
            runtime.initError(ErrorJson.of(failure));
            System.exit(1);
            return;
        }
        RuntimeConnection.Event event = runtime.first();
        while (true) {
            event = runtime.next(answer(handler, event));
        }
    }

    private static RuntimeConnection.Answer answer(Handler handler, RuntimeConnection.Event event) {
        RuntimeConnection.Answer answer;
        try {
            answer = event.response(handler.call(event));
        } catch (Exception | LinkageError | StackOverflowError failure) {
            failure.printStackTrace(System.out);
            answer = event.error(ErrorJson.of(failure).getBytes(StandardCharsets.UTF_8));
        }
        System.out.flush();
        return answer;
    }

    static String variable(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new IllegalStateException("the environment variable " + name + " is missing");
        }
        return value;
    }
}
