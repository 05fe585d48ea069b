package io.perigee.control.store;

import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The database cannot be used now: not reached, shutting down, out of room. What is wrong is not the request's fault, and the
 * same request may succeed later.
 */
public final class StoreUnavailableException extends RuntimeException {

    private final boolean perhapsStored;

    private StoreUnavailableException(Throwable cause, boolean perhapsStored) {
        super(cause.getMessage(), cause);
        this.perhapsStored = perhapsStored;
    }

    /** Whether the failure came while a change was being committed, so that it may be stored all the same. */
    public boolean perhapsStored() {
        return perhapsStored;
    }

    /** {@code failure} as it is, unless the database's not being there is what caused it. */
    static RuntimeException orItself(JdbiException failure, boolean committing) {
        SQLException cause = sqlException(failure);
        return cause != null && unavailable(cause) ? new StoreUnavailableException(cause, committing) : failure;
    }

    private static @Nullable SQLException sqlException(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return found;
            }
        }
        return null;
    }

    private static boolean unavailable(SQLException failure) {
        if (failure instanceof SQLiteException sqlite) {
            // Of an extended code the lowest byte is what it belongs to.
            return switch (SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)) {
                case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_READONLY -> true;
                default -> false;
            };
        }
        String state = failure.getSQLState();
        // Connection exceptions; a password that is being changed; insufficient resources; shutdown; system errors; a
        // standby that takes no changes.
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("28")
                        || state.startsWith("53")
                        || state.startsWith("57P")
                        || state.startsWith("58")
                        || state.equals("25006"));
    }
}
