package io.perigee.delivery.exchange;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.VertxConnection;

/**
 * Hands on what has come of a response before its connection closed. While a body is paused Vert.x 5.1 holds back what comes, and forgets it
 * when the connection closes: the buffers would never be given back, and a response that has come whole would count as broken off because
 * its reader is slow. What is handed on is copied to the heap, where the reader finds it.
 */
final class LastParts extends ChannelInboundHandlerAdapter {

    private final VertxConnection connection;

    private LastParts(VertxConnection connection) {
        this.connection = connection;
    }

    /** Stands before Vert.x on this connection. */
    static void keep(HttpConnection connection) {
        if (connection.protocolVersion() != HttpVersion.HTTP_2) {
            var http1 = (VertxConnection) connection;
            ChannelHandlerContext vertx = http1.channelHandlerContext();
            vertx.pipeline().addBefore(vertx.name(), "perigeeLastParts", new LastParts(http1));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.doResume();
        context.fireChannelInactive();
    }
}
