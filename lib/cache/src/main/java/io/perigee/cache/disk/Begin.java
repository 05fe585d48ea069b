package io.perigee.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What stands at the beginning of a segment: the machine's run in which it was begun, and what the store's owner knew.
 *
 * <p>When a machine loses its power, the last writes are lost, and with them notes of what must not be served. So what was not closed in
 * order is trusted only in the machine's run in which it was written.
 */
final class Begin {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String THIS_RUN = thisRun();

    private final String run;
    private final byte[] state;

    private Begin(String run, byte[] state) {
        this.run = run;
        this.state = state;
    }

    /** What the store's owner knew then. */
    byte[] state() {
        return state;
    }

    static byte[] encode(byte[] state) {
        byte[] run = THIS_RUN.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + run.length + state.length)
                .putInt(run.length)
                .put(run)
                .put(state)
                .array();
    }

    static Begin decode(byte[] meta) {
        ByteBuffer from = ByteBuffer.wrap(meta);
        byte[] run = new byte[from.getInt()];
        from.get(run);
        byte[] state = new byte[from.remaining()];
        from.get(state);
        return new Begin(new String(run, StandardCharsets.UTF_8), state);
    }

    boolean isOfThisRun() {
        return run.equals(THIS_RUN);
    }

    /** Empty where the system does not tell. */
    private static String thisRun() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
