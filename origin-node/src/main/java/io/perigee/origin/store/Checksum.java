package io.perigee.origin.store;

/**
 * A checksum over a whole object that its writer asked to be kept.
 *
 * @param algorithm lower-case name as in S3's headers, e.g. {@code crc32} or {@code sha256}
 * @param value Base64 of the checksum's bytes
 */
public record Checksum(String algorithm, String value) {}
