package io.perigee.origin.sigv4;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Checks the chain of signatures of a body that is sent in signed chunks: each covers its chunk and the signature
 * before, the first of which is the head's. Not thread-safe; one for each request.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html">Signature calculations: multiple
 *     chunks</a>
 */
public final class ChunkSignatures {

    private static final String EMPTY_HASH = Digests.sha256Hex("");

    private final byte[] signingKey;
    private final String timestamp;
    private final String scope;
    private String previous;

    ChunkSignatures(byte[] signingKey, String timestamp, String scope, String seed) {
        this.signingKey = signingKey.clone();
        this.timestamp = timestamp;
        this.scope = scope;
        this.previous = seed;
    }

    /**
     * Whether this is the next chunk's signature.
     *
     * @param hash SHA-256 of the chunk's bytes
     */
    public boolean acceptsChunk(byte[] hash, String signature) {
        return accepts(
                String.join(
                        "\n",
                        "AWS4-HMAC-SHA256-PAYLOAD",
                        timestamp,
                        scope,
                        previous,
                        EMPTY_HASH,
                        HexFormat.of().formatHex(hash)),
                signature);
    }

    /**
     * Whether this is the signature of the trailer.
     *
     * @param canonical {@code name:value} and a line feed for each field, names in lower case
     */
    public boolean acceptsTrailer(String canonical, String signature) {
        return accepts(
                String.join("\n", "AWS4-HMAC-SHA256-TRAILER", timestamp, scope, previous, Digests.sha256Hex(canonical)),
                signature);
    }

    private boolean accepts(String stringToSign, String signature) {
        String expected = Digests.hex(Digests.hmac(signingKey, stringToSign));
        previous = expected;
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.US_ASCII));
    }
}
