package io.perigee.origin.store;

import com.google.errorprone.annotations.CheckReturnValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * An object that is being written. Nobody sees it until {@link #commit}; closed without that, it leaves nothing. One
 * thread at a time may use it; all methods block.
 */
public final class Upload implements AutoCloseable {

    private final ObjectStore store;
    private final BucketName bucket;
    private final ObjectKey key;
    private final ObjectEvent.Creation how;
    private final Path temporary;
    private final FileChannel channel;
    private final MessageDigest md5 = md5Digest();
    private long size;

    Upload(ObjectStore store, BucketName bucket, ObjectKey key, ObjectEvent.Creation how, Path temporary)
            throws IOException {
        this.store = store;
        this.bucket = bucket;
        this.key = key;
        this.how = how;
        this.temporary = temporary;
        this.channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /**
     * Appends bytes.
     *
     * @return why the object may not be written, if it may not: then stop and close
     */
    @CheckReturnValue
    public Optional<PutOutcome.Refused> write(ByteBuffer bytes) throws IOException {
        long grown = size + bytes.remaining();
        if (grown > store.limits().maximumObjectSize().bytes()) {
            return Optional.of(PutOutcome.Refused.TOO_LARGE);
        }
        if (!store.hasRoomFor(grown)) {
            return Optional.of(PutOutcome.Refused.STORE_FULL);
        }
        md5.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        size = grown;
        return Optional.empty();
    }

    /** Bytes written so far. */
    public long size() {
        return size;
    }

    /** MD5 of the bytes written so far. */
    public byte[] md5() {
        try {
            return ((MessageDigest) md5.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's MD5 can be cloned", e);
        }
    }

    /** Makes what was written the object, in one step and durably, if the condition holds. */
    public PutOutcome commit(ObjectAttributes attributes, WriteCondition condition) throws IOException {
        return store.commit(this, attributes, condition);
    }

    /** Gives up, unless it was committed. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(temporary);
    }

    BucketName bucket() {
        return bucket;
    }

    ObjectKey key() {
        return key;
    }

    ObjectEvent.Creation how() {
        return how;
    }

    Path temporary() {
        return temporary;
    }

    /** Writes the file's end and forces all of it to disk. */
    void finish(ByteBuffer trailer) throws IOException {
        while (trailer.hasRemaining()) {
            channel.write(trailer);
        }
        channel.force(true);
    }

    private static MessageDigest md5Digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has MD5", e);
        }
    }
}
