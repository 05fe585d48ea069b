package io.perigee.delivery.exchange;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpClientConnection;

/**
 * Drops interim responses that Vert.x does not know, such as 102: it would take them for the response, and the response for a message that nobody
 * asked for. A client must be able to read any (RFC 9110 section 15.2).
 */
final class UnknownInterim extends ChannelInboundHandlerAdapter {

    private boolean dropping;

    private UnknownInterim() {}

    /** Stands before Vert.x on this connection. */
    static void guard(HttpConnection connection) {
        if (connection.protocolVersion() == HttpVersion.HTTP_1_1) {
            ChannelHandlerContext vertx = ((HttpClientConnection) connection).channelHandlerContext();
            vertx.pipeline().addBefore(vertx.name(), "perigeeInterim", new UnknownInterim());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            dropping = isUnknown(response.status().code());
        }
        if (!dropping) {
            context.fireChannelRead(message);
            return;
        }
        dropping = !(message instanceof LastHttpContent);
        ReferenceCountUtil.release(message);
    }

    private static boolean isUnknown(int status) {
        return HttpStatusClass.valueOf(status) == HttpStatusClass.INFORMATIONAL
                && status != 100
                && status != 101
                && status != 103;
    }
}
