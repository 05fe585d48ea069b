package io.perigee.origin.sigv4;

import io.perigee.origin.access.AccessKey;

/** What is known of a request's sender. */
public sealed interface Verification {

    /** The request claims nothing. */
    record Anonymous() implements Verification {}

    /**
     * The owner of this key signed the request's head.
     *
     * @param key whose it is
     * @param payload what the signature says of the body, as in {@code x-amz-content-sha256}: hex of its SHA-256, or
     *     one of AWS's words for other modes. That the body is that one is for the reader of the body to check.
     * @param chunks checks the signatures of the body's chunks, if the mode has them
     */
    record Signed(AccessKey key, String payload, ChunkSignatures chunks) implements Verification {}

    /** The request claims a signature that does not hold. */
    enum Denied implements Verification {
        /** Not a Signature Version 4, or its parts are malformed or missing. */
        MALFORMED,
        /** {@code x-amz-content-sha256} is missing. */
        PAYLOAD_UNSTATED,
        /** Not this node's region or service, or not the timestamp's day. */
        WRONG_SCOPE,
        /** No such access key. */
        UNKNOWN_KEY,
        /** The host or a header that starts with {@code x-amz-} is not among the signed ones. */
        HEADER_NOT_SIGNED,
        /** The timestamp is more than 15 minutes away. */
        TIME_SKEWED,
        /** A presigned URL whose time is over. */
        EXPIRED,
        /** Another secret, or another request. */
        MISMATCH
    }
}
