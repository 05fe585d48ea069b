package io.perigee.benchmarks.server;

/** Where a server has what it answers with. */
public enum Storage {
    /** One object of each size, in the server's memory (nginx: in files in memory). */
    MEMORY("memory"),
    /** Many objects of each size, on a file system on disk, and no room for them in the server's own memory. */
    DISK("disk");

    /** What a server on disk may hold in its own memory: about a twelfth of the objects of one size. */
    public static final String MEMORY_OVER_DISK = "8MiB";
    /** Room for the objects of all sizes. */
    static final int DISK_MEBIBYTES = 1024;

    private static final int BYTES_OF_ONE_SIZE = 96 << 20;
    // Of shorter ones so many fit into memory that the disk is not what is measured.
    private static final int SHORTEST_ON_DISK = 4096;

    private final String title;

    Storage(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** Whether objects of this size are asked for. */
    public boolean takes(Payload payload) {
        return this == MEMORY || (payload.bytes() >= SHORTEST_ON_DISK && payload.bytes() <= BYTES_OF_ONE_SIZE / 8);
    }

    /** How many objects of this size are asked for in turn; 1: always the same. */
    public int objects(Payload payload) {
        return this == MEMORY ? 1 : BYTES_OF_ONE_SIZE / payload.bytes();
    }
}
