package io.perigee.origin.s3;

import io.perigee.origin.serving.DiskThreads;
import io.perigee.origin.sigv4.Verification;
import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.Checksum;
import io.perigee.origin.store.ObjectAttributes;
import io.perigee.origin.store.ObjectKey;
import io.perigee.origin.store.ObjectStore;
import io.perigee.origin.store.PutOutcome;
import io.perigee.origin.store.StoredObject;
import io.perigee.origin.store.Upload;
import io.perigee.origin.store.WriteCondition;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** PutObject: from the socket to the disk, piece by piece, and checked before it counts. */
final class ObjectWriting {

    private final ObjectStore store;
    private final DiskThreads disk;

    ObjectWriting(ObjectStore store, DiskThreads disk) {
        this.store = store;
        this.disk = disk;
    }

    Future<Void> put(S3Call call, BucketName bucket, ObjectKey key, Verification.Signed signed) {
        MultiMap headers = call.request().headers();
        if (store.bucket(bucket).isEmpty()) {
            throw new S3Refusal(S3Error.NO_SUCH_BUCKET);
        }
        PayloadMode mode = PayloadMode.of(signed);
        if (BodyChecks.announcedLength(headers, mode).orElse(0L)
                > store.limits().maximumObjectSize().bytes()) {
            throw new S3Refusal(S3Error.ENTITY_TOO_LARGE);
        }
        ObjectAttributes attributes = RequestAttributes.of(headers);
        WriteCondition condition = RequestAttributes.condition(headers);
        BodyChecks checks = new BodyChecks(headers, mode, signed);
        return disk.call(() -> new Reception(store.upload(bucket, key), checks, mode, signed))
                .compose(reception -> receive(call.request(), reception)
                        .compose(ignored -> disk.call(() -> reception.commit(attributes, condition)))
                        .eventually(() -> disk.run(reception.upload::close)))
                .compose(object -> answer(call, object));
    }

    private Future<Void> receive(HttpServerRequest request, Reception reception) {
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        return RequestBody.read(request, disk, reception::take);
    }

    private static Future<Void> answer(S3Call call, StoredObject object) {
        call.response().putHeader("ETag", object.quotedEtag());
        object.attributes()
                .checksum()
                .ifPresent(checksum -> call.response()
                        .putHeader(ChecksumAlgorithm.HEADER_PREFIX + checksum.algorithm(), checksum.value()));
        return call.answer(200);
    }

    /** @throws S3Refusal if the store refused */
    static void refuse(Optional<PutOutcome.Refused> outcome) {
        if (outcome.isPresent()) {
            throw refusal(outcome.get());
        }
    }

    /** @throws S3Refusal if the store refused */
    static StoredObject stored(PutOutcome outcome) {
        return switch (outcome) {
            case PutOutcome.Stored stored -> stored.object();
            case PutOutcome.Refused refused -> throw refusal(refused);
        };
    }

    private static S3Refusal refusal(PutOutcome.Refused refused) {
        return new S3Refusal(
                switch (refused) {
                    case NO_SUCH_BUCKET -> S3Error.NO_SUCH_BUCKET;
                    case TOO_LARGE -> S3Error.ENTITY_TOO_LARGE;
                    case STORE_FULL -> S3Error.INSUFFICIENT_STORAGE;
                    case PRECONDITION_FAILED -> S3Error.PRECONDITION_FAILED;
                });
    }

    /** One object on its way in; used by one thread at a time, not always the same. */
    private static final class Reception {

        private final Upload upload;
        private final BodyChecks checks;
        private final Optional<ChunkedBody> chunked;

        Reception(Upload upload, BodyChecks checks, PayloadMode mode, Verification.Signed signed) {
            this.upload = upload;
            this.checks = checks;
            this.chunked = mode instanceof PayloadMode.Chunked form
                    ? Optional.of(new ChunkedBody(
                            form.signed() ? Optional.of(signed.chunks()) : Optional.empty(),
                            form.trailer(),
                            this::write))
                    : Optional.empty();
        }

        void take(ByteBuffer bytes) throws IOException {
            if (chunked.isPresent()) {
                chunked.get().feed(bytes);
            } else {
                write(bytes);
            }
        }

        StoredObject commit(ObjectAttributes attributes, WriteCondition condition) throws IOException {
            Map<String, String> trailers = chunked.map(ChunkedBody::finish).orElse(Map.of());
            Optional<Checksum> checksum = checks.verify(upload, trailers);
            return stored(upload.commit(attributes.withChecksum(checksum), condition));
        }

        private void write(ByteBuffer bytes) throws IOException {
            checks.update(bytes);
            refuse(upload.write(bytes));
        }
    }
}
