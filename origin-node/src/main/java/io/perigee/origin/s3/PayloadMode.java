package io.perigee.origin.s3;

import io.perigee.origin.sigv4.Verification;
import java.util.regex.Pattern;

/** How a request's body is sent and vouched for, by {@code x-amz-content-sha256}. */
sealed interface PayloadMode {

    /** As it is; only the checksums that the request names vouch for it. */
    record Unsigned() implements PayloadMode {}

    /**
     * As it is, with this SHA-256.
     *
     * @param sha256 lower-case hex
     */
    record Hashed(String sha256) implements PayloadMode {}

    /** In {@code aws-chunked} form. */
    record Chunked(boolean signed, boolean trailer) implements PayloadMode {}

    Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * The mode that the signature vouches for.
     *
     * @throws S3Refusal if it is none of those
     */
    static PayloadMode of(Verification.Signed signed) {
        return switch (signed.payload()) {
            case "UNSIGNED-PAYLOAD" -> new Unsigned();
            case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> new Chunked(false, true);
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" -> new Chunked(true, false);
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" -> new Chunked(true, true);
            default -> {
                if (!SHA256.matcher(signed.payload()).matches()) {
                    throw new S3Refusal(S3Error.INVALID_ARGUMENT, "x-amz-content-sha256 is none that is known.");
                }
                yield new Hashed(signed.payload());
            }
        };
    }
}
