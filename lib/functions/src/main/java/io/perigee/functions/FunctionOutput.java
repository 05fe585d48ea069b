package io.perigee.functions;

/**
 * Where runtimes give what functions print, and what their calls cost. Methods are called by any thread and must not block; what
 * cannot be kept is dropped.
 */
public interface FunctionOutput {
    /** Writes to the node's own log. */
    FunctionOutput LOGGED = new LoggedOutput();

    /**
     * One line, without its end. The {@code START RequestId: … Version: …} and {@code END RequestId: …} lines of a call come so as well, the
     * {@code REPORT} line as {@link #report}.
     *
     * @param requestId empty for what is printed outside of a call
     */
    void line(FunctionId function, String requestId, String text);

    /** A call has ended. */
    void report(Invocation invocation);
}
