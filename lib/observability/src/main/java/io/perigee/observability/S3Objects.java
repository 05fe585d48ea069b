package io.perigee.observability;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Puts objects through the S3 API ({@code PUT /bucket/key}), signed with
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Signature Version 4</a>.
 */
public final class S3Objects implements ObjectPut {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration PUT_LIMIT = Duration.ofSeconds(60);
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String SIGNED = "host;x-amz-content-sha256;x-amz-date";
    private static final int DATE_LENGTH = 8;
    private static final int OK = 200;

    private final Access access;
    private final InstantSource clock;
    private final HttpClient client;

    /**
     * A store and who uses it.
     *
     * @param endpoint {@code http://host[:port]} or {@code https://…}
     * @param region that requests are signed for, such as {@code us-east-1}
     */
    public record Access(URI endpoint, String region, String accessKeyId, String secretAccessKey) {

        @Override
        public String toString() {
            return "Access[" + endpoint + ", " + region + ", " + accessKeyId + "]";
        }
    }

    public S3Objects(Access access, InstantSource clock) {
        this.access = access;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_LIMIT)
                .build();
    }

    @Override
    public void put(String bucket, String key, byte[] object) throws IOException, InterruptedException {
        String path = encodedPath("/" + bucket + "/" + key);
        String time = TIMESTAMP.format(clock.instant());
        String payload = hex(sha256(object));
        HttpRequest request = HttpRequest.newBuilder(access.endpoint().resolve(path))
                .timeout(PUT_LIMIT)
                .header("x-amz-date", time)
                .header("x-amz-content-sha256", payload)
                .header("Authorization", authorization(path, time, payload))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(object))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != OK) {
            throw new IOException(
                    "PUT " + access.endpoint().resolve(path) + " got " + response.statusCode() + " " + response.body());
        }
    }

    private String authorization(String path, String time, String payload) {
        String canonical = String.join(
                "\n",
                "PUT",
                path,
                "",
                "host:" + host(),
                "x-amz-content-sha256:" + payload,
                "x-amz-date:" + time,
                "",
                SIGNED,
                payload);
        String date = time.substring(0, DATE_LENGTH);
        String scope = date + "/" + access.region() + "/s3/aws4_request";
        String toSign = String.join("\n", ALGORITHM, time, scope, hex(sha256(bytes(canonical))));
        byte[] signingKey = bytes("AWS4" + access.secretAccessKey());
        for (String part : scope.split("/", -1)) {
            signingKey = hmac(signingKey, part);
        }
        return ALGORITHM + " Credential=" + access.accessKeyId() + "/" + scope + ", SignedHeaders=" + SIGNED
                + ", Signature=" + hex(hmac(signingKey, toSign));
    }

    /** As the client sends it: a port that is the scheme's own is left out. */
    private String host() {
        URI endpoint = access.endpoint();
        int own = "https".equals(endpoint.getScheme()) ? 443 : 80;
        int port = endpoint.getPort();
        return port == -1 || port == own ? endpoint.getHost() : endpoint.getHost() + ":" + port;
    }

    /** Each byte but RFC 3986's unreserved ones and slashes. */
    private static String encodedPath(String path) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : bytes(path)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~/".indexOf(c) >= 0;
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
