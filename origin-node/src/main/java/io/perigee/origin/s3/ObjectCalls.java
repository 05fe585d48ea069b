package io.perigee.origin.s3;

import io.perigee.httpcaching.ByteRanges;
import io.perigee.origin.serving.Delivery;
import io.perigee.origin.serving.DiskThreads;
import io.perigee.origin.serving.ObjectSender;
import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.Checksum;
import io.perigee.origin.store.ObjectAttributes;
import io.perigee.origin.store.ObjectEvent;
import io.perigee.origin.store.ObjectKey;
import io.perigee.origin.store.ObjectStore;
import io.perigee.origin.store.OpenObject;
import io.perigee.origin.store.StoredObject;
import io.perigee.origin.store.Upload;
import io.perigee.origin.store.WriteCondition;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Calls that read, copy and delete objects. */
final class ObjectCalls {

    private static final int COPY_BYTES = 128 * 1024;

    private final ObjectStore store;
    private final DiskThreads disk;
    private final ObjectSender sender;

    ObjectCalls(ObjectStore store, DiskThreads disk) {
        this.store = store;
        this.disk = disk;
        this.sender = new ObjectSender(disk, ignored -> {});
    }

    /** GetObject and HeadObject. */
    Future<Void> get(S3Call call, BucketName bucket, ObjectKey key) {
        return disk.call(() -> store.open(bucket, key)).compose(open -> {
            if (open.isEmpty()) {
                throw new S3Refusal(store.bucket(bucket).isEmpty() ? S3Error.NO_SUCH_BUCKET : S3Error.NO_SUCH_KEY);
            }
            putChecksum(call.request(), open.get().object());
            return sender.send(call.request(), open.get()).compose(delivery -> switch (delivery) {
                case Delivery.Sent ignored -> Future.<Void>succeededFuture();
                case Delivery.NotModified ignored -> Future.<Void>succeededFuture();
                case Delivery.PreconditionFailed ignored -> throw new S3Refusal(S3Error.PRECONDITION_FAILED);
                case Delivery.RangeNotSatisfiable range -> {
                    call.response().putHeader("Content-Range", ByteRanges.unsatisfied(range.size()));
                    throw new S3Refusal(S3Error.INVALID_RANGE);
                }
            });
        });
    }

    /** DeleteObject: that there was none is no error. */
    Future<Void> delete(S3Call call, BucketName bucket, ObjectKey key) {
        return disk.call(() -> {
                    if (store.bucket(bucket).isEmpty()) {
                        throw new S3Refusal(S3Error.NO_SUCH_BUCKET);
                    }
                    return store.delete(bucket, key);
                })
                .compose(ignored -> call.answer(204));
    }

    /** CopyObject, with the source's description or, if so directed, with a new one. */
    Future<Void> copy(S3Call call, S3Operation.CopyObject operation) {
        boolean replace = switch (Optional.ofNullable(call.request().getHeader("x-amz-metadata-directive"))
                .orElse("COPY")) {
            case "COPY" -> false;
            case "REPLACE" -> true;
            default -> throw new S3Refusal(S3Error.INVALID_ARGUMENT, "Unknown metadata directive.");
        };
        ObjectAttributes given = RequestAttributes.of(call.request().headers());
        boolean ontoItself = operation.bucket().equals(operation.fromBucket())
                && operation.key().equals(operation.fromKey());
        if (ontoItself && !replace) {
            throw new S3Refusal(S3Error.INVALID_REQUEST, "Copying an object onto itself must replace its metadata.");
        }
        return disk.call(() -> copy(operation, replace ? Optional.of(given) : Optional.empty()))
                .compose(copied -> call.answer(
                        200,
                        Xml.document(
                                "CopyObjectResult",
                                xml -> xml.element("LastModified", Timestamps.format(copied.lastModified()))
                                        .element("ETag", copied.quotedEtag()))));
    }

    private StoredObject copy(S3Operation.CopyObject operation, Optional<ObjectAttributes> replacement)
            throws IOException {
        Optional<OpenObject> source = store.open(operation.fromBucket(), operation.fromKey());
        if (source.isEmpty()) {
            throw new S3Refusal(
                    store.bucket(operation.fromBucket()).isEmpty() ? S3Error.NO_SUCH_BUCKET : S3Error.NO_SUCH_KEY);
        }
        try (OpenObject from = source.get();
                Upload to = store.upload(operation.bucket(), operation.key(), ObjectEvent.Creation.COPY)) {
            ObjectAttributes attributes = from.object().attributes();
            ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
            long position = 0;
            while (position < from.object().size()) {
                buffer.clear().limit((int) Math.min(COPY_BYTES, from.object().size() - position));
                int read = from.channel().read(buffer, position);
                if (read < 0) {
                    throw new IOException("the file of " + from.object().key() + " is cut off");
                }
                position += read;
                ObjectWriting.refuse(to.write(buffer.flip()));
            }
            // The bytes are the source's, so its checksum holds for either description.
            ObjectAttributes described = replacement
                    .map(given -> given.withChecksum(attributes.checksum()))
                    .orElse(attributes);
            return ObjectWriting.stored(to.commit(described, new WriteCondition.Always()));
        }
    }

    private static void putChecksum(HttpServerRequest request, StoredObject object) {
        boolean asked = "ENABLED".equalsIgnoreCase(request.getHeader("x-amz-checksum-mode"));
        Optional<Checksum> checksum = object.attributes().checksum();
        if (asked && checksum.isPresent() && request.getHeader("Range") == null) {
            request.response()
                    .putHeader(
                            ChecksumAlgorithm.HEADER_PREFIX + checksum.get().algorithm(),
                            checksum.get().value());
        }
    }
}
