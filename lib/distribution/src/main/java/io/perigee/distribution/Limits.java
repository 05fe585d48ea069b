package io.perigee.distribution;

/**
 * The most of everything: CloudFront's default quotas where it has one.
 *
 * <p>See <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html">Quotas</a>.
 */
public final class Limits {

    /** Alternate domain names of one distribution. */
    public static final int ALIASES = 100;

    /** Cache behaviors of one distribution beside the default one. */
    public static final int CACHE_BEHAVIORS = 75;

    /** Origins of one distribution. */
    public static final int ORIGINS = 100;

    /** Origin groups of one distribution. */
    public static final int ORIGIN_GROUPS = 10;

    /** Origins in a group: a primary and a secondary. */
    public static final int ORIGIN_GROUP_MEMBERS = 2;

    /** Headers added to the requests to one origin. */
    public static final int ORIGIN_CUSTOM_HEADERS = 30;

    /** Characters of a header's name in a policy. */
    public static final int HEADER_NAME_LENGTH = 256;

    /** Characters of a header's value in a policy. */
    public static final int HEADER_VALUE_LENGTH = 1_783;

    /** Headers, cookies or query string parameters named by one cache or origin request policy, each. */
    public static final int POLICY_NAMES = 100;

    /** Headers added by one response headers policy, and headers removed by it. */
    public static final int RESPONSE_CUSTOM_HEADERS = 100;

    /** Characters of a path pattern. */
    public static final int PATH_PATTERN_LENGTH = 255;

    /** Characters of a path in a document. */
    public static final int PATH_LENGTH = 4_000;

    /** Functions attached to one cache behavior: one for each event type. */
    public static final int FUNCTION_ASSOCIATIONS = 4;

    /** Paths of one invalidation. */
    public static final int INVALIDATION_PATHS = 3_000;

    /** Wildcard paths of one invalidation. */
    public static final int INVALIDATION_WILDCARDS = 15;

    /** Cache tags of one invalidation. */
    public static final int INVALIDATION_TAGS = 1_000;

    /** Characters of a cache tag. */
    public static final int CACHE_TAG_LENGTH = 128;

    /** Paths of one prewarm. */
    public static final int PREWARM_PATHS = 10_000;

    /** Distributions of one network. */
    public static final int DISTRIBUTIONS = 10_000;

    /** Bytes of a function's package (Lambda@Edge's limit for origin functions). */
    public static final long FUNCTION_BYTES = 50L * 1024 * 1024;

    /** Bytes of a CloudFront Function's code. */
    public static final int CLOUDFRONT_FUNCTION_BYTES = 10 * 1024;

    /** Bytes of a Lambda function's package when it is unpacked. */
    public static final long UNPACKED_FUNCTION_BYTES = 250L * 1024 * 1024;

    /** Seconds that a Lambda function may take at a viewer event. */
    public static final int VIEWER_FUNCTION_TIMEOUT = 5;

    /** MB that a Lambda function may have at a viewer event. */
    public static final int VIEWER_FUNCTION_MEMORY_SIZE = 128;

    /** Characters of a Lambda function's handler. */
    public static final int LAMBDA_HANDLER_LENGTH = 128;

    /** Versions beside the first one that an alias sends calls to. */
    public static final int ALIAS_ADDITIONAL_VERSIONS = 1;

    /** Aliases of one function. */
    public static final int FUNCTION_ALIASES = 100;

    /** Key value stores of one network. */
    public static final int KEY_VALUE_STORES = 50;

    /** Bytes of a key value store, keys and values. */
    public static final long KEY_VALUE_STORE_BYTES = 5L * 1024 * 1024;

    /** Bytes of a key. */
    public static final int KEY_BYTES = 512;

    /** Characters of a key's value. */
    public static final int VALUE_LENGTH = 1_024;

    /** Keys that one update puts and deletes. */
    public static final int UPDATED_KEYS = 50;

    /** Characters of a key value store's comment. */
    public static final int KEY_VALUE_STORE_COMMENT_LENGTH = 128;

    /** Characters of a key value store's name. */
    public static final int KEY_VALUE_STORE_NAME_LENGTH = 64;

    /** Characters of a document: a guard against absurd input, far above what the other limits allow in practice. */
    public static final int DOCUMENT_LENGTH = 3 * 1024 * 1024;

    private Limits() {}
}
