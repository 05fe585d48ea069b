package io.perigee.benchmarks.process;

/** Something that a comparison cannot do without is not on this machine; the message says what, and how to get it. */
public final class UnsuitableMachineException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnsuitableMachineException(String message) {
        super(message);
    }
}
