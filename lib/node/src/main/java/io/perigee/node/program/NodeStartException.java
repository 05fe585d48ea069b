package io.perigee.node.program;

import io.perigee.node.config.ConfigException;
import java.util.Arrays;
import java.util.List;

/** A node that does not run: its configuration is not valid, or it could not start. Meant for the operator as it is. */
public final class NodeStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Exit code of a process whose node could not start. */
    public static final int NOT_STARTED = 1;

    private final transient List<String> details;
    private final int exitCode;

    private NodeStartException(String message, List<String> details, int exitCode) {
        super(message);
        this.details = List.copyOf(details);
        this.exitCode = exitCode;
    }

    /** The configuration is valid, and the node did not start. */
    static NodeStartException notStarted(List<String> details) {
        return new NodeStartException("the node did not start", details, NOT_STARTED);
    }

    /** The configuration is refused, with a line for each violation. */
    public static NodeStartException refused(ConfigException refused) {
        List<String> lines = Arrays.asList(String.valueOf(refused.getMessage()).split("\n"));
        return new NodeStartException(
                lines.getFirst(), lines.stream().skip(1).map(String::strip).toList(), ConfigException.EXIT_CODE);
    }

    /** Lines that belong under the message: one for each violation, or what to look at. */
    public List<String> details() {
        return details;
    }

    /** What the process ends with: {@link #NOT_STARTED} or {@link ConfigException#EXIT_CODE}. */
    public int exitCode() {
        return exitCode;
    }
}
