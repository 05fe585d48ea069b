package io.perigee.functions.lambda;

import io.perigee.functions.FunctionId;
import io.perigee.functions.runtime.FunctionSource.LambdaPackage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

/**
 * What handlers are told by environment variables, and nothing of the node's own
 * (<a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime">Defined
 * runtime environment variables</a>). There are no {@code AWS_ACCESS_KEY_ID} and its like: there is no account.
 */
final class EnvironmentVariables {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd");
    private static final String NO_ACCOUNT = "000000000000";

    private final FunctionId id;
    private final LambdaPackage source;
    private final String region;
    private final Path code;

    EnvironmentVariables(FunctionId id, LambdaPackage source, String region, Path code) {
        this.id = id;
        this.source = source;
        this.region = region;
        this.code = code;
    }

    String arn() {
        return "arn:aws:lambda:" + region + ':' + NO_ACCOUNT + ":function:" + id;
    }

    /**
     * Of one environment.
     *
     * @param runtimeApi {@code host:port}
     * @param environment its name
     */
    Map<String, String> of(String runtimeApi, String environment, boolean provisioned) {
        Map<String, String> variables = new HashMap<>();
        variables.put("_HANDLER", source.handler());
        variables.put("AWS_REGION", region);
        variables.put("AWS_DEFAULT_REGION", region);
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + source.runtime());
        variables.put("AWS_LAMBDA_FUNCTION_NAME", id.name());
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(source.memorySize()));
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", Long.toString(id.version()));
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", provisioned ? "provisioned-concurrency" : "on-demand");
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + id.name());
        variables.put(
                "AWS_LAMBDA_LOG_STREAM_NAME",
                LocalDate.now(Clock.systemUTC()).format(DAY) + "/[" + id.version() + ']' + environment);
        variables.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        variables.put("LAMBDA_TASK_ROOT", code.toString());
        variables.put("LANG", "en_US.UTF-8");
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");
        variables.put("TZ", ":UTC");
        return variables;
    }
}
