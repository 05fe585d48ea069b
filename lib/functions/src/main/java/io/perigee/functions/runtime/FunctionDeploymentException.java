package io.perigee.functions.runtime;

import org.jspecify.annotations.Nullable;

/** A function could not be deployed. What ran before goes on running. */
public final class FunctionDeploymentException extends RuntimeException {
    /** What stood in the way. */
    public enum Reason {
        /** The file is missing, or is not a jar. */
        UNREADABLE_JAR,
        /** The file has more bytes than the node loads. */
        JAR_TOO_LARGE,
        /** Neither the caller, nor the manifest, nor a service file names exactly one entry class. */
        NO_ENTRY_CLASS,
        /** The entry class, or a class that it needs, is not in the jar, or cannot be loaded. */
        CLASS_NOT_LOADABLE,
        /** The entry class is not a concrete {@code EdgeFunction} with a public constructor without parameters. */
        WRONG_TYPE,
        /** The entry class overrides none of the four handlers. */
        NO_HANDLER,
        /** The code is not what its runtime takes: it does not parse, is too large, or its handler is not there. */
        INVALID_CODE,
        /** What the runtime needs, a program or a library, is not on this node. */
        RUNTIME_NOT_INSTALLED,
        /** A constructor or {@code start()} failed, or took too long. */
        START_FAILED,
        /** A newer version runs, and this one is not pinned. */
        SUPERSEDED,
        /** The host is being closed. */
        HOST_CLOSED
    }

    private final Reason reason;

    public FunctionDeploymentException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public FunctionDeploymentException(Reason reason, String message) {
        this(reason, message, null);
    }

    public Reason reason() {
        return reason;
    }
}
