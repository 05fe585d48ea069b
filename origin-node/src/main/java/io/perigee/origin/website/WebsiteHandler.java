package io.perigee.origin.website;

import io.perigee.httpcaching.ByteRanges;
import io.perigee.httpcaching.HttpDate;
import io.perigee.origin.serving.Delivery;
import io.perigee.origin.serving.DiskThreads;
import io.perigee.origin.serving.ObjectSender;
import io.perigee.origin.serving.PercentEncoding;
import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.ObjectKey;
import io.perigee.origin.store.ObjectStore;
import io.perigee.origin.store.OpenObject;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The website endpoint: dynamic routes first, then the objects of the website that the host name stands for.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html">Website endpoints</a>
 */
public final class WebsiteHandler implements Handler<HttpServerRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(WebsiteHandler.class);

    private final ObjectStore store;
    private final WebsiteHosts hosts;
    private final OriginRoutes routes;
    private final OriginCounters counters;
    private final DiskThreads disk;
    private final ObjectSender sender;
    private final InstantSource clock;

    /**
     * A handler.
     *
     * @param disk runs what blocks
     * @param clock dates the answers
     */
    public WebsiteHandler(
            ObjectStore store,
            WebsiteHosts hosts,
            OriginRoutes routes,
            OriginCounters counters,
            DiskThreads disk,
            InstantSource clock) {
        this.store = store;
        this.hosts = hosts;
        this.routes = routes;
        this.counters = counters;
        this.disk = disk;
        this.sender = new ObjectSender(disk, counters::countDelivery);
        this.clock = clock;
    }

    @Override
    public void handle(HttpServerRequest request) {
        String rawPath = request.path() == null ? "/" : request.path();
        counters.countFetch(rawPath);
        request.response().putHeader("Date", HttpDate.format(clock.millis()));
        Optional<Handler<HttpServerRequest>> route = routes.find(rawPath);
        if (route.isPresent()) {
            route.get().handle(request);
            return;
        }
        answer(request, rawPath).onFailure(cause -> abandon(request, cause));
    }

    private Future<Void> answer(HttpServerRequest request, String rawPath) {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            request.response().putHeader("Allow", "GET, HEAD");
            return WebsiteError.METHOD_NOT_ALLOWED.send(request);
        }
        Optional<WebsiteHosts.Site> site = hosts.find(request.authority());
        if (site.isEmpty()) {
            return WebsiteError.NO_SUCH_WEBSITE.send(request);
        }
        Optional<String> path = PercentEncoding.decode(rawPath).filter(decoded -> decoded.startsWith("/"));
        if (path.isEmpty()) {
            return WebsiteError.INVALID_URI.send(request);
        }
        BucketName bucket = site.get().bucket();
        Website website = site.get().website();
        return switch (Resolution.of(
                path.get(),
                website.indexDocument(),
                key -> store.find(bucket, key).isPresent())) {
            case Resolution.Serve serve -> serve(request, bucket, serve.key(), website);
            case Resolution.RedirectToFolder folder -> redirect(request, folder.path());
            case Resolution.NotFound ignored -> fail(request, bucket, website, WebsiteError.NO_SUCH_KEY);
        };
    }

    private Future<Void> serve(HttpServerRequest request, BucketName bucket, ObjectKey key, Website website) {
        return open(bucket, key).compose(open -> {
            if (open.isEmpty()) {
                return fail(request, bucket, website, WebsiteError.NO_SUCH_KEY);
            }
            return sender.send(request, open.get()).compose(delivery -> switch (delivery) {
                case Delivery.Sent ignored -> Future.<Void>succeededFuture();
                case Delivery.NotModified ignored -> Future.<Void>succeededFuture();
                case Delivery.PreconditionFailed ignored -> WebsiteError.PRECONDITION_FAILED.send(request);
                case Delivery.RangeNotSatisfiable range -> {
                    request.response().putHeader("Content-Range", ByteRanges.unsatisfied(range.size()));
                    yield WebsiteError.INVALID_RANGE.send(request);
                }
            });
        });
    }

    private Future<Void> fail(HttpServerRequest request, BucketName bucket, Website website, WebsiteError error) {
        Optional<ObjectKey> document = Optional.ofNullable(website.errorDocument())
                .filter(ObjectKey::isLegal)
                .map(ObjectKey::new);
        if (document.isEmpty()) {
            return error.send(request);
        }
        return open(bucket, document.get())
                .compose(open -> open.isEmpty()
                        ? error.send(request)
                        : sender.sendAsError(request, open.get(), error.status())
                                .mapEmpty());
    }

    private static Future<Void> redirect(HttpServerRequest request, String folder) {
        // A path of two slashes would name another host.
        String location = PercentEncoding.encodePath("/" + folder.replaceFirst("^/+", ""));
        return request.response()
                .setStatusCode(302)
                .putHeader("Location", location)
                .end();
    }

    private Future<Optional<OpenObject>> open(BucketName bucket, ObjectKey key) {
        return disk.call(() -> store.open(bucket, key));
    }

    private static void abandon(HttpServerRequest request, Throwable cause) {
        if (request.response().headWritten()) {
            LOG.debug("{} {} was broken off", request.method(), request.uri(), cause);
            request.response().reset();
        } else {
            LOG.error("{} {} failed", request.method(), request.uri(), cause);
            request.response().headers().clear();
            WebsiteError.INTERNAL_ERROR.send(request);
        }
    }
}
