package io.perigee.functions.runtime;

/**
 * The two runtimes of CloudFront Functions.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-features.html">JavaScript
 *     runtime features for CloudFront Functions</a>
 */
public enum JavaScriptVersion {
    /** {@code cloudfront-js-1.0}: scripts, {@code require}, byte strings. */
    V1_0("1.0"),
    /** {@code cloudfront-js-2.0}: {@code import}, {@code async}, {@code Buffer}, key value stores, choice of origin. */
    V2_0("2.0");

    private final String number;

    JavaScriptVersion(String number) {
        this.number = number;
    }

    /** Such as {@code 2.0}. */
    public String number() {
        return number;
    }
}
