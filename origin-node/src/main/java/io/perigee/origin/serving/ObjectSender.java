package io.perigee.origin.serving;

import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.ByteRanges;
import io.perigee.httpcaching.Preconditions;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.origin.store.OpenObject;
import io.perigee.origin.store.StoredObject;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers GET and HEAD with an object. Bytes go from the file to the socket, by {@code sendfile} where it can be. */
public final class ObjectSender {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectSender.class);

    private final DiskThreads disk;
    private final Consumer<Delivery> begun;

    /**
     * A sender.
     *
     * @param disk reads where {@code sendfile} cannot
     * @param begun hears of each answer before its first byte leaves, so that what it counts holds whenever a client
     *     has its answer
     */
    public ObjectSender(DiskThreads disk, Consumer<Delivery> begun) {
        this.disk = disk;
        this.begun = begun;
    }

    /**
     * Answers with the object, a part of it, or 304, as the request's fields say (RFC 9110 sections 13 and 14). Like S3, it
     * gives one range at most: several that are apart get the whole. Takes over the object and closes it. Call it on the
     * request's event loop, with the response's {@code Date} set.
     *
     * @return fails if the client went away
     */
    public Future<Delivery> send(HttpServerRequest request, OpenObject open) {
        RequestHead asked = ObjectHeads.asked(request);
        ResponseHead whole = ObjectHeads.whole(open.object(), request.response());
        return switch (Preconditions.evaluate(asked, whole)) {
            case Preconditions.Proceed ignored -> sendSelected(request, open, asked, whole);
            case Preconditions.NotModified unchanged -> {
                close(open);
                Delivery delivery = new Delivery.NotModified();
                begun.accept(delivery);
                ObjectHeads.put(unchanged.head(), request.response());
                yield request.response().end().map(delivery);
            }
            case Preconditions.PreconditionFailed ignored -> {
                close(open);
                yield Future.succeededFuture(new Delivery.PreconditionFailed());
            }
        };
    }

    private Future<Delivery> sendSelected(
            HttpServerRequest request, OpenObject open, RequestHead asked, ResponseHead whole) {
        long size = open.object().size();
        return switch (ByteRanges.of(asked, whole, size)) {
            case ByteRanges.Whole ignored -> sendBytes(request, open, whole, 0, size);
            case ByteRanges.Multiple ignored -> sendBytes(request, open, whole, 0, size);
            case ByteRanges.Single(ByteRange range) ->
                sendBytes(request, open, ByteRanges.partial(whole, range, size), range.first(), range.length());
            case ByteRanges.Unsatisfiable ignored -> {
                close(open);
                yield Future.succeededFuture(new Delivery.RangeNotSatisfiable(size));
            }
        };
    }

    /** Answers with the object as the body of an error: no conditions, no ranges. Takes over the object and closes it. */
    public Future<Delivery> sendAsError(HttpServerRequest request, OpenObject open, int status) {
        StoredObject object = open.object();
        return sendBytes(request, open, ObjectHeads.error(object, status), 0, object.size());
    }

    private Future<Delivery> sendBytes(
            HttpServerRequest request, OpenObject open, ResponseHead head, long offset, long length) {
        HttpServerResponse response = request.response();
        ObjectHeads.put(head, response);
        Delivery delivery = new Delivery.Sent(request.method().equals(HttpMethod.HEAD) ? 0 : length);
        begun.accept(delivery);
        Future<Void> sent;
        if (request.method().equals(HttpMethod.HEAD) || length == 0) {
            sent = response.end();
        } else if (request.version() == HttpVersion.HTTP_2) {
            // Vert.x sends open files over HTTP/1 only; sending by name could send another version's bytes.
            sent = new FileBody(response, open.channel(), offset, length, disk).send();
        } else {
            sent = response.sendFile(open.channel(), offset, length);
        }
        return sent.map(delivery).eventually(() -> {
            close(open);
            return Future.succeededFuture();
        });
    }

    private static void close(OpenObject open) {
        try {
            open.close();
        } catch (IOException e) {
            LOG.warn("Cannot close {}/{}", open.object().bucket(), open.object().key(), e);
        }
    }
}
