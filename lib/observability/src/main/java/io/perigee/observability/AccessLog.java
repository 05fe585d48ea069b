package io.perigee.observability;

/**
 * Where the records of ended requests go. A call returns at once, whatever becomes of the record.
 */
public interface AccessLog extends AutoCloseable {

    /** Keeps nothing. */
    AccessLog OFF = new AccessLog() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public void write(RequestRecord record) {}

        @Override
        public void close() {}
    };

    /** Whether records are wanted: a caller need not make one otherwise. */
    boolean isOn();

    /** Takes a record. Never blocks: a record that there is no room for is dropped and counted. */
    void write(RequestRecord record);

    /** Writes what was taken (for at most some seconds), then stops. */
    @Override
    void close();
}
