package io.perigee.functions;

/**
 * How control planes ask nodes to invoke a function.
 *
 * <pre>{@code
 * POST /perigee/functions/NAME:VERSION/invocations
 * Perigee-Auth: …
 * Perigee-Invocation: the invocation's id
 *
 * 200  what the function has returned; with X-Amz-Function-Error what it said of its error;
 *      with X-Amz-Log-Result the end of what it has printed, in Base64
 * 404  the node does not know this version
 * 413  the payload is too long
 * 429  as many calls as allowed are under way
 * 503  the version cannot run here
 * }</pre>
 */
public final class InvocationHop {
    /** The invocation's id, and that this is one. */
    public static final String INVOCATION = "Perigee-Invocation";

    /** On an answer: the function has failed. */
    public static final String FUNCTION_ERROR = "X-Amz-Function-Error";

    /** On an answer: the end of what the call has printed, in Base64. */
    public static final String LOG_RESULT = "X-Amz-Log-Result";

    /** The longest payload, in bytes. */
    public static final int PAYLOAD_LIMIT = 6 << 20;

    private static final String PREFIX = "/perigee/functions/";
    private static final String SUFFIX = "/invocations";

    private InvocationHop() {}

    /** The target of a request for an invocation of that version. */
    public static String target(FunctionId id) {
        return PREFIX + id + SUFFIX;
    }
}
