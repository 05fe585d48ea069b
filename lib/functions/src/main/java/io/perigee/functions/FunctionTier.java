package io.perigee.functions;

/** The three ways in which functions run. */
public enum FunctionTier {
    /** Java inside the node. */
    VERTICLE,
    /** JavaScript inside the node, at viewer points only. */
    CLOUDFRONT_FUNCTION,
    /** A process for each execution environment. */
    LAMBDA
}
