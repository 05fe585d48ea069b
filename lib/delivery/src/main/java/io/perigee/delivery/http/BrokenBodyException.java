package io.perigee.delivery.http;

import java.io.IOException;

/** A body broke off: whoever sent it has left, or took too long. */
public final class BrokenBodyException extends IOException {

    private static final long serialVersionUID = 1;

    BrokenBodyException(Throwable cause) {
        super("the body broke off: " + cause.getMessage(), cause);
    }
}
