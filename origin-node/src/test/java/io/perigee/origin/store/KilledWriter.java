package io.perigee.origin.store;

import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;

/** A process that writes without end and tells of each object that the store has acknowledged; made to be killed. */
final class KilledWriter {

    static final String STORED = "stored ";
    static final int KEYS = 4;
    static final int SIZE = 300_000;

    private KilledWriter() {}

    public static void main(String[] arguments) throws Exception {
        try (ObjectStore store = Stores.open(Path.of(arguments[0]))) {
            PrintStream out = System.out;
            for (int version = Integer.parseInt(arguments[1]); ; version++) {
                store.put(
                        Stores.BUCKET,
                        key(version),
                        ObjectAttributes.of("application/octet-stream"),
                        new ByteArrayInputStream(bytes(version)));
                out.println(STORED + version);
                out.flush();
            }
        }
    }

    static ObjectKey key(int version) {
        return new ObjectKey("key-" + version % KEYS);
    }

    static byte[] bytes(int version) {
        byte[] bytes = new byte[SIZE + version % 1000];
        Arrays.fill(bytes, (byte) version);
        return bytes;
    }
}
