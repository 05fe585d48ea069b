package io.perigee.control;

import io.perigee.control.output.KeptOutput;
import io.perigee.control.output.PriceTable;
import io.perigee.node.config.ByteSize;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import java.time.Duration;

/** What is kept of what functions print and use. */
public record FunctionOutputConfig(
        @Setting(
                value = "How long lines of a function's log are kept, where the function has no retention of its own.",
                min = "1m")
        @Default("7d")
        Duration logRetention,

        @Setting(
                value = "How much of a function's log is kept, in characters; the oldest lines go first.",
                min = "1KiB")
        @Default("64MiB")
        ByteSize logLimit,

        @Setting(value = "How long is kept what a function has used on a day.", min = "2d") @Default("400d")
        Duration usageRetention,

        @Setting("What usage is estimated to cost.") Prices prices) {

    static final FunctionOutputConfig DEFAULT =
            new FunctionOutputConfig(Duration.ofDays(7), new ByteSize(64L << 20), Duration.ofDays(400), Prices.DEFAULT);

    KeptOutput kept() {
        return new KeptOutput(logRetention, logLimit.bytes(), usageRetention);
    }

    /** The prices of AWS for the same functions, as published. */
    public record Prices(
            @Setting(value = "The currency, for display.", pattern = "[A-Z]{3}", form = "three capital letters")
            @Default("USD")
            String currency,

            @Setting(value = "A million requests of Lambda functions; Lambda@Edge's price.", min = "0") @Default("0.60")
            double lambdaRequests,

            @Setting(value = "A gigabyte-second of Lambda functions; Lambda@Edge's price.", min = "0")
            @Default("0.00005001")
            double lambdaGigabyteSecond,

            @Setting(value = "A million invocations of CloudFront functions; CloudFront's price.", min = "0")
            @Default("0.10")
            double cloudFrontFunctionInvocations) {

        static final Prices DEFAULT = new Prices("USD", 0.60, 0.00005001, 0.10);

        PriceTable table() {
            return new PriceTable(currency, lambdaRequests, lambdaGigabyteSecond, cloudFrontFunctionInvocations);
        }
    }
}
