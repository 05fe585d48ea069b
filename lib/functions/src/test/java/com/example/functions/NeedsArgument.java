package com.example.functions;

import io.perigee.functions.EdgeFunction;

public final class NeedsArgument extends EdgeFunction {
    public NeedsArgument(String argument) {
        if (argument.isEmpty()) {
            throw new IllegalArgumentException("empty");
        }
    }
}
