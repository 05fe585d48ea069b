package io.perigee.origin.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.origin.access.AccessKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against the examples of AWS's documentation of Signature Version 4 for S3. */
class SignatureVerifierTest {

    private static final AccessKey KEY =
            new AccessKey("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    private static final Instant TIME = Instant.parse("2013-05-24T00:00:00Z");
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String SCOPE = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";

    @Test
    void documentedGetIsAccepted() {
        assertThat(verifyAt(TIME, documentedGet())).isInstanceOf(Verification.Signed.class);
    }

    @Test
    void documentedPutIsAccepted() {
        Map<String, String> headers = new HashMap<>();
        headers.put("Date", "Fri, 24 May 2013 00:00:00 GMT");
        headers.put("Host", "examplebucket.s3.amazonaws.com");
        headers.put("x-amz-date", "20130524T000000Z");
        headers.put("x-amz-storage-class", "REDUCED_REDUNDANCY");
        headers.put("x-amz-content-sha256", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072");
        headers.put(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + SCOPE
                        + ",SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class"
                        + ",Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
        assertThat(verifyAt(TIME, request("PUT", "/test$file.text", List.of(), headers)))
                .isInstanceOf(Verification.Signed.class);
    }

    @Test
    void documentedPresignedUrlIsAcceptedUntilItExpires() {
        SignableRequest request = request(
                "GET",
                "/test.txt",
                List.of(
                        new QueryParameter("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
                        new QueryParameter("X-Amz-Credential", SCOPE),
                        new QueryParameter("X-Amz-Date", "20130524T000000Z"),
                        new QueryParameter("X-Amz-Expires", "86400"),
                        new QueryParameter("X-Amz-SignedHeaders", "host"),
                        new QueryParameter(
                                "X-Amz-Signature", "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")),
                Map.of("Host", "examplebucket.s3.amazonaws.com"));
        assertThat(verifyAt(TIME.plus(Duration.ofHours(23)), request)).isInstanceOf(Verification.Signed.class);
        assertThat(verifyAt(TIME.plus(Duration.ofHours(25)), request)).isEqualTo(Verification.Denied.EXPIRED);
        assertThat(verifyAt(TIME.minus(Duration.ofHours(1)), request)).isEqualTo(Verification.Denied.EXPIRED);
    }

    @Test
    void documentedChunksAreAcceptedInTheirOrderOnly() {
        Verification verification = verifyAt(TIME, documentedChunkedPut());
        assertThat(verification).isInstanceOf(Verification.Signed.class);
        ChunkSignatures chunks = ((Verification.Signed) verification).chunks();
        assertThat(chunks.acceptsChunk(hash(65536), "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"))
                .isTrue();
        assertThat(chunks.acceptsChunk(hash(1024), "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"))
                .isTrue();
        assertThat(chunks.acceptsChunk(hash(0), "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"))
                .isTrue();
        ChunkSignatures again = ((Verification.Signed) verifyAt(TIME, documentedChunkedPut())).chunks();
        assertThat(again.acceptsChunk(hash(1024), "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"))
                .isFalse();
    }

    @Test
    void anyChangeOfWhatWasSignedIsAMismatch() {
        SignableRequest get = documentedGet();
        Map<String, List<String>> otherRange = new HashMap<>(get.headers());
        otherRange.put("range", List.of("bytes=0-99"));
        assertThat(verifyAt(TIME, new SignableRequest("GET", "/test.txt", List.of(), otherRange)))
                .isEqualTo(Verification.Denied.MISMATCH);
        assertThat(verifyAt(TIME, new SignableRequest("DELETE", "/test.txt", List.of(), get.headers())))
                .isEqualTo(Verification.Denied.MISMATCH);
        assertThat(verifyAt(TIME, new SignableRequest("GET", "/other.txt", List.of(), get.headers())))
                .isEqualTo(Verification.Denied.MISMATCH);
        assertThat(verifyAt(
                        TIME,
                        new SignableRequest("GET", "/test.txt", List.of(new QueryParameter("acl", "")), get.headers())))
                .isEqualTo(Verification.Denied.MISMATCH);
    }

    @Test
    void oldAndFutureSignaturesAreSkewed() {
        assertThat(verifyAt(TIME.plus(Duration.ofMinutes(14)), documentedGet()))
                .isInstanceOf(Verification.Signed.class);
        assertThat(verifyAt(TIME.plus(Duration.ofMinutes(16)), documentedGet()))
                .isEqualTo(Verification.Denied.TIME_SKEWED);
        assertThat(verifyAt(TIME.minus(Duration.ofMinutes(16)), documentedGet()))
                .isEqualTo(Verification.Denied.TIME_SKEWED);
    }

    @Test
    void amazonHeaderThatIsNotSignedIsRefused() {
        Map<String, List<String>> headers = new HashMap<>(documentedGet().headers());
        headers.put("x-amz-copy-source", List.of("/secret/object"));
        assertThat(verifyAt(TIME, new SignableRequest("GET", "/test.txt", List.of(), headers)))
                .isEqualTo(Verification.Denied.HEADER_NOT_SIGNED);
    }

    @Test
    void strangersScopesAndNonsenseAreToldApart() {
        assertThat(verify(documentedGet(), new AccessKey("OTHER", "secret"), "us-east-1", TIME))
                .isEqualTo(Verification.Denied.UNKNOWN_KEY);
        assertThat(verify(documentedGet(), new AccessKey(KEY.id(), "secret"), "us-east-1", TIME))
                .isEqualTo(Verification.Denied.MISMATCH);
        assertThat(verify(documentedGet(), KEY, "eu-west-1", TIME)).isEqualTo(Verification.Denied.WRONG_SCOPE);
        assertThat(verifyAt(TIME, request("GET", "/", List.of(), Map.of("Host", "h"))))
                .isInstanceOf(Verification.Anonymous.class);
        for (String nonsense : List.of(
                "Bearer x", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0")) {
            assertThat(verifyAt(TIME, request("GET", "/", List.of(), Map.of("Host", "h", "Authorization", nonsense))))
                    .isEqualTo(Verification.Denied.MALFORMED);
        }
        Map<String, List<String>> unstated = new HashMap<>(documentedGet().headers());
        unstated.remove("x-amz-content-sha256");
        assertThat(verifyAt(TIME, new SignableRequest("GET", "/test.txt", List.of(), unstated)))
                .isEqualTo(Verification.Denied.PAYLOAD_UNSTATED);
    }

    private static SignableRequest documentedGet() {
        return request(
                "GET",
                "/test.txt",
                List.of(),
                Map.of(
                        "Host",
                        "examplebucket.s3.amazonaws.com",
                        "Range",
                        "bytes=0-9",
                        "x-amz-content-sha256",
                        EMPTY,
                        "x-amz-date",
                        "20130524T000000Z",
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + SCOPE
                                + ",SignedHeaders=host;range;x-amz-content-sha256;x-amz-date"
                                + ",Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"));
    }

    private static SignableRequest documentedChunkedPut() {
        return request(
                "PUT",
                "/examplebucket/chunkObject.txt",
                List.of(),
                Map.of(
                        "Host",
                        "s3.amazonaws.com",
                        "x-amz-date",
                        "20130524T000000Z",
                        "x-amz-storage-class",
                        "REDUCED_REDUNDANCY",
                        "x-amz-content-sha256",
                        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                        "Content-Encoding",
                        "aws-chunked",
                        "x-amz-decoded-content-length",
                        "66560",
                        "Content-Length",
                        "66824",
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + SCOPE
                                + ",SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date"
                                + ";x-amz-decoded-content-length;x-amz-storage-class"
                                + ",Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"));
    }

    private static byte[] hash(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'a');
        return Digests.sha256().digest(bytes);
    }

    private static SignableRequest request(
            String method, String path, List<QueryParameter> query, Map<String, String> headers) {
        Map<String, List<String>> values = new HashMap<>();
        headers.forEach((name, value) -> values.put(name, List.of(value)));
        return new SignableRequest(method, path, query, values);
    }

    private static Verification verifyAt(Instant now, SignableRequest request) {
        return verify(request, KEY, "us-east-1", now);
    }

    private static Verification verify(SignableRequest request, AccessKey key, String region, Instant now) {
        return new SignatureVerifier(List.of(key), region, InstantSource.fixed(now)).verify(request);
    }
}
