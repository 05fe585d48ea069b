package io.perigee.edge.compression;

import io.perigee.cache.Upstream;
import io.perigee.delivery.http.Contexts;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Set;

/**
 * Compresses responses on their way into the edge's cache, for behaviors that want it: once for each fetch, not for each viewer. The
 * normalized {@code Accept-Encoding} is part of the cache key, so what is stored under a key suits every viewer that comes with it.
 *
 * <p>Regional caches keep what origins sent; an edge validates its compressed copy there by the weakened entity tag.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html">Serve compressed
 *     files</a>
 */
public final class Compression {

    /** Leaves every response as it comes. */
    public static final Compression NONE = new Compression(new Codings(Set.of()));

    private final Codings codings;

    private Compression(Codings codings) {
        this.codings = codings;
    }

    /** With the codings of this machine; blocks while a native library is loaded for the first time. */
    public static Compression ofThisMachine() {
        return new Compression(Codings.ofThisMachine());
    }

    /** Compresses what comes from {@code upstream} where the behavior says so. */
    public Upstream of(CompiledBehavior behavior, Upstream upstream) {
        CachePolicy policy = behavior.cachePolicy();
        boolean encodings = policy.enableAcceptEncodingGzip() || policy.enableAcceptEncodingBrotli();
        if (!encodings || !behavior.behavior().compress()) {
            return upstream;
        }
        return sent -> upstream.send(sent).map(response -> {
            try {
                return compressed(sent, response);
            } catch (RuntimeException | Error e) {
                response.abort().run();
                throw e;
            }
        });
    }

    private Upstream.Response compressed(Upstream.Request sent, Upstream.Response response) {
        RequestHead request = sent.head();
        ResponseHead head = response.head();
        if (head.status() == 304 && sent.purpose() == Upstream.Purpose.REVALIDATE) {
            ResponseHead kept =
                    CompressedHeads.notModified(head, request.headers().combined("If-None-Match"));
            return withHead(response, kept);
        }
        boolean read = request.method().equals("GET") || request.method().equals("HEAD");
        Coding coding = codings.best(request.headers().combined("Accept-Encoding"));
        if (coding == null || !read) {
            return response;
        }
        if (head.status() == 206 && sent.purpose() == Upstream.Purpose.SLICE) {
            // No range of what will be stored under the key: the cache asks for the whole, and that is compressed.
            return CompressedHeads.isPartOfCompressible(head)
                    ? withHead(response, head.withHeaders(head.headers().without("Content-Range")))
                    : response;
        }
        if (!CompressedHeads.isCompressible(head)) {
            return response;
        }
        ResponseHead encoded = CompressedHeads.compressed(head, coding);
        ReadStream<Buffer> body = response.body();
        if (body == null) {
            // To HEAD: what GET would get.
            return withHead(response, encoded);
        }
        CompressingBody compressing =
                new CompressingBody(Contexts.current(), body, coding, CompressedHeads.length(head.headers()));
        return new Upstream.Response(
                encoded, compressing, response.fetchedAtSequence(), response.validatedAtSequence(), () -> {
                    compressing.abort();
                    response.abort().run();
                });
    }

    private static Upstream.Response withHead(Upstream.Response response, ResponseHead head) {
        return new Upstream.Response(
                head, response.body(), response.fetchedAtSequence(), response.validatedAtSequence(), response.abort());
    }
}
