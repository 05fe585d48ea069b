package io.perigee.cli.terminal;

import java.util.List;

/** The end of a command that did not do what it was asked for. */
public final class CommandFailure extends RuntimeException {

    /** The command did not succeed. */
    public static final int FAILED = 1;

    /** The command line, a file or a document is not valid; nothing was tried. */
    public static final int INVALID = 2;

    private static final long serialVersionUID = 1L;

    private final transient List<String> details;
    private final int exitCode;

    private CommandFailure(int exitCode, String message, List<String> details) {
        super(message);
        this.exitCode = exitCode;
        this.details = List.copyOf(details);
    }

    /** It could not be done. */
    public static CommandFailure failed(String message, List<String> details) {
        return new CommandFailure(FAILED, message, details);
    }

    /** It could not be done. */
    public static CommandFailure failed(String message, String... details) {
        return failed(message, List.of(details));
    }

    /** What was given is not valid. */
    public static CommandFailure invalid(String message, List<String> details) {
        return new CommandFailure(INVALID, message, details);
    }

    /** What was given is not valid. */
    public static CommandFailure invalid(String message, String... details) {
        return invalid(message, List.of(details));
    }

    /** Lines that belong under the message: one for each violation, or what to do about it. */
    public List<String> details() {
        return details;
    }

    public int exitCode() {
        return exitCode;
    }
}
