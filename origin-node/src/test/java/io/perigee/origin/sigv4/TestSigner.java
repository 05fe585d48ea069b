package io.perigee.origin.sigv4;

import io.perigee.origin.access.AccessKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Signs requests as a client does. */
public final class TestSigner {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private TestSigner() {}

    /** The headers with the signature's added; all of them are signed. */
    public static Map<String, String> sign(
            AccessKey key, Instant time, String method, String path, Map<String, String> headers, String payload) {
        String timestamp = TIMESTAMP.format(time);
        Map<String, String> all = new HashMap<>(headers);
        all.put("x-amz-date", timestamp);
        all.put("x-amz-content-sha256", payload);
        List<String> names = all.keySet().stream().sorted().toList();
        Map<String, List<String>> values = new HashMap<>();
        all.forEach((name, value) -> values.put(name, List.of(value)));
        SignableRequest request = new SignableRequest(method, path, new ArrayList<>(), values);
        SignatureClaim claim = new SignatureClaim(
                key.id(), timestamp.substring(0, 8), "us-east-1", "s3", names, "", timestamp, time, Optional.empty());
        String stringToSign = String.join(
                "\n",
                SignatureClaim.ALGORITHM,
                timestamp,
                claim.scope(),
                Digests.sha256Hex(request.canonical(names, payload)));
        String signature = Digests.hex(Digests.hmac(claim.signingKey(key.secret()), stringToSign));
        all.put(
                "authorization",
                SignatureClaim.ALGORITHM + " Credential=" + key.id() + "/" + claim.scope() + ", SignedHeaders="
                        + String.join(";", names) + ", Signature=" + signature);
        return all;
    }
}
