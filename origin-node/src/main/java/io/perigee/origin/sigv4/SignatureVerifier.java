package io.perigee.origin.sigv4;

import io.perigee.origin.access.AccessKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Verifies the signatures of requests to S3. Immutable. */
public final class SignatureVerifier {

    /** How far a clock may be off, as at AWS. */
    private static final Duration SKEW = Duration.ofMinutes(15);

    private static final String SERVICE = "s3";
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    private final Map<String, AccessKey> keys;
    private final String region;
    private final InstantSource clock;

    /**
     * A verifier.
     *
     * @param keys whose signatures hold; each id once
     * @param region the region that must be signed for
     */
    public SignatureVerifier(List<AccessKey> keys, String region, InstantSource clock) {
        this.keys = keys.stream().collect(Collectors.toUnmodifiableMap(AccessKey::id, Function.identity()));
        this.region = region;
        this.clock = clock;
    }

    /** Says who sent a request. */
    public Verification verify(SignableRequest request) {
        Optional<String> authorization = request.header("authorization");
        boolean presigned = request.parameter("X-Amz-Signature").isPresent()
                || request.parameter("X-Amz-Algorithm").isPresent();
        if (authorization.isEmpty() && !presigned) {
            return new Verification.Anonymous();
        }
        if (authorization.isPresent() && presigned) {
            return Verification.Denied.MALFORMED;
        }
        Optional<SignatureClaim> claim = authorization.isPresent()
                ? SignatureClaim.ofHeader(request, authorization.get())
                : SignatureClaim.ofQuery(request);
        if (claim.isEmpty()) {
            return Verification.Denied.MALFORMED;
        }
        Optional<String> payload = presigned
                ? Optional.of(request.header("x-amz-content-sha256").orElse(UNSIGNED))
                : request.header("x-amz-content-sha256");
        return payload.isEmpty() ? Verification.Denied.PAYLOAD_UNSTATED : verify(request, claim.get(), payload.get());
    }

    private Verification verify(SignableRequest request, SignatureClaim claim, String payload) {
        if (!claim.region().equals(region)
                || !claim.service().equals(SERVICE)
                || !claim.timestamp().startsWith(claim.date() + "T")) {
            return Verification.Denied.WRONG_SCOPE;
        }
        AccessKey key = keys.get(claim.accessKeyId());
        if (key == null) {
            return Verification.Denied.UNKNOWN_KEY;
        }
        if (!coversWhatMatters(request, claim.signedHeaders())) {
            return Verification.Denied.HEADER_NOT_SIGNED;
        }
        byte[] signingKey = claim.signingKey(key.secret());
        String stringToSign = String.join(
                "\n",
                SignatureClaim.ALGORITHM,
                claim.timestamp(),
                claim.scope(),
                Digests.sha256Hex(request.canonical(claim.signedHeaders(), payload)));
        String expected = Digests.hex(Digests.hmac(signingKey, stringToSign));
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), claim.signature().getBytes(StandardCharsets.US_ASCII))) {
            return Verification.Denied.MISMATCH;
        }
        // Judged last: only who holds the secret learns how this node's clock stands.
        return timely(claim)
                .<Verification>map(denied -> denied)
                .orElseGet(() -> new Verification.Signed(
                        key,
                        payload,
                        new ChunkSignatures(signingKey, claim.timestamp(), claim.scope(), claim.signature())));
    }

    private Optional<Verification.Denied> timely(SignatureClaim claim) {
        Instant now = clock.instant();
        boolean early = claim.time().isAfter(now.plus(SKEW));
        if (claim.lifetime().isPresent()) {
            boolean late = now.isAfter(claim.time().plus(claim.lifetime().get()));
            return early || late ? Optional.of(Verification.Denied.EXPIRED) : Optional.empty();
        }
        boolean late = claim.time().isBefore(now.minus(SKEW));
        return early || late ? Optional.of(Verification.Denied.TIME_SKEWED) : Optional.empty();
    }

    private static boolean coversWhatMatters(SignableRequest request, List<String> signedHeaders) {
        Set<String> signed = new HashSet<>(signedHeaders);
        return signed.contains("host")
                && request.headers().keySet().stream()
                        .filter(name -> name.startsWith("x-amz-"))
                        .allMatch(signed::contains);
    }
}
