package io.perigee.origin.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * The checksums that S3 knows.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Checking object
 *     integrity</a>
 */
enum ChecksumAlgorithm {
    CRC32(4),
    CRC32C(4),
    CRC64NVME(8),
    SHA1(20),
    SHA256(32);

    static final String HEADER_PREFIX = "x-amz-checksum-";

    private final int bytes;

    ChecksumAlgorithm(int bytes) {
        this.bytes = bytes;
    }

    static Optional<ChecksumAlgorithm> ofHeader(String header) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.header().equals(header.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** Its name as the store keeps it. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    String header() {
        return HEADER_PREFIX + id();
    }

    int bytes() {
        return bytes;
    }

    Sum start() {
        return switch (this) {
            case CRC32 -> new Sum.OfZip(new CRC32(), bytes);
            case CRC32C -> new Sum.OfZip(new CRC32C(), bytes);
            case CRC64NVME -> new Sum.OfZip(new Crc64Nvme(), bytes);
            case SHA1 -> new Sum.OfDigest("SHA-1");
            case SHA256 -> new Sum.OfDigest("SHA-256");
        };
    }

    /** A checksum over bytes as they come. */
    sealed interface Sum {

        void update(ByteBuffer bytes);

        byte[] value();

        /** Big-endian value of a cyclic redundancy check. */
        record OfZip(Checksum checksum, int width) implements Sum {
            @Override
            public void update(ByteBuffer bytes) {
                checksum.update(bytes);
            }

            @Override
            public byte[] value() {
                byte[] all = ByteBuffer.allocate(Long.BYTES)
                        .putLong(checksum.getValue())
                        .array();
                return Arrays.copyOfRange(all, Long.BYTES - width, Long.BYTES);
            }
        }

        /** A cryptographic digest; its value can be taken once. */
        record OfDigest(MessageDigest digest) implements Sum {
            OfDigest(String algorithm) {
                this(digest(algorithm));
            }

            @Override
            public void update(ByteBuffer bytes) {
                digest.update(bytes);
            }

            @Override
            public byte[] value() {
                return digest.digest();
            }

            private static MessageDigest digest(String algorithm) {
                try {
                    return MessageDigest.getInstance(algorithm);
                } catch (NoSuchAlgorithmException e) {
                    throw new IllegalStateException("every Java runtime has " + algorithm, e);
                }
            }
        }
    }
}
