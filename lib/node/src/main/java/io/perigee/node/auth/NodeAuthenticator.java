package io.perigee.node.auth;

import io.perigee.node.auth.Authentication.Authentic;
import io.perigee.node.auth.Authentication.Cause;
import io.perigee.node.auth.Authentication.Refused;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests to other nodes and verifies theirs. A signature is an HMAC-SHA256 under the network's key over the method,
 * the target, the sender's id, the time, a nonce and the fields of {@link #SIGNED_FIELDS}; it goes into the field
 * {@code Perigee-Auth}:
 *
 * <pre>{@code Perigee-Auth: v1 key=3f9a0c12 node=edge-fra-1 time=1767225600000 nonce=00c0ffee00c0ffee signature=…}</pre>
 *
 * <p>A signature is good once, and within {@link #WINDOW_MILLIS} of the receiver's clock. The body is not covered:
 * requests between nodes go over private networks or TLS, and what they carry is the viewer's to choose anyway.
 *
 * <p>Thread-safe; each thread has a {@code Mac} of its own.
 */
public final class NodeAuthenticator {

    /** The field that carries the signature. */
    public static final String FIELD = "Perigee-Auth";

    /** Fields whose values are signed, in this order; one that is absent is signed as absent. */
    public static final List<String> SIGNED_FIELDS = List.of(
            "Perigee-Distribution",
            "Perigee-Behavior",
            "Perigee-Applied",
            "Perigee-Fresh",
            "Perigee-Fetched-At",
            "Perigee-Viewer",
            "Perigee-Request-Id",
            "Perigee-Client",
            "Perigee-Scheme",
            "Perigee-Host",
            "Perigee-Location",
            "Perigee-Forwarded-Host",
            "Perigee-Invalidate",
            "Perigee-Prewarm",
            "Perigee-Invocation");

    /** How far the signer's clock may be from the receiver's, either way. */
    public static final long WINDOW_MILLIS = 30_000;

    /** Requests within one window of 30 s that a node remembers by default: 16 MiB at most per window, three windows. */
    public static final int DEFAULT_CAPACITY = 1 << 20;

    private static final Pattern NODE_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final Pattern NOTATION =
            Pattern.compile("v1 key=([A-Za-z0-9_-]{1,32}) node=([A-Za-z0-9._:-]{1,128}) time=(\\d{1,15})"
                    + " nonce=([0-9a-f]{16}) signature=([A-Za-z0-9_-]{43})");

    private final NetworkKeys keys;
    private final String nodeId;
    private final LongSupplier millis;
    private final LongSupplier nonces;
    private final NonceMemory seen;
    private final ThreadLocal<Mac[]> macs;

    /**
     * An authenticator for one node.
     *
     * @param nodeId 1 to 128 letters, digits and {@code . _ : -}
     * @param millis epoch milliseconds
     * @param nonces values that do not repeat within a minute; called from any thread
     * @param capacity how many requests to remember per window of 30 s; beyond it they are refused
     */
    public NodeAuthenticator(NetworkKeys keys, String nodeId, LongSupplier millis, LongSupplier nonces, int capacity) {
        if (!NODE_ID.matcher(nodeId).matches()) {
            throw new IllegalArgumentException("node id: 1 to 128 letters, digits and . _ : - expected, not " + nodeId);
        }
        this.keys = keys;
        this.nodeId = nodeId;
        this.millis = millis;
        this.nonces = nonces;
        this.seen = new NonceMemory(capacity);
        this.macs = ThreadLocal.withInitial(() -> macs(keys));
    }

    /**
     * The value of {@link #FIELD} for a request that this node sends.
     *
     * @param target as in the request line
     * @param fields values of a field by name, empty if it is absent; asked for {@link #SIGNED_FIELDS}
     */
    public String sign(String method, String target, Function<String, List<String>> fields) {
        long time = millis.getAsLong();
        String nonce = hex(nonces.getAsLong());
        String key = keys.keys().get(0).id();
        byte[] signature = signature(0, method, target, nodeId, time, nonce, fields);
        return "v1 key=" + key + " node=" + nodeId + " time=" + time + " nonce=" + nonce + " signature="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    /** Judges a request that has come; the parameters are as for {@link #sign}, and {@code fields} has {@link #FIELD}. */
    public Authentication verify(String method, String target, Function<String, List<String>> fields) {
        List<String> values = fields.apply(FIELD);
        if (values.isEmpty()) {
            return new Refused(Cause.MISSING);
        }
        Matcher claim = NOTATION.matcher(values.get(0));
        if (values.size() > 1 || !claim.matches()) {
            return new Refused(Cause.MALFORMED);
        }
        int key = indexOf(claim.group(1));
        if (key < 0) {
            return new Refused(Cause.UNKNOWN_KEY);
        }
        String node = claim.group(2);
        long time = Long.parseLong(claim.group(3));
        String nonce = claim.group(4);
        byte[] expected = signature(key, method, target, node, time, nonce, fields);
        byte @Nullable [] actual = decode(claim.group(5));
        if (actual == null || !MessageDigest.isEqual(expected, actual)) {
            return new Refused(Cause.BAD_SIGNATURE);
        }
        if (Math.abs(millis.getAsLong() - time) > WINDOW_MILLIS) {
            return new Refused(Cause.EXPIRED);
        }
        return switch (seen.note(time / WINDOW_MILLIS, Long.parseUnsignedLong(nonce, 16))) {
            case NEW -> new Authentic(node);
            case BEFORE -> new Refused(Cause.REPLAYED);
            case FULL -> new Refused(Cause.REPLAY_MEMORY_FULL);
        };
    }

    private int indexOf(String keyId) {
        for (int i = 0; i < keys.keys().size(); i++) {
            if (keys.keys().get(i).id().equals(keyId)) {
                return i;
            }
        }
        return -1;
    }

    /** Every part ends with a line feed, which occurs in none of them, so that no two requests sign the same bytes. */
    private byte[] signature(
            int key,
            String method,
            String target,
            String node,
            long time,
            String nonce,
            Function<String, List<String>> fields) {
        var signed = new StringBuilder(256)
                .append("v1\n")
                .append(method)
                .append('\n')
                .append(target)
                .append('\n')
                .append(node)
                .append('\n')
                .append(time)
                .append('\n')
                .append(nonce)
                .append('\n');
        for (String name : SIGNED_FIELDS) {
            for (String value : fields.apply(name)) {
                signed.append(name).append(':').append(value).append('\n');
            }
        }
        return macs.get()[key].doFinal(signed.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Mac[] macs(NetworkKeys keys) {
        return keys.keys().stream().map(NodeAuthenticator::mac).toArray(Mac[]::new);
    }

    private static Mac mac(NetworkKeys.Key key) {
        try {
            Mac mac = Mac.getInstance(NetworkKeys.ALGORITHM);
            mac.init(key.secret());
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + NetworkKeys.ALGORITHM, e);
        }
    }

    private static byte @Nullable [] decode(String signature) {
        try {
            return Base64.getUrlDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String hex(long value) {
        String digits = Long.toHexString(value);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
