package io.perigee.functions.javascript;

import io.perigee.functions.KeyValues;
import io.perigee.functions.cwt.InvalidTokenException;
import io.perigee.functions.cwt.WebToken;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What scripts can reach outside of V8: digests, web tokens, the key value store of their function, and its log. */
final class Environment {
    /**
     * Characters that a call may print.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-function-restrictions.html">Restrictions on
     *     CloudFront Functions</a>
     */
    static final int MAX_LOG = 10 * 1024;

    /** What {@link #digest} knows. */
    private static final List<String> ALGORITHMS = List.of("md5", "sha1", "sha256");

    private static final String SAID_TO_WARM =
            "{\"protectedHeaders\":{},\"unprotectedHeaders\":{\"4\":\"b\"},\"payload\":{\"1\":\"s\",\"4\":1.5,\"x\":[null]}}";

    private final @Nullable KeyValues values;
    private Consumer<String> log = line -> {};
    private int printed;

    Environment(@Nullable KeyValues values) {
        this.values = values;
    }

    /** A call begins, whose lines go there. */
    void begin(Consumer<String> log) {
        this.log = log;
        printed = 0;
    }

    void print(String line) {
        int room = MAX_LOG - printed;
        if (room > 0) {
            String shown = line.length() > room ? line.substring(0, room) : line;
            printed += shown.length() + 1;
            log.accept(shown);
        }
    }

    /** Whether {@code cf.kvs(id)} names a store that the function may read; the empty id stands for the only one. */
    boolean knows(String id) {
        return values != null && (id.isEmpty() || id.equals(values.id()));
    }

    @Nullable
    String value(String key) {
        return values == null ? null : values.get(key).orElse(null);
    }

    /** What {@code meta()} resolves to, as JSON. */
    String meta() {
        return values == null ? "{}" : meta(values.created(), values.lastUpdated(), values.count());
    }

    private static String meta(Instant created, Instant lastUpdated, int keyCount) {
        return "{\"creationDateTime\":\"" + created + "\",\"lastUpdatedDateTime\":\"" + lastUpdated + "\",\"keyCount\":"
                + keyCount + "}";
    }

    /** Has Java load what scripts reach, so that the first that does needs no more CPU time than the next. */
    static void warm() {
        for (String algorithm : ALGORITHMS) {
            digest(algorithm, null, "");
            digest(algorithm, "", "");
        }
        meta(Instant.EPOCH, Instant.EPOCH, 0);
        String token = generated(SAID_TO_WARM, "key", true);
        validated(token.substring(1), "key");
    }

    /**
     * What a web token says.
     *
     * @param token bytes, as a string of characters up to 255; so is the key
     * @return {@code =} and JSON, see {@link WebToken#validate}; or {@code !} and why it is not valid
     */
    static String validated(String token, String key) {
        return answer(() -> WebToken.validate(latin1(token), latin1(key)));
    }

    /**
     * A web token.
     *
     * @param said see {@link WebToken#generate}
     * @return {@code =} and its bytes; or {@code !} and why there is no such token
     */
    static String generated(String said, String key, boolean cwtTag) {
        return answer(() -> new String(WebToken.generate(said, latin1(key), cwtTag), StandardCharsets.ISO_8859_1));
    }

    private static String answer(Supplier<String> token) {
        try {
            return "=" + token.get();
        } catch (InvalidTokenException invalid) {
            return "!" + invalid.getMessage();
        }
    }

    private static byte[] latin1(String bytes) {
        return bytes.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Bytes go as strings of characters up to 255.
     *
     * @param key of an HMAC; null for a plain digest
     */
    static String digest(String algorithm, @Nullable String key, String data) {
        byte[] bytes = latin1(data);
        String name = algorithm.equals("md5") ? "MD5" : algorithm.equals("sha1") ? "SHA-1" : "SHA-256";
        try {
            byte[] digest = key == null
                    ? MessageDigest.getInstance(name).digest(bytes)
                    : mac("Hmac" + name.replace("-", ""), latin1(key)).doFinal(bytes);
            return new String(digest, StandardCharsets.ISO_8859_1);
        } catch (NoSuchAlgorithmException | InvalidKeyException everyJdkHasThem) {
            throw new IllegalStateException(everyJdkHasThem);
        }
    }

    private static Mac mac(String name, byte[] key) throws NoSuchAlgorithmException, InvalidKeyException {
        Mac mac = Mac.getInstance(name);
        // The JDK takes no empty key; one zero byte is padded to the same block (RFC 2104, section 2).
        mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, name));
        return mac;
    }
}
