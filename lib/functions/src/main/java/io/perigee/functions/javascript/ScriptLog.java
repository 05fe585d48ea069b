package io.perigee.functions.javascript;

import io.perigee.functions.EventConfig;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import java.util.function.Consumer;

/**
 * What one call prints, between a line {@code START DistributionID: …} and a line {@code END}; nothing at all for a call that prints
 * nothing, as CloudFront has it.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-logs.html">Edge function logs</a>
 */
final class ScriptLog implements Consumer<String> {
    private final FunctionOutput output;
    private final FunctionId function;
    private final EventConfig config;
    private boolean begun;

    ScriptLog(FunctionOutput output, FunctionId function, EventConfig config) {
        this.output = output;
        this.function = function;
        this.config = config;
    }

    @Override
    public void accept(String line) {
        if (!begun) {
            begun = true;
            output.line(function, config.requestId(), "START DistributionID: " + config.distributionId());
        }
        output.line(function, config.requestId(), line);
    }

    void end() {
        if (begun) {
            output.line(function, config.requestId(), "END");
        }
    }
}
