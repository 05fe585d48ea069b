package io.perigee.origin.s3;

import io.perigee.origin.sigv4.Verification;
import io.perigee.origin.store.Checksum;
import io.perigee.origin.store.Upload;
import io.vertx.core.MultiMap;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that a request says of its body's bytes, checked against the bytes. Not thread-safe. */
final class BodyChecks {

    private static final int MD5_BYTES = 16;

    private final Optional<byte[]> contentMd5;
    private final Optional<Long> decodedLength;
    private final Optional<String> sha256;
    private final ChecksumAlgorithm.Sum sha256Sum = ChecksumAlgorithm.SHA256.start();
    private final Optional<ChecksumAlgorithm> algorithm;
    private final Optional<ChecksumAlgorithm.Sum> sum;
    private final Optional<String> checksumHeader;

    /** @throws S3Refusal if a claim is malformed */
    BodyChecks(MultiMap headers, PayloadMode mode, Verification.Signed signed) {
        this.contentMd5 = Optional.ofNullable(headers.get("Content-MD5")).map(value -> decode(value, MD5_BYTES));
        this.decodedLength =
                mode instanceof PayloadMode.Chunked ? Optional.of(decodedLength(headers)) : Optional.empty();
        this.sha256 = mode instanceof PayloadMode.Hashed ? Optional.of(signed.payload()) : Optional.empty();
        this.algorithm = algorithm(headers);
        this.sum = algorithm.map(ChecksumAlgorithm::start);
        this.checksumHeader = algorithm.map(ChecksumAlgorithm::header).map(headers::get);
    }

    /** Bytes of the object as the request announces them. */
    static Optional<Long> announcedLength(MultiMap headers, PayloadMode mode) {
        if (mode instanceof PayloadMode.Chunked) {
            return Optional.of(decodedLength(headers));
        }
        return Optional.ofNullable(headers.get("Content-Length")).map(BodyChecks::length);
    }

    void update(ByteBuffer bytes) {
        if (sha256.isPresent()) {
            sha256Sum.update(bytes.duplicate());
        }
        sum.ifPresent(running -> running.update(bytes.duplicate()));
    }

    /**
     * Checks what was written.
     *
     * @param trailers fields after the body, by lower-case name
     * @return the checksum that the client named, which now is known to be right
     * @throws S3Refusal if anything does not match
     */
    Optional<Checksum> verify(Upload written, Map<String, String> trailers) {
        if (decodedLength.isPresent() && decodedLength.get() != written.size()) {
            throw new S3Refusal(S3Error.INCOMPLETE_BODY);
        }
        if (contentMd5.isPresent() && !MessageDigest.isEqual(contentMd5.get(), written.md5())) {
            throw new S3Refusal(S3Error.BAD_DIGEST);
        }
        if (sha256.isPresent() && !HexFormat.of().formatHex(sha256Sum.value()).equals(sha256.get())) {
            throw new S3Refusal(S3Error.CONTENT_SHA256_MISMATCH);
        }
        if (algorithm.isEmpty() || sum.isEmpty()) {
            return Optional.empty();
        }
        String named = checksumHeader.orElse(trailers.get(algorithm.get().header()));
        if (named == null) {
            throw new S3Refusal(S3Error.INVALID_REQUEST, "The trailer that x-amz-trailer announces is missing.");
        }
        byte[] value = sum.get().value();
        if (!Arrays.equals(decode(named, algorithm.get().bytes()), value)) {
            throw new S3Refusal(S3Error.BAD_DIGEST);
        }
        return Optional.of(
                new Checksum(algorithm.get().id(), Base64.getEncoder().encodeToString(value)));
    }

    private static Optional<ChecksumAlgorithm> algorithm(MultiMap headers) {
        List<ChecksumAlgorithm> named = Arrays.stream(ChecksumAlgorithm.values())
                .filter(algorithm -> headers.contains(algorithm.header()))
                .toList();
        Optional<ChecksumAlgorithm> announced =
                Optional.ofNullable(headers.get("x-amz-trailer")).flatMap(ChecksumAlgorithm::ofHeader);
        if (named.size() + announced.stream().count() > 1) {
            throw new S3Refusal(S3Error.INVALID_REQUEST, "Expecting a single x-amz-checksum- header or trailer.");
        }
        return named.stream().findFirst().or(() -> announced);
    }

    private static long decodedLength(MultiMap headers) {
        String text = headers.get("x-amz-decoded-content-length");
        if (text == null) {
            throw new S3Refusal(S3Error.MISSING_CONTENT_LENGTH);
        }
        return length(text);
    }

    private static long length(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw new S3Refusal(S3Error.INVALID_ARGUMENT, "A length is not a number.");
        }
        return Long.parseLong(text);
    }

    private static byte[] decode(String base64, int bytes) {
        try {
            byte[] decoded = Base64.getDecoder().decode(base64);
            if (decoded.length == bytes) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            throw new S3Refusal(S3Error.INVALID_DIGEST);
        }
        throw new S3Refusal(S3Error.INVALID_DIGEST);
    }
}
