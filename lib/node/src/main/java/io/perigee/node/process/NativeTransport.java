package io.perigee.node.process;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets of a node. */
public final class NativeTransport {

    private static final Logger LOG = LoggerFactory.getLogger(NativeTransport.class);

    private NativeTransport() {}

    /** A Vert.x on Linux's epoll; where that does not load, one on the JDK's sockets, which cost more for each request and do the same. */
    public static Vertx vertx(VertxOptions options) {
        Vertx vertx = Vertx.vertx(new VertxOptions(options).setPreferNativeTransport(true));
        if (!vertx.isNativeTransportEnabled()) {
            Throwable cause = vertx.unavailableNativeTransportCause();
            LOG.info("sockets are the JDK's: {}", cause == null ? "there are no native ones" : cause.toString());
        }
        return vertx;
    }
}
