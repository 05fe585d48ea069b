package io.perigee.node.listen;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import java.nio.charset.StandardCharsets;

/** An HTTP/1.1 answer written below the codec, for connections whose requests cannot or will not be read. */
final class EarlyAnswer {

    private static final String ENCODER = "httpEncoder";

    private EarlyAnswer() {}

    /** Writes the refusal and closes the connection. */
    static void close(ChannelPipeline pipeline, Refusal refusal) {
        String body = refusal.problem() + "\n";
        String retry = refusal.status() == 503 ? "Retry-After: 1\r\n" : "";
        String answer = "HTTP/1.1 " + refusal.status() + " " + refusal.reasonPhrase() + "\r\n"
                + "Date: " + Refusal.date()
                + "\r\nContent-Type: text/plain\r\nCache-Control: no-store\r\nConnection: close\r\n" + retry
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        var bytes = Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII);
        ChannelHandlerContext below = pipeline.context(ENCODER);
        (below == null ? pipeline.writeAndFlush(bytes) : below.writeAndFlush(bytes))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
