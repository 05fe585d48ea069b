package io.perigee.origin.s3;

import io.perigee.origin.serving.DiskThreads;
import io.perigee.origin.store.Bucket;
import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.ObjectStore;
import io.vertx.core.Future;

/** Calls on buckets. */
final class BucketCalls {

    private final ObjectStore store;
    private final DiskThreads disk;
    private final String region;

    BucketCalls(ObjectStore store, DiskThreads disk, String region) {
        this.store = store;
        this.disk = disk;
        this.region = region;
    }

    Future<Void> list(S3Call call) {
        return call.answer(
                200,
                Xml.document(
                        "ListAllMyBucketsResult",
                        xml -> xml.element(
                                        "Owner",
                                        owner -> owner.element("ID", "perigee").element("DisplayName", "perigee"))
                                .element("Buckets", buckets -> {
                                    for (Bucket bucket : store.buckets()) {
                                        buckets.element(
                                                "Bucket",
                                                each -> each.element(
                                                                "Name",
                                                                bucket.name().value())
                                                        .element("CreationDate", Timestamps.format(bucket.created())));
                                    }
                                })));
    }

    Future<Void> create(S3Call call, BucketName bucket) {
        return disk.call(() -> store.createBucket(bucket)).compose(outcome -> {
            switch (outcome) {
                case CREATED -> call.response().putHeader("Location", "/" + bucket);
                case ALREADY_THERE -> throw new S3Refusal(S3Error.BUCKET_ALREADY_OWNED_BY_YOU);
                case TOO_MANY_BUCKETS -> throw new S3Refusal(S3Error.TOO_MANY_BUCKETS);
            }
            return call.answer(200);
        });
    }

    Future<Void> head(S3Call call, BucketName bucket) {
        requireBucket(bucket);
        call.response().putHeader("x-amz-bucket-region", region);
        return call.answer(200);
    }

    Future<Void> location(S3Call call, BucketName bucket) {
        requireBucket(bucket);
        // By tradition, the first region's name is the empty one.
        String constraint = region.equals("us-east-1") ? "" : region;
        return call.answer(200, Xml.document("LocationConstraint", xml -> xml.content(constraint)));
    }

    Future<Void> delete(S3Call call, BucketName bucket) {
        return disk.call(() -> store.deleteBucket(bucket)).compose(outcome -> switch (outcome) {
            case DELETED -> call.answer(204);
            case NO_SUCH_BUCKET -> throw new S3Refusal(S3Error.NO_SUCH_BUCKET);
            case NOT_EMPTY -> throw new S3Refusal(S3Error.BUCKET_NOT_EMPTY);
        });
    }

    private void requireBucket(BucketName bucket) {
        if (store.bucket(bucket).isEmpty()) {
            throw new S3Refusal(S3Error.NO_SUCH_BUCKET);
        }
    }
}
