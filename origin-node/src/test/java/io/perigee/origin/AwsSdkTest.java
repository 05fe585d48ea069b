package io.perigee.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.origin.access.AccessKey;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** AWS's own client against the API endpoint, with its defaults. */
class AwsSdkTest {

    private static final AccessKey KEY = new AccessKey("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    private RunningOrigin origin;
    private S3Client s3;

    @BeforeEach
    void start(@TempDir Path data) {
        OriginNodeConfig config = OriginNodeConfig.singleSite(data, "site").withAccessKeys(List.of(KEY));
        origin = new RunningOrigin(config, OriginExtensions.none());
        s3 = client(KEY);
        s3.createBucket(request -> request.bucket("photos"));
    }

    @AfterEach
    void stop() {
        s3.close();
        origin.close();
    }

    @Test
    void bucketsAreMadeListedAndDeleted() {
        assertThat(s3.listBuckets().buckets())
                .extracting(bucket -> bucket.name())
                .containsExactly("photos", "site");
        s3.headBucket(request -> request.bucket("photos"));
        assertThat(s3.getBucketLocation(request -> request.bucket("photos")).locationConstraintAsString())
                .isNullOrEmpty();
        assertThatThrownBy(() -> s3.createBucket(request -> request.bucket("photos")))
                .isInstanceOf(BucketAlreadyOwnedByYouException.class);
        put("a", "x");
        assertThatThrownBy(() -> s3.deleteBucket(request -> request.bucket("photos")))
                .hasMessageContaining("not empty");
        s3.deleteObject(request -> request.bucket("photos").key("a"));
        s3.deleteBucket(request -> request.bucket("photos"));
        assertThatThrownBy(() -> s3.headBucket(request -> request.bucket("photos")))
                .isInstanceOf(S3Exception.class)
                .extracting(e -> ((S3Exception) e).statusCode())
                .isEqualTo(404);
    }

    @Test
    void objectComesBackAsItWasPut() {
        byte[] bytes = random(3_000_000);
        PutObjectResponse put = s3.putObject(
                request -> request.bucket("photos")
                        .key("ä b/ü+c.jpg")
                        .contentType("image/jpeg")
                        .cacheControl("max-age=5")
                        .metadata(Map.of("camera", "Leica  M")),
                RequestBody.fromBytes(bytes));
        assertThat(put.checksumCRC32()).isNotNull();
        var got = s3.getObject(
                request -> request.bucket("photos").key("ä b/ü+c.jpg").checksumMode(ChecksumMode.ENABLED),
                ResponseTransformer.toBytes());
        assertThat(got.asByteArray()).isEqualTo(bytes);
        assertThat(got.response().eTag()).isEqualTo(put.eTag());
        assertThat(got.response().contentType()).isEqualTo("image/jpeg");
        assertThat(got.response().contentEncoding()).isNull();
        assertThat(got.response().metadata()).containsEntry("camera", "Leica  M");
        assertThat(got.response().checksumCRC32()).isEqualTo(put.checksumCRC32());
        HeadObjectResponse head =
                s3.headObject(request -> request.bucket("photos").key("ä b/ü+c.jpg"));
        assertThat(head.contentLength()).isEqualTo(bytes.length);
        assertThat(head.cacheControl()).isEqualTo("max-age=5");
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    void everyChecksumOfTheClientIsVerifiedAndKept(ChecksumAlgorithm algorithm) {
        s3.putObject(
                request -> request.bucket("photos").key("sum").checksumAlgorithm(algorithm),
                RequestBody.fromBytes(random(200_000)));
        var got = s3.getObject(
                request -> request.bucket("photos").key("sum").checksumMode(ChecksumMode.ENABLED),
                ResponseTransformer.toBytes());
        assertThat(got.response().sdkHttpResponse().headers().keySet())
                .anyMatch(name -> name.startsWith("x-amz-checksum-"));
    }

    @Test
    void streamOfUnsignedPayloadAndContentMd5AreAccepted() {
        s3.putObject(
                request -> request.bucket("photos").key("stream"),
                RequestBody.fromInputStream(new ByteArrayInputStream(random(500_000)), 500_000));
        assertThat(s3.headObject(request -> request.bucket("photos").key("stream"))
                        .contentLength())
                .isEqualTo(500_000);
        assertThatThrownBy(() -> s3.putObject(
                        request -> request.bucket("photos").key("md5").contentMD5("1B2M2Y8AsgTpgAmY7PhCfg=="),
                        RequestBody.fromString("not empty")))
                .hasMessageContaining("did not match");
        assertThatThrownBy(
                        () -> s3.headObject(request -> request.bucket("photos").key("md5")))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void rangesAndConditionsAreServed() {
        String etag = put("a", "0123456789").eTag();
        assertThat(s3.getObjectAsBytes(
                                request -> request.bucket("photos").key("a").range("bytes=2-4"))
                        .asUtf8String())
                .isEqualTo("234");
        assertThatThrownBy(() -> s3.getObjectAsBytes(
                        request -> request.bucket("photos").key("a").ifNoneMatch(etag)))
                .extracting(e -> ((S3Exception) e).statusCode())
                .isEqualTo(304);
        assertThatThrownBy(() -> s3.getObjectAsBytes(
                        request -> request.bucket("photos").key("a").ifMatch("\"other\"")))
                .extracting(e -> ((S3Exception) e).awsErrorDetails().errorCode())
                .isEqualTo("PreconditionFailed");
        assertThatThrownBy(() -> s3.getObjectAsBytes(
                        request -> request.bucket("photos").key("a").range("bytes=10-")))
                .extracting(e -> ((S3Exception) e).awsErrorDetails().errorCode())
                .isEqualTo("InvalidRange");
    }

    @Test
    void conditionalWritesHappenOnlyWhereTheConditionHolds() {
        String etag = put("a", "one").eTag();
        assertThatThrownBy(() -> s3.putObject(
                        request -> request.bucket("photos").key("a").ifNoneMatch("*"), RequestBody.fromString("two")))
                .extracting(e -> ((S3Exception) e).statusCode())
                .isEqualTo(412);
        s3.putObject(request -> request.bucket("photos").key("a").ifMatch(etag), RequestBody.fromString("three"));
        assertThat(s3.getObjectAsBytes(request -> request.bucket("photos").key("a"))
                        .asUtf8String())
                .isEqualTo("three");
    }

    @Test
    void listingPagesThroughKeysInOrderOfTheirBytes() {
        List<String> keys = List.of("a<&>\"", "b/1", "b/2", "b/3", "c", "c/d", "z", "\uFFFD", "\uD83D\uDE80");
        keys.forEach(key -> put(key, "x"));
        List<String> listed = new ArrayList<>();
        s3.listObjectsV2Paginator(request -> request.bucket("photos").maxKeys(2))
                .contents()
                .forEach(object -> listed.add(object.key()));
        assertThat(listed).isEqualTo(keys);

        List<String> rolledUp = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        s3.listObjectsV2Paginator(
                        request -> request.bucket("photos").delimiter("/").maxKeys(2))
                .forEach(page -> {
                    page.contents().stream().map(S3Object::key).forEach(rolledUp::add);
                    page.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(prefixes::add);
                });
        assertThat(rolledUp).containsExactly("a<&>\"", "c", "z", "\uFFFD", "\uD83D\uDE80");
        assertThat(prefixes).containsExactly("b/", "c/");
        assertThat(s3.listObjectsV2(
                                request -> request.bucket("photos").prefix("b/").startAfter("b/1"))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("b/2", "b/3");
    }

    @Test
    void controlCharactersInKeysSurviveAListingWithUrlEncoding() throws Exception {
        origin.put("photos", "tab\tand\u0001one %+", "x");
        assertThat(s3.listObjectsV2(request -> request.bucket("photos").encodingType("url"))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("tab\tand\u0001one %+");
    }

    @Test
    void copyKeepsOrReplacesTheDescription() {
        s3.putObject(
                request -> request.bucket("photos").key("from/ä b").contentType("text/plain"),
                RequestBody.fromString("copied"));
        s3.copyObject(request -> request.sourceBucket("photos")
                .sourceKey("from/ä b")
                .destinationBucket("site")
                .destinationKey("kept"));
        s3.copyObject(request -> request.sourceBucket("photos")
                .sourceKey("from/ä b")
                .destinationBucket("site")
                .destinationKey("replaced")
                .metadataDirective(MetadataDirective.REPLACE)
                .contentType("text/css"));
        var kept = s3.getObjectAsBytes(request -> request.bucket("site").key("kept"));
        assertThat(kept.asUtf8String()).isEqualTo("copied");
        assertThat(kept.response().contentType()).isEqualTo("text/plain");
        assertThat(s3.headObject(request -> request.bucket("site").key("replaced"))
                        .contentType())
                .isEqualTo("text/css");
        assertThatThrownBy(() -> s3.copyObject(request -> request.sourceBucket("photos")
                        .sourceKey("none")
                        .destinationBucket("site")
                        .destinationKey("x")))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void wrongSecretAndUnknownKeyAreRefused() {
        try (S3Client forged = client(new AccessKey(KEY.id(), "another secret"))) {
            assertThatThrownBy(() -> forged.putObject(
                            request -> request.bucket("photos").key("a"), RequestBody.fromBytes(random(100_000))))
                    .extracting(e -> ((S3Exception) e).statusCode())
                    .isEqualTo(403);
            assertThatThrownBy(forged::listBuckets)
                    .extracting(e -> ((S3Exception) e).awsErrorDetails().errorCode())
                    .isEqualTo("SignatureDoesNotMatch");
        }
        try (S3Client stranger = client(new AccessKey("AKIDSTRANGER", KEY.secret()))) {
            assertThatThrownBy(stranger::listBuckets)
                    .extracting(e -> ((S3Exception) e).awsErrorDetails().errorCode())
                    .isEqualTo("InvalidAccessKeyId");
        }
        assertThatThrownBy(
                        () -> s3.headObject(request -> request.bucket("photos").key("a")))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void presignedUrlReadsAndWritesWithoutOtherCredentials() {
        put("a", "presigned");
        try (S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(credentials(KEY))
                .build()) {
            URI url = URI.create(presigner
                    .presignGetObject(presign -> presign.signatureDuration(Duration.ofMinutes(5))
                            .getObjectRequest(
                                    request -> request.bucket("photos").key("a")))
                    .url()
                    .toString());
            assertThat(RunningOrigin.text(
                            origin.send(HttpRequest.newBuilder(url).build())))
                    .isEqualTo("presigned");
            URI tampered = URI.create(url.toString().replace("/photos/a", "/photos/b"));
            assertThat(origin.send(HttpRequest.newBuilder(tampered).build()).statusCode())
                    .isEqualTo(403);
        }
    }

    private PutObjectResponse put(String key, String text) {
        return s3.putObject(
                request -> request.bucket("photos").key(key),
                RequestBody.fromBytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    private URI endpoint() {
        return URI.create("http://127.0.0.1:" + origin.node.apiPort());
    }

    private S3Client client(AccessKey key) {
        return S3Client.builder()
                .endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(credentials(key))
                .build();
    }

    private static StaticCredentialsProvider credentials(AccessKey key) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret()));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
