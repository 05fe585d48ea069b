package io.perigee.control.backup;

import java.io.IOException;

/** A backup cannot be made, read or put back; the message says which file or database, why, and what to do. */
public final class BackupException extends IOException {

    private static final long serialVersionUID = 1;

    BackupException(String message) {
        super(message);
    }
}
