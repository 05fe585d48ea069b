package io.perigee.functions.cwt;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * HMAC with SHA-256, whole or cut off (RFC 8152, section 9.1).
 *
 * @see <a href="https://www.iana.org/assignments/cose/cose.xhtml#algorithms">COSE Algorithms</a>
 */
enum MacAlgorithm {
    HMAC_256_64(4, 8),
    HMAC_256_256(5, 32);

    private static final String NAME = "HmacSHA256";

    private final int id;
    private final int tagBytes;

    MacAlgorithm(int id, int tagBytes) {
        this.id = id;
        this.tagBytes = tagBytes;
    }

    /** Its value of the header parameter {@code alg}. */
    int id() {
        return id;
    }

    /**
     * The one that a protected header names, as a number or, as AWS's example has it, in digits.
     *
     * @param alg in {@link Notation}
     */
    static MacAlgorithm of(@Nullable JsonNode alg) {
        if (alg == null) {
            throw new InvalidTokenException("protectedHeaders has no 1 (alg), expected 5 (HMAC 256/256)");
        }
        for (MacAlgorithm known : values()) {
            boolean isNumber = alg.isIntegralNumber() && alg.longValue() == known.id;
            if (isNumber || alg.asText().equals(Notation.text(Integer.toString(known.id)))) {
                return known;
            }
        }
        throw new InvalidTokenException("protectedHeaders/1 (alg) is " + Notation.shown(alg)
                + ", expected 5 (HMAC 256/256) or 4 (HMAC 256/64)");
    }

    byte[] tag(byte[] key, byte[] data) {
        if (key.length == 0) {
            throw new InvalidTokenException("key is empty");
        }
        try {
            Mac mac = Mac.getInstance(NAME);
            mac.init(new SecretKeySpec(key, NAME));
            return Arrays.copyOf(mac.doFinal(data), tagBytes);
        } catch (NoSuchAlgorithmException | InvalidKeyException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
