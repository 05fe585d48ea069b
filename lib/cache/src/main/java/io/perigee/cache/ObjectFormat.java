package io.perigee.cache;

import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.httpcaching.Storability;
import io.perigee.httpcaching.StoredResponse;
import io.perigee.httpcaching.VaryKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is stored with a body on disk: key, head, tags, stamp, and how it lies in slices. What another version wrote is not read. */
final class ObjectFormat {
    private static final int VERSION = 2;
    private static final int LONGEST = 1 << 20;

    private final Liveness liveness;

    /** @param liveness of what is read */
    ObjectFormat(Liveness liveness) {
        this.liveness = liveness;
    }

    static byte[] write(StoredObject object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream to = new DataOutputStream(bytes)) {
            to.writeByte(VERSION);
            write(to, object.key());
            // A soft mark may be forgotten before what comes later from a cache that had not applied it.
            write(to, object.asMarked());
            write(to, object.tags());
            Stamp stamp = object.stamp();
            to.writeLong(stamp.sequence());
            to.writeLong(stamp.local());
            to.writeLong(stamp.validated());
            to.writeBoolean(object.isSliced());
            if (object.isSliced()) {
                Slices slices = object.slices();
                write(to, slices.version().validator());
                to.writeLong(slices.version().length());
                write(to, slices.tags());
                to.writeInt(slices.bytes());
                to.writeInt(slices.shift());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Null when it was written by another version. */
    @Nullable
    StoredObject read(byte[] meta, @Nullable StoredBytes body) {
        try (DataInputStream from = new DataInputStream(new ByteArrayInputStream(meta))) {
            if (from.readByte() != VERSION) {
                return null;
            }
            CacheKey key = new CacheKey(text(from), text(from), text(from));
            StoredResponse response = response(from);
            List<String> tags = texts(from);
            Stamp stamp = new Stamp(from.readLong(), from.readLong(), from.readLong());
            if (from.readBoolean()) {
                ObjectVersion version = new ObjectVersion(text(from), from.readLong());
                Slices slices =
                        new Slices(key, response.varyKey(), version, texts(from), from.readInt(), from.readInt());
                return StoredObject.sliced(response, stamp, liveness, slices);
            }
            return StoredObject.stored(key, response, tags, stamp, liveness, body);
        } catch (IOException e) {
            // Its checksum was right: it is of another version.
            return null;
        }
    }

    private static void write(DataOutputStream to, CacheKey key) throws IOException {
        write(to, key.namespace());
        write(to, key.path());
        write(to, key.rest());
    }

    private static void write(DataOutputStream to, StoredResponse response) throws IOException {
        write(to, response.method());
        to.writeShort(response.head().status());
        write(to, response.head().headers());
        to.writeLong(response.requestTimeMillis());
        to.writeLong(response.responseTimeMillis());
        to.writeLong(response.initialAgeMillis());
        to.writeLong(response.freshnessLifetimeMillis());
        write(to, response.source().name());
        to.writeLong(response.staleWhileRevalidateMillis());
        to.writeLong(response.staleIfErrorMillis());
        to.writeBoolean(response.noCache());
        to.writeBoolean(response.mustRevalidate());
        to.writeBoolean(response.immutable());
        write(to, response.varyKey().names());
        write(to, response.varyKey().fields());
    }

    private static StoredResponse response(DataInputStream from) throws IOException {
        return new StoredResponse(
                text(from),
                new ResponseHead(from.readUnsignedShort(), headers(from)),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                source(text(from)),
                from.readLong(),
                from.readLong(),
                from.readBoolean(),
                from.readBoolean(),
                from.readBoolean(),
                varyKey(texts(from), headers(from)));
    }

    private static Storability.Source source(String name) throws IOException {
        try {
            return Storability.Source.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IOException(e);
        }
    }

    private static VaryKey varyKey(List<String> names, Headers fields) {
        return names.isEmpty() ? VaryKey.NONE : VaryKey.select(names, fields);
    }

    private static void write(DataOutputStream to, Headers headers) throws IOException {
        to.writeInt(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            write(to, headers.nameAt(i));
            write(to, headers.valueAt(i));
        }
    }

    private static Headers headers(DataInputStream from) throws IOException {
        int size = count(from);
        Headers.Builder headers = Headers.builder();
        for (int i = 0; i < size; i++) {
            headers.add(text(from), text(from));
        }
        return headers.build();
    }

    private static void write(DataOutputStream to, List<String> texts) throws IOException {
        to.writeInt(texts.size());
        for (String text : texts) {
            write(to, text);
        }
    }

    private static List<String> texts(DataInputStream from) throws IOException {
        int size = count(from);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            texts.add(text(from));
        }
        return List.copyOf(texts);
    }

    static void write(DataOutputStream to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        to.writeInt(bytes.length);
        to.write(bytes);
    }

    static String text(DataInputStream from) throws IOException {
        byte[] bytes = new byte[count(from)];
        from.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int count(DataInputStream from) throws IOException {
        int count = from.readInt();
        if (count < 0 || count > LONGEST) {
            throw new IOException("a count of " + count);
        }
        return count;
    }
}
