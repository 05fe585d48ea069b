package io.perigee.origin.serving;

import io.perigee.origin.store.OpenObject;
import io.perigee.origin.store.StoredObject;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.util.Map;
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
     * Answers with the object, a part of it, or 304, as the request's fields say. Takes over the object and closes it.
     * Call it on the request's event loop.
     *
     * @return fails if the client went away
     */
    public Future<Delivery> send(HttpServerRequest request, OpenObject open) {
        StoredObject object = open.object();
        HttpServerResponse response = request.response();
        switch (Conditions.evaluate(request.headers(), object)) {
            case NOT_MODIFIED -> {
                close(open);
                putValidators(response, object);
                putIfPresent(response, object, "cache-control");
                putIfPresent(response, object, "expires");
                Delivery unchanged = new Delivery.NotModified();
                begun.accept(unchanged);
                return response.setStatusCode(304).end().map(unchanged);
            }
            case PRECONDITION_FAILED -> {
                close(open);
                return Future.succeededFuture(new Delivery.PreconditionFailed());
            }
            case PROCEED -> {}
        }
        String range = request.method().equals(HttpMethod.GET) && Conditions.rangeApplies(request.headers(), object)
                ? request.getHeader("Range")
                : null;
        return switch (ByteRange.parse(range, object.size())) {
            case ByteRange.Whole ignored -> sendBytes(request, open, 200, 0, object.size());
            case ByteRange.Part part -> {
                response.putHeader("Content-Range", part.contentRange(object.size()));
                yield sendBytes(request, open, 206, part.first(), part.length());
            }
            case ByteRange.Unsatisfiable ignored -> {
                close(open);
                yield Future.succeededFuture(new Delivery.RangeNotSatisfiable(object.size()));
            }
        };
    }

    /** Answers with the object as the body of an error: no conditions, no ranges. Takes over the object and closes it. */
    public Future<Delivery> sendAsError(HttpServerRequest request, OpenObject open, int status) {
        return sendBytes(request, open, status, 0, open.object().size());
    }

    private Future<Delivery> sendBytes(
            HttpServerRequest request, OpenObject open, int status, long offset, long length) {
        HttpServerResponse response = request.response();
        StoredObject object = open.object();
        response.setStatusCode(status);
        object.attributes().headers().forEach(response::putHeader);
        response.putHeader("Content-Length", Long.toString(length));
        if (status < 400) {
            putValidators(response, object);
            response.putHeader("Accept-Ranges", "bytes");
        }
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

    private static void putValidators(HttpServerResponse response, StoredObject object) {
        response.putHeader("ETag", object.quotedEtag());
        response.putHeader("Last-Modified", HttpDates.format(object.lastModified()));
        for (Map.Entry<String, String> entry :
                object.attributes().userMetadata().entrySet()) {
            response.putHeader("x-amz-meta-" + entry.getKey(), entry.getValue());
        }
    }

    private static void putIfPresent(HttpServerResponse response, StoredObject object, String name) {
        String value = object.attributes().headers().get(name);
        if (value != null) {
            response.putHeader(name, value);
        }
    }

    private static void close(OpenObject open) {
        try {
            open.close();
        } catch (IOException e) {
            LOG.warn("Cannot close {}/{}", open.object().bucket(), open.object().key(), e);
        }
    }
}
