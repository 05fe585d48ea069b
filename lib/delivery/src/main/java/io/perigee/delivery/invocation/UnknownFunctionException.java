package io.perigee.delivery.invocation;

import io.perigee.functions.FunctionId;

/** The node knows no such version: it was never published, has been deleted, or the node has not heard of it yet. */
public final class UnknownFunctionException extends RuntimeException {

    public UnknownFunctionException(FunctionId id) {
        super("function " + id + " is not known on this node");
    }
}
