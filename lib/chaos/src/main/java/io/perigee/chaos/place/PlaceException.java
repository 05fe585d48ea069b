package io.perigee.chaos.place;

import org.jspecify.annotations.Nullable;

/** A place did not do what it can do: a node did not start, a tool failed. The run ends with this. */
public final class PlaceException extends Exception {

    private static final long serialVersionUID = 1L;

    public PlaceException(String message) {
        super(message);
    }

    public PlaceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
