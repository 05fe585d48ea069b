package io.perigee.control.backup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest of lines. */
final class Sha256 {

    private final MessageDigest digest;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** One more line, without its line feed. */
    void line(byte[] text) {
        digest.update(text);
        digest.update((byte) '\n');
    }

    /** The digest of all lines; it is used up then. */
    byte[] value() {
        return digest.digest();
    }
}
