package io.perigee.delivery.exchange;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.perigee.httpcaching.Headers;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpClientConnection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells of interim responses that Vert.x does not know, such as 102, and keeps them from it: it would take them for the response, and the response
 * for a message that nobody asked for. A client must be able to read any, and an intermediary sends them on (RFC 9110 section 15.2).
 */
final class OtherInterim extends ChannelInboundHandlerAdapter {

    // Set by whoever sends the connection's next request, on an event loop that may be another.
    private volatile @Nullable Listener listener;
    private boolean within;

    /** Hears what comes before a response; on the connection's event loop. */
    interface Listener {
        /**
         * One has come.
         *
         * @param status 102 to 199, but not 103
         */
        void heard(int status, Headers fields);
    }

    private OtherInterim() {}

    /** Stands before Vert.x on this connection. */
    static void keepFrom(HttpConnection connection) {
        if (connection.protocolVersion() == HttpVersion.HTTP_1_1) {
            ChannelHandlerContext vertx = ((HttpClientConnection) connection).channelHandlerContext();
            vertx.pipeline().addBefore(vertx.name(), "perigeeInterim", new OtherInterim());
        }
    }

    /** From now on this listener is told: the connection has one request at a time. */
    static void tell(HttpConnection connection, Listener listener) {
        OtherInterim interim = ((HttpClientConnection) connection)
                .channelHandlerContext()
                .pipeline()
                .get(OtherInterim.class);
        if (interim != null) {
            interim.listener = listener;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            within = isUnknown(response.status().code());
            if (within) {
                tell(response);
            }
        }
        if (!within) {
            context.fireChannelRead(message);
            return;
        }
        within = !(message instanceof LastHttpContent);
        ReferenceCountUtil.release(message);
    }

    private void tell(HttpResponse response) {
        Listener told = listener;
        if (told != null) {
            Headers.Builder fields = Headers.builder();
            for (Map.Entry<String, String> field : response.headers()) {
                fields.add(field.getKey(), field.getValue());
            }
            told.heard(response.status().code(), fields.build());
        }
    }

    private static boolean isUnknown(int status) {
        return HttpStatusClass.valueOf(status) == HttpStatusClass.INFORMATIONAL
                && status != 100
                && status != 101
                && status != 103;
    }
}
