package io.perigee.functions.lambda.process;

/**
 * What the processes in one sandbox may have together, but for memory, which differs from function to function.
 *
 * @param temporaryBytes in the temporary directory, and in any one file
 * @param processes and threads; enforced where each sandbox has a user of its own
 * @param openFiles of any one process
 */
public record SandboxLimits(long temporaryBytes, int processes, int openFiles) {
    /** Lambda's (<a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda quotas</a>). */
    public static final SandboxLimits LAMBDA = new SandboxLimits(512L << 20, 1024, 1024);
}
