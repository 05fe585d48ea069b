package io.perigee.cache.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A store whose records are texts with a body; what describes a body is its text. */
final class Shelf implements DiskStore.Owner {
    final DiskStore store;
    final List<String> noted = new ArrayList<>();
    final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Put> offered = new ArrayList<>();
    volatile String state = "";

    Shelf(Path folder, long bytes) throws IOException {
        this(folder, bytes, DiskStore.Opener.SYSTEM);
    }

    Shelf(Path folder, long bytes, DiskStore.Opener opener) throws IOException {
        this.store = DiskStore.open(folder, bytes, 64 << 20, System::nanoTime, opener, this);
    }

    /** Stores it and waits until it is written; whether it was. */
    boolean put(String text, byte[] body) {
        return put(text, 0, body);
    }

    boolean put(String text, int variant, byte[] body) {
        Put put = new Put(text, variant, body);
        store.put(put);
        return put.done.join() != null;
    }

    /** Stores it without waiting. */
    Put offer(String text, byte[] body) {
        Put put = new Put(text, 0, body);
        offered.add(put);
        store.put(put);
        return put;
    }

    /** Whether something under this text is not written yet: what it is to replace may be found until then. */
    boolean isWaiting(String text) {
        return offered.stream().anyMatch(put -> put.text.equals(text) && !put.done.isDone());
    }

    void remove(String text) {
        store.remove(hash(text), 0);
    }

    /** The newest body under this text, if it is as it was written. */
    byte @Nullable [] get(String text) {
        return get(text, hash(text));
    }

    byte @Nullable [] get(String text, long hash) {
        byte[] newest = null;
        try {
            for (DiskRecord record : store.read(hash)) {
                DiskBody body = record.body();
                if (newest == null && new String(record.meta(), UTF_8).equals(text)) {
                    // What is asked for is used.
                    body.tryRetain();
                    body.release();
                    if (body.isIntact()) {
                        newest = new byte[(int) body.length()];
                        body.read(ByteBuffer.wrap(newest), 0);
                    } else {
                        store.drop(body);
                    }
                }
                body.release();
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
        return newest;
    }

    void close() {
        try {
            store.close(System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    static long hash(String text) {
        long hash = text.hashCode() * 0xD6E8FEB86659FD93L;
        return hash == 0 ? 1 : hash;
    }

    @Override
    public byte[] state() {
        return state.getBytes(UTF_8);
    }

    @Override
    public void noted(byte[] note) {
        noted.add(new String(note, UTF_8));
    }

    @Override
    public byte[] renewed(byte[] meta, long generation) {
        return meta;
    }

    @Override
    public void failed(Throwable cause) {
        failures.add(cause);
    }

    /** A write and its end. */
    static class Put implements Write {
        private final String text;
        private final int variant;
        private final byte[] body;
        final CompletableFuture<@Nullable DiskBody> done = new CompletableFuture<>();

        Put(String text, int variant, byte[] body) {
            this.text = text;
            this.variant = variant;
            this.body = body;
        }

        @Override
        public long hash() {
            return Shelf.hash(text);
        }

        @Override
        public int variant() {
            return variant;
        }

        @Override
        public Content content() {
            int half = body.length / 2;
            return new Content.Bytes(
                    List.of(ByteBuffer.wrap(body, 0, half).slice(), ByteBuffer.wrap(body, half, body.length - half)),
                    body.length);
        }

        @Override
        public byte[] meta() {
            return text.getBytes(UTF_8);
        }

        @Override
        public void done(@Nullable DiskBody written) {
            done.complete(written);
        }

        DiskBody written() {
            return Objects.requireNonNull(done.join(), "what was written");
        }
    }
}
