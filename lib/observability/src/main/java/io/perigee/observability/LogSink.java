package io.perigee.observability;

import java.io.IOException;

/**
 * Something that records of ended requests are written to. The log's own thread is the only one that calls it, so it may wait for a disk;
 * requests never wait for it.
 */
public interface LogSink {

    /** Value of the label {@code sink} in metrics: a lower case word. */
    String name();

    /**
     * Takes a record.
     *
     * @return whether this sink wants it; what it does not want is not counted
     */
    boolean take(RequestRecord record);

    /**
     * Writes what was taken since the last call. Called after each batch, and every second without one.
     *
     * @param nowMillis epoch milliseconds
     * @throws IOException if that is lost
     */
    void flush(long nowMillis) throws IOException;

    /** Writes what is left and gives back what is held. */
    void close() throws IOException;
}
