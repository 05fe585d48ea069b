package io.perigee.origin.sigv4;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request says of its signature, in its Authorization header or, presigned, in its query.
 *
 * @param accessKeyId whose secret made it
 * @param date the scope's day, {@code yyyyMMdd}
 * @param region the scope's region
 * @param service the scope's service
 * @param signedHeaders lower-case names, in the order sent
 * @param signature hex, as sent
 * @param timestamp as sent, {@code yyyyMMdd'T'HHmmss'Z'}
 * @param time the timestamp's instant
 * @param lifetime how long a presigned URL is good; empty for a signed header
 */
record SignatureClaim(
        String accessKeyId,
        String date,
        String region,
        String service,
        List<String> signedHeaders,
        String signature,
        String timestamp,
        Instant time,
        Optional<Duration> lifetime) {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final Pattern HEADER =
            Pattern.compile(ALGORITHM + " +Credential=([^, ]+), *SignedHeaders=([^, ]+), *Signature=([0-9a-f]{64})");
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,5}");
    private static final int WEEK_SECONDS = 604_800;

    static Optional<SignatureClaim> ofHeader(SignableRequest request, String authorization) {
        Matcher matcher = HEADER.matcher(authorization);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return request.header("x-amz-date")
                .flatMap(timestamp ->
                        of(matcher.group(1), matcher.group(2), matcher.group(3), timestamp, Optional.empty()));
    }

    static Optional<SignatureClaim> ofQuery(SignableRequest request) {
        Optional<String> credential = request.parameter("X-Amz-Credential");
        Optional<String> signed = request.parameter("X-Amz-SignedHeaders");
        Optional<String> signature = request.parameter("X-Amz-Signature");
        Optional<String> timestamp = request.parameter("X-Amz-Date");
        Optional<Duration> lifetime = request.parameter("X-Amz-Expires").flatMap(SignatureClaim::lifetime);
        if (credential.isEmpty()
                || signed.isEmpty()
                || signature.isEmpty()
                || timestamp.isEmpty()
                || lifetime.isEmpty()
                || !request.parameter("X-Amz-Algorithm").equals(Optional.of(ALGORITHM))) {
            return Optional.empty();
        }
        return of(credential.get(), signed.get(), signature.get(), timestamp.get(), lifetime);
    }

    String scope() {
        return date + "/" + region + "/" + service + "/aws4_request";
    }

    /** The key that this scope's signatures are made with. */
    byte[] signingKey(String secret) {
        byte[] key = Digests.hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), date);
        key = Digests.hmac(key, region);
        key = Digests.hmac(key, service);
        return Digests.hmac(key, "aws4_request");
    }

    private static Optional<SignatureClaim> of(
            String credential, String signed, String signature, String timestamp, Optional<Duration> lifetime) {
        String[] parts = credential.split("/", -1);
        if (parts.length != 5
                || !parts[4].equals("aws4_request")
                || !SIGNATURE.matcher(signature).matches()) {
            return Optional.empty();
        }
        Instant time;
        try {
            time = Instant.from(TIMESTAMP.parse(timestamp));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
        return Optional.of(new SignatureClaim(
                parts[0],
                parts[1],
                parts[2],
                parts[3],
                List.of(signed.split(";", -1)),
                signature,
                timestamp,
                time,
                lifetime));
    }

    private static Optional<Duration> lifetime(String text) {
        if (!SECONDS.matcher(text).matches() || Integer.parseInt(text) > WEEK_SECONDS) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(Integer.parseInt(text)));
    }
}
