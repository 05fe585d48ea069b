package io.perigee.testkit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.VertxConnection;

/**
 * What Vert.x 5.1 holds back of a paused connection it would never give back when the connection closes: a leak of the test's, not of what
 * it tests. Here it is handed on before, which copies it to the heap.
 */
public final class HeldBack {

    private HeldBack() {}

    /** Does so when this connection closes; those of HTTP/2 hold nothing back. */
    public static void handOn(HttpConnection connection) {
        if (connection.protocolVersion() != HttpVersion.HTTP_2) {
            handOn((VertxConnection) connection);
        }
    }

    /** Does so when this connection closes. */
    public static void handOn(NetSocket socket) {
        handOn((VertxConnection) socket);
    }

    private static void handOn(VertxConnection connection) {
        ChannelHandlerContext vertx = connection.channelHandlerContext();
        vertx.pipeline().addBefore(vertx.name(), "heldBack", new ChannelInboundHandlerAdapter() {
            @Override
            public void channelInactive(ChannelHandlerContext context) {
                connection.doResume();
                context.fireChannelInactive();
            }
        });
    }
}
