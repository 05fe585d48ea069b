package io.perigee.origin.s3;

import io.perigee.httpcaching.HttpDate;
import io.perigee.origin.access.AccessGate;
import io.perigee.origin.serving.DiskThreads;
import io.perigee.origin.serving.PercentEncoding;
import io.perigee.origin.sigv4.QueryParameter;
import io.perigee.origin.sigv4.SignableRequest;
import io.perigee.origin.sigv4.SignatureVerifier;
import io.perigee.origin.sigv4.Verification;
import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.ObjectJournal;
import io.perigee.origin.store.ObjectStore;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API endpoint. A request is understood, its sender made out, admitted, and then served; whatever goes wrong ends in
 * {@link #fail}.
 */
public final class S3Handler implements Handler<HttpServerRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(S3Handler.class);

    /** What is left of a refused request's body is read and dropped up to this; beyond it the connection is closed. */
    private static final long DROPPED_BYTES = 1 << 20;

    private final SignatureVerifier verifier;
    private final Set<BucketName> publicBuckets;
    private final Optional<AccessGate> anonymousGate;
    private final InstantSource clock;
    private final BucketCalls buckets;
    private final ListCall listings;
    private final ObjectCalls objects;
    private final ObjectWriting writing;
    private final AtomicLong requestIds;

    /**
     * A handler.
     *
     * @param publicBuckets whose objects anybody may read
     * @param anonymousGate must admit requests that are not signed; empty to admit all
     * @param region the region that buckets are said to be in
     */
    public S3Handler(
            ObjectStore store,
            DiskThreads disk,
            SignatureVerifier verifier,
            Set<BucketName> publicBuckets,
            Optional<AccessGate> anonymousGate,
            String region,
            InstantSource clock) {
        this.verifier = verifier;
        this.publicBuckets = Set.copyOf(publicBuckets);
        this.anonymousGate = anonymousGate;
        this.clock = clock;
        this.buckets = new BucketCalls(store, disk, region);
        this.listings = new ListCall(store, disk);
        this.objects = new ObjectCalls(store, disk);
        this.writing = new ObjectWriting(store, disk);
        this.requestIds = new AtomicLong(clock.millis() << 20);
    }

    @Override
    public void handle(HttpServerRequest request) {
        request.pause();
        String requestId = String.format(Locale.ROOT, "%016X", requestIds.incrementAndGet());
        request.response().putHeader("x-amz-request-id", requestId).putHeader("Date", HttpDate.format(clock.millis()));
        S3Call call = new S3Call(request);
        // Through a future, so that what is thrown here ends as what fails later.
        Future.succeededFuture()
                .compose(ignored -> serve(call))
                .onSuccess(ignored -> dropBody(request))
                .onFailure(cause -> fail(call, requestId, cause));
    }

    private Future<Void> serve(S3Call call) {
        HttpServerRequest request = call.request();
        Optional<List<QueryParameter>> query = QueryParameter.parse(request.query());
        Optional<String> path = PercentEncoding.decode(request.path() == null ? "/" : request.path());
        if (path.isEmpty() || !path.get().startsWith("/") || query.isEmpty()) {
            throw new S3Refusal(S3Error.INVALID_URI);
        }
        Verification sender = verifier.verify(signable(request, path.get(), query.get()));
        if (sender instanceof Verification.Denied denied) {
            throw new S3Refusal(error(denied));
        }
        S3Operation operation = S3Operation.of(
                request.method().name(),
                path.get(),
                query.get(),
                Optional.ofNullable(request.getHeader("x-amz-copy-source")));
        return switch (sender) {
            case Verification.Anonymous ignored -> serveAnonymously(call, operation);
            case Verification.Signed signed -> serve(call, operation, signed);
            case Verification.Denied denied -> throw new S3Refusal(error(denied));
        };
    }

    private Future<Void> serveAnonymously(S3Call call, S3Operation operation) {
        if (operation instanceof S3Operation.GetObject get
                && publicBuckets.contains(get.bucket())
                && admitted(call.request())) {
            return objects.get(call, get.bucket(), get.key());
        }
        throw new S3Refusal(S3Error.ACCESS_DENIED);
    }

    private boolean admitted(HttpServerRequest request) {
        return anonymousGate.isEmpty() || anonymousGate.get().admit(request) instanceof AccessGate.Admission.Admitted;
    }

    private Future<Void> serve(S3Call call, S3Operation operation, Verification.Signed signed) {
        return switch (operation) {
            case S3Operation.ListBuckets ignored -> buckets.list(call);
            case S3Operation.CreateBucket create -> buckets.create(call, create.bucket());
            case S3Operation.HeadBucket head -> buckets.head(call, head.bucket());
            case S3Operation.GetBucketLocation location -> buckets.location(call, location.bucket());
            case S3Operation.DeleteBucket delete -> buckets.delete(call, delete.bucket());
            case S3Operation.ListObjects list -> listings.list(call, list.bucket(), list.query());
            case S3Operation.GetObject get -> objects.get(call, get.bucket(), get.key());
            case S3Operation.PutObject put -> writing.put(call, put.bucket(), put.key(), signed);
            case S3Operation.CopyObject copy -> objects.copy(call, copy);
            case S3Operation.DeleteObject delete -> objects.delete(call, delete.bucket(), delete.key());
        };
    }

    private void fail(S3Call call, String requestId, Throwable cause) {
        HttpServerRequest request = call.request();
        if (call.response().headWritten() || call.response().closed()) {
            LOG.debug("{} {} was broken off", request.method(), request.uri(), cause);
            if (!call.response().ended()) {
                call.response().reset();
            }
            return;
        }
        S3Refusal refusal;
        if (cause instanceof S3Refusal known) {
            refusal = known;
        } else if (cause instanceof ObjectJournal.JournalFullException full) {
            LOG.warn("{} {} is refused: {}", request.method(), request.uri(), full.getMessage());
            refusal = new S3Refusal(S3Error.SLOW_DOWN);
        } else {
            LOG.error("{} {} failed", request.method(), request.uri(), cause);
            refusal = new S3Refusal(S3Error.INTERNAL_ERROR);
        }
        String xml = Xml.plainDocument(
                "Error",
                error -> error.element("Code", refusal.error().code())
                        .element("Message", refusal.text())
                        .element("Resource", request.path() == null ? "" : request.path())
                        .element("RequestId", requestId));
        boolean neverSent = request.getHeader("Expect") != null && !request.isEnded();
        call.answer(refusal.error().status(), xml).onComplete(ignored -> {
            if (neverSent || announced(request) > DROPPED_BYTES) {
                request.connection().close();
            } else {
                dropBody(request);
            }
        });
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length == null || !length.matches("\\d{1,18}") ? 0 : Long.parseLong(length);
    }

    /** A connection is good for the next request only when this one's body has been read. */
    private static void dropBody(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.handler(ignored -> {});
            request.resume();
        }
    }

    private static SignableRequest signable(HttpServerRequest request, String path, List<QueryParameter> query) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : request.headers().names()) {
            headers.put(name.toLowerCase(Locale.ROOT), request.headers().getAll(name));
        }
        if (request.authority() != null) {
            // HTTP/2 carries the host elsewhere.
            headers.putIfAbsent("host", List.of(request.authority().toString()));
        }
        return new SignableRequest(request.method().name(), path, query, headers);
    }

    private static S3Error error(Verification.Denied denied) {
        return switch (denied) {
            case MALFORMED, WRONG_SCOPE -> S3Error.AUTHORIZATION_HEADER_MALFORMED;
            case PAYLOAD_UNSTATED -> S3Error.INVALID_REQUEST;
            case UNKNOWN_KEY -> S3Error.INVALID_ACCESS_KEY_ID;
            case HEADER_NOT_SIGNED, EXPIRED -> S3Error.ACCESS_DENIED;
            case TIME_SKEWED -> S3Error.REQUEST_TIME_TOO_SKEWED;
            case MISMATCH -> S3Error.SIGNATURE_DOES_NOT_MATCH;
        };
    }
}
