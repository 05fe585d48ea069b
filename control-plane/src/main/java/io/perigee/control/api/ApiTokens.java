package io.perigee.control.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens that operators show. One a line in a file; empty lines and lines that begin with {@code #} are skipped. All of
 * them are good, so a token is rotated by adding the new one, then dropping the old; a changed file is taken up within
 * seconds. Only the tokens' hashes are kept in memory.
 */
public final class ApiTokens {

    private static final Logger LOG = LoggerFactory.getLogger(ApiTokens.class);
    private static final String SCHEME = "Bearer ";
    private static final int BYTES = 32;
    private static final int SHORTEST = 32;

    private final Path file;
    private volatile List<byte[]> hashes;
    private @Nullable FileTime modified;

    private ApiTokens(Path file) {
        this.file = file;
        this.hashes = List.of();
    }

    /**
     * Reads the file, or makes it with one random token, readable by its owner only. Blocks.
     *
     * @throws IOException if it can be neither read nor made
     * @throws IllegalArgumentException if it holds no token, or one that can be guessed
     */
    public static ApiTokens open(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] token = new byte[BYTES];
            random.nextBytes(token);
            OwnerOnlyFile.write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(token) + "\n");
        }
        ApiTokens tokens = new ApiTokens(file);
        tokens.modified = Files.getLastModifiedTime(file);
        tokens.hashes = hashes(tokens.lines());
        return tokens;
    }

    /** The first token of the file. Blocks. */
    public String first() throws IOException {
        return lines().getFirst();
    }

    /** Takes the file up again if it has changed. Blocks; one that cannot be used leaves the tokens as they are. */
    public synchronized void reload() {
        try {
            FileTime now = Files.getLastModifiedTime(file);
            if (!now.equals(modified)) {
                hashes = hashes(lines());
                modified = now;
                LOG.info("the API's tokens were read anew from {}", file);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("the API's tokens stay as they are: {}", e.toString());
        }
    }

    /** Whether the value of an {@code Authorization} header holds one of the tokens (RFC 6750, section 2.1). */
    boolean admits(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] shown = hash(authorization.substring(SCHEME.length()).strip());
        boolean good = false;
        for (byte[] hash : hashes) {
            good |= MessageDigest.isEqual(hash, shown);
        }
        return good;
    }

    private List<String> lines() throws IOException {
        List<String> tokens = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String token = line.strip();
            if (!token.isEmpty() && !token.startsWith("#")) {
                if (token.length() < SHORTEST) {
                    throw new IllegalArgumentException(
                            file + ": a token has less than " + SHORTEST + " characters and could be guessed");
                }
                tokens.add(token);
            }
        }
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException(file + ": expected a token on a line of its own");
        }
        return tokens;
    }

    private static List<byte[]> hashes(List<String> tokens) {
        return tokens.stream().map(ApiTokens::hash).toList();
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Leaves the first token where the command line looks for it. Blocks.
     *
     * @param credential the file for this control plane's address
     */
    public void share(Path credential) throws IOException {
        OwnerOnlyFile.write(credential, first() + "\n");
    }

    /** Takes back what {@link #share} left, unless another control plane has put its own there since. Blocks. */
    public void unshare(Path credential) throws IOException {
        try {
            if (Files.readString(credential, StandardCharsets.UTF_8).equals(first() + "\n")) {
                Files.delete(credential);
            }
        } catch (NoSuchFileException gone) {
            LOG.debug("{} is gone already", credential);
        }
    }
}
