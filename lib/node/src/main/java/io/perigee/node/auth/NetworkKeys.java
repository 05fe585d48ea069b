package io.perigee.node.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets that the nodes of one network share. Nodes sign with the first and accept all, so a key is rotated by adding
 * the new one behind the old on every node, then moving it to the front, then dropping the old.
 *
 * <p>The file has one key a line, 32 bytes in base64 or hexadecimal, optionally after {@code id:}; empty lines and lines
 * that begin with {@code #} are skipped. A key without an id has the first eight hexadecimal digits of its SHA-256.
 */
public final class NetworkKeys {

    static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    record Key(String id, SecretKey secret) {}

    private final List<Key> keys;

    private NetworkKeys(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it holds no key, or a line is none; the message names the line, not the secret
     */
    public static NetworkKeys read(Path file) throws IOException {
        return parse(Files.readString(file, StandardCharsets.US_ASCII));
    }

    /**
     * Reads the file's text.
     *
     * @throws IllegalArgumentException if it holds no key, or a line is none
     */
    public static NetworkKeys parse(String text) {
        List<Key> keys = new ArrayList<>();
        List<String> lines = text.lines().map(String::strip).toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isEmpty() && !line.startsWith("#")) {
                keys.add(key(line, i + 1));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no key; expected a line with 32 bytes in base64 or hexadecimal");
        }
        if (keys.stream().map(Key::id).distinct().count() != keys.size()) {
            throw new IllegalArgumentException("two keys have the same id");
        }
        return new NetworkKeys(keys);
    }

    /** A line for a key file, with a new random key. */
    public static String generate(SecureRandom random) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        return Base64.getEncoder().encodeToString(secret);
    }

    private static Key key(String line, int number) {
        int colon = line.indexOf(':');
        byte[] secret = decode(line.substring(colon + 1).strip());
        if (secret.length != BYTES) {
            throw new IllegalArgumentException(
                    "line " + number + " is not a key; expected 32 bytes in base64 or hexadecimal");
        }
        String id = colon < 0 ? fingerprint(secret) : line.substring(0, colon).strip();
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "line " + number + ": the key's id is not 1 to 32 letters, digits, hyphens or underscores");
        }
        return new Key(id, new SecretKeySpec(secret, ALGORITHM));
    }

    private static byte[] decode(String text) {
        try {
            return text.length() == 2 * BYTES
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static String fingerprint(byte[] secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret);
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    List<Key> keys() {
        return keys;
    }

    /** Ids only: the secrets are not for logs. */
    @Override
    public String toString() {
        return "NetworkKeys" + keys.stream().map(Key::id).toList();
    }
}
