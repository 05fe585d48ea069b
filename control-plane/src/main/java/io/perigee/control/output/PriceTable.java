package io.perigee.control.output;

import io.perigee.control.store.FunctionUsage;
import io.perigee.functions.FunctionTier;

/**
 * What the use of functions is estimated to cost. Verticles are the operator's own Java: there is no such product to take a price from, and
 * they cost nothing here.
 *
 * @see <a href="https://aws.amazon.com/cloudfront/pricing/">Amazon CloudFront pricing</a>
 * @param currency three letters
 * @param lambdaRequests a million of them
 * @param cloudFrontFunctionInvocations a million of them
 */
public record PriceTable(
        String currency, double lambdaRequests, double lambdaGigabyteSecond, double cloudFrontFunctionInvocations) {

    private static final double MILLION = 1e6;
    private static final double MEGABYTE_MILLIS = 1024.0 * 1_000;

    /** In the table's currency. */
    public double cost(FunctionUsage usage) {
        return switch (FunctionTier.valueOf(usage.tier())) {
            case LAMBDA ->
                usage.invocations() / MILLION * lambdaRequests + gigabyteSeconds(usage) * lambdaGigabyteSecond;
            case CLOUDFRONT_FUNCTION -> usage.invocations() / MILLION * cloudFrontFunctionInvocations;
            case VERTICLE -> 0;
        };
    }

    /** Memory times billed duration. */
    public static double gigabyteSeconds(FunctionUsage usage) {
        return usage.megabyteMillis() / MEGABYTE_MILLIS;
    }
}
