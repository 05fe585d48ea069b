package io.perigee.origin.s3;

import io.perigee.origin.serving.PercentEncoding;
import io.perigee.origin.sigv4.QueryParameter;
import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.ObjectKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a request asks for. */
sealed interface S3Operation {

    /** {@code GET /}. */
    record ListBuckets() implements S3Operation {}

    /** {@code PUT /bucket}. */
    record CreateBucket(BucketName bucket) implements S3Operation {}

    /** {@code HEAD /bucket}. */
    record HeadBucket(BucketName bucket) implements S3Operation {}

    /** {@code GET /bucket?location}. */
    record GetBucketLocation(BucketName bucket) implements S3Operation {}

    /** {@code DELETE /bucket}. */
    record DeleteBucket(BucketName bucket) implements S3Operation {}

    /** {@code GET /bucket?list-type=2}. */
    record ListObjects(BucketName bucket, List<QueryParameter> query) implements S3Operation {}

    /** {@code GET /bucket/key} or {@code HEAD /bucket/key}. */
    record GetObject(BucketName bucket, ObjectKey key) implements S3Operation {}

    /** {@code PUT /bucket/key}. */
    record PutObject(BucketName bucket, ObjectKey key) implements S3Operation {}

    /** {@code PUT /bucket/key} with {@code x-amz-copy-source}. */
    record CopyObject(BucketName bucket, ObjectKey key, BucketName fromBucket, ObjectKey fromKey)
            implements S3Operation {}

    /** {@code DELETE /bucket/key}. */
    record DeleteObject(BucketName bucket, ObjectKey key) implements S3Operation {}

    /** {@code x-id} names the operation for AWS's own logs; the rest are a presigned URL's. */
    Set<String> WITHOUT_MEANING = Set.of(
            "x-id",
            "X-Amz-Algorithm",
            "X-Amz-Credential",
            "X-Amz-Date",
            "X-Amz-Expires",
            "X-Amz-SignedHeaders",
            "X-Amz-Signature",
            "X-Amz-Content-Sha256");

    Set<String> OF_LISTING = Set.of(
            "list-type",
            "prefix",
            "delimiter",
            "max-keys",
            "start-after",
            "continuation-token",
            "encoding-type",
            "fetch-owner");

    /**
     * Understands a request.
     *
     * @param path decoded, with its leading slash
     * @param copySource the {@code x-amz-copy-source} header
     * @throws S3Refusal if there is no such operation, or bucket or key are none
     */
    static S3Operation of(String method, String path, List<QueryParameter> query, Optional<String> copySource) {
        int slash = path.indexOf('/', 1);
        String bucket = slash < 0 ? path.substring(1) : path.substring(1, slash);
        String key = slash < 0 ? "" : path.substring(slash + 1);
        if (bucket.isEmpty()) {
            refuseParameters(query, Set.of());
            if (!key.isEmpty()) {
                throw new S3Refusal(S3Error.INVALID_BUCKET_NAME);
            }
            if (!method.equals("GET")) {
                throw new S3Refusal(S3Error.METHOD_NOT_ALLOWED);
            }
            return new ListBuckets();
        }
        return key.isEmpty()
                ? ofBucket(method, bucketName(bucket), query)
                : ofObject(method, bucketName(bucket), objectKey(key), query, copySource);
    }

    private static S3Operation ofBucket(String method, BucketName bucket, List<QueryParameter> query) {
        if (method.equals("GET")
                && query.stream().anyMatch(parameter -> parameter.name().equals("location"))) {
            return new GetBucketLocation(bucket);
        }
        if (method.equals("GET")) {
            refuseParameters(query, OF_LISTING);
            if (!query.contains(new QueryParameter("list-type", "2"))) {
                throw new S3Refusal(S3Error.NOT_IMPLEMENTED, "Of listings, only list-type=2 is implemented.");
            }
            return new ListObjects(bucket, query);
        }
        refuseParameters(query, Set.of());
        return switch (method) {
            case "PUT" -> new CreateBucket(bucket);
            case "HEAD" -> new HeadBucket(bucket);
            case "DELETE" -> new DeleteBucket(bucket);
            default -> throw new S3Refusal(S3Error.METHOD_NOT_ALLOWED);
        };
    }

    private static S3Operation ofObject(
            String method, BucketName bucket, ObjectKey key, List<QueryParameter> query, Optional<String> copySource) {
        refuseParameters(query, Set.of());
        return switch (method) {
            case "GET", "HEAD" -> new GetObject(bucket, key);
            case "DELETE" -> new DeleteObject(bucket, key);
            case "PUT" -> copySource.isPresent() ? copy(bucket, key, copySource.get()) : new PutObject(bucket, key);
            default -> throw new S3Refusal(S3Error.METHOD_NOT_ALLOWED);
        };
    }

    private static S3Operation copy(BucketName bucket, ObjectKey key, String source) {
        String decoded = PercentEncoding.decode(source.replace("+", "%20"))
                .orElseThrow(() -> new S3Refusal(S3Error.INVALID_ARGUMENT, "Copy Source must be URL-encoded."));
        String plain = decoded.startsWith("/") ? decoded.substring(1) : decoded;
        int slash = plain.indexOf('/');
        if (slash < 0) {
            throw new S3Refusal(S3Error.INVALID_ARGUMENT, "Copy Source must mention the source bucket and key.");
        }
        return new CopyObject(
                bucket, key, bucketName(plain.substring(0, slash)), objectKey(plain.substring(slash + 1)));
    }

    /** A parameter names a sub-resource ({@code ?acl}) or changes what is meant: none is passed over in silence. */
    private static void refuseParameters(List<QueryParameter> query, Set<String> understood) {
        for (QueryParameter parameter : query) {
            if (!understood.contains(parameter.name()) && !WITHOUT_MEANING.contains(parameter.name())) {
                throw new S3Refusal(
                        S3Error.NOT_IMPLEMENTED, "The parameter '" + parameter.name() + "' is not implemented here.");
            }
        }
    }

    private static BucketName bucketName(String name) {
        if (!BucketName.isLegal(name)) {
            throw new S3Refusal(S3Error.INVALID_BUCKET_NAME);
        }
        return new BucketName(name);
    }

    private static ObjectKey objectKey(String key) {
        if (!ObjectKey.isLegal(key)) {
            throw new S3Refusal(S3Error.KEY_TOO_LONG);
        }
        return new ObjectKey(key);
    }
}
