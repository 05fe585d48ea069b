package io.perigee.origin.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * How an object lies in its file: the bytes first, what is known of them after.
 *
 * <pre>
 * bytes of the object | trailer: JSON in UTF-8 | CRC-32 of the trailer (4) | length of the trailer (4) | magic (8)
 * </pre>
 *
 * <p>Numbers are big-endian. The object begins at 0, so that it is sent as it lies; its entity tag is only known once
 * all of it is written, so the description follows it. One file for both means that one rename makes both visible: no
 * crash can leave the bytes of one version with the description of another.
 */
final class ObjectFile {

    /** The last byte is the version of the format. */
    private static final long MAGIC = 0x5047_4F42_4A00_0001L;

    private static final int FOOTER_BYTES = 4 + 4 + 8;

    /** A trailer holds a key, metadata and a few headers: S3 allows 1, 2 and 8 KB of them. */
    private static final int MAXIMUM_TRAILER_BYTES = 256 * 1024;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ObjectFile() {}

    record Trailer(
            String key,
            long size,
            String etag,
            long lastModified,
            Map<String, String> headers,
            Map<String, String> userMetadata,
            @Nullable String checksumAlgorithm,
            @Nullable String checksum) {}

    /** The trailer of an object that is being written, footer included. */
    static ByteBuffer encodeTrailer(
            ObjectKey key, long size, String etag, Instant lastModified, ObjectAttributes attributes) {
        Trailer trailer = new Trailer(
                key.value(),
                size,
                etag,
                lastModified.toEpochMilli(),
                attributes.headers(),
                attributes.userMetadata(),
                attributes.checksum().map(Checksum::algorithm).orElse(null),
                attributes.checksum().map(Checksum::value).orElse(null));
        byte[] json;
        try {
            json = JSON.writeValueAsBytes(trailer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings and numbers always has a JSON form", e);
        }
        return ByteBuffer.allocate(json.length + FOOTER_BYTES)
                .put(json)
                .putInt(crc(json))
                .putInt(json.length)
                .putLong(MAGIC)
                .flip();
    }

    /**
     * Reads what a file says of its object.
     *
     * @throws IOException if the file cannot be read, or is not an object's whole and undamaged file
     */
    static StoredObject read(Path file, BucketName bucket, long ordinal) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long length = channel.size();
            if (length < FOOTER_BYTES) {
                throw damaged(file, "too short");
            }
            ByteBuffer footer = readFully(channel, length - FOOTER_BYTES, FOOTER_BYTES);
            int crc = footer.getInt();
            int trailerBytes = footer.getInt();
            if (footer.getLong() != MAGIC) {
                throw damaged(file, "not of this format");
            }
            if (trailerBytes < 2 || trailerBytes > MAXIMUM_TRAILER_BYTES || trailerBytes > length - FOOTER_BYTES) {
                throw damaged(file, "trailer of " + trailerBytes + " bytes");
            }
            byte[] json = readFully(channel, length - FOOTER_BYTES - trailerBytes, trailerBytes)
                    .array();
            if (crc(json) != crc) {
                throw damaged(file, "trailer's checksum is wrong");
            }
            Trailer trailer = JSON.readValue(json, Trailer.class);
            if (trailer.size() != length - FOOTER_BYTES - trailerBytes) {
                throw damaged(file, "length is wrong");
            }
            return toObject(trailer, bucket, ordinal);
        }
    }

    private static StoredObject toObject(Trailer trailer, BucketName bucket, long ordinal) {
        String algorithm = trailer.checksumAlgorithm();
        String value = trailer.checksum();
        Optional<Checksum> checksum =
                algorithm == null || value == null ? Optional.empty() : Optional.of(new Checksum(algorithm, value));
        return new StoredObject(
                bucket,
                new ObjectKey(trailer.key()),
                trailer.size(),
                trailer.etag(),
                Instant.ofEpochMilli(trailer.lastModified()),
                new ObjectAttributes(trailer.headers(), trailer.userMetadata(), checksum),
                ordinal);
    }

    private static ByteBuffer readFully(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("file ended while it was read");
            }
        }
        return buffer.flip();
    }

    private static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static IOException damaged(Path file, String how) {
        return new IOException(file + " is damaged: " + how);
    }
}
