package io.perigee.node.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.Iterator;
import java.util.Map;

/**
 * Writes responses that have {@link HeadLines}. One whose head and body are there (RFC 9112 section 4) goes past Netty's encoder, which need not
 * keep track of it; to others the lines are added one by one.
 */
final class WholeResponses extends ChannelOutboundHandlerAdapter {

    /** A body up to this many bytes is copied behind its head: a second piece in the connection's queue costs more. */
    private static final int TOGETHER = 2048;

    private static final int USUAL_REST = 256;
    private static final int COLON_AND_SPACE = ':' << 8 | ' ';
    private static final int LINE_END = '\r' << 8 | '\n';

    private static final AttributeKey<Boolean> WRITES_HEAD_LINES = AttributeKey.valueOf(WholeResponses.class, "here");

    private final ChannelHandlerContext encoder;

    /** @param encoder the place in the pipeline of what encodes responses, behind which bytes are expected */
    WholeResponses(ChannelHandlerContext encoder) {
        this.encoder = encoder;
    }

    /** Whether {@link HeadLines} of this connection's responses are written as what they stand for. */
    static boolean writesHeadLines(HttpConnection connection) {
        return ((HttpServerConnection) connection)
                .channelHandlerContext()
                .channel()
                .hasAttr(WRITES_HEAD_LINES);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.channel().attr(WRITES_HEAD_LINES).set(true);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        HeadLines lines = message instanceof HttpResponse response ? HeadLines.of(response.headers()) : null;
        if (lines != null && message instanceof FullHttpResponse whole && speaksForItself(whole)) {
            write(whole, lines, encoder, promise);
            return;
        }
        if (lines != null && message instanceof HttpResponse response) {
            lines.spellOut(response.headers());
        }
        super.write(context, message, promise);
    }

    /** Whether nothing is to be known about it but what it says: it has a body, and a length. */
    private static boolean speaksForItself(FullHttpResponse response) {
        HttpHeaders head = response.headers();
        return response.content().isReadable()
                && response.trailingHeaders().isEmpty()
                && head.contains(HttpHeaderNames.CONTENT_LENGTH)
                && !head.contains(HttpHeaderNames.TRANSFER_ENCODING);
    }

    /** Writes it and gives it back. */
    private static void write(
            FullHttpResponse response, HeadLines lines, ChannelHandlerContext below, ChannelPromise promise) {
        ByteBuf body = response.content();
        boolean together = body.readableBytes() <= TOGETHER;
        ByteBuf head =
                below.alloc().directBuffer(USUAL_REST + lines.encodedLength() + (together ? body.readableBytes() : 0));
        writeHead(response, lines, head);
        ByteBuf last = body;
        if (together) {
            last = head.writeBytes(body);
            response.release();
        } else {
            // What becomes of the one becomes of the other.
            var unused = below.write(head);
        }
        var unused = below.write(last, promise);
    }

    private static void writeHead(FullHttpResponse response, HeadLines lines, ByteBuf head) {
        ByteBufUtil.writeAscii(head, response.protocolVersion().text());
        head.writeByte(' ');
        ByteBufUtil.writeAscii(head, response.status().codeAsText());
        head.writeByte(' ');
        ByteBufUtil.writeAscii(head, response.status().reasonPhrase());
        head.writeShort(LINE_END);
        lines.writeTo(head);
        Iterator<Map.Entry<CharSequence, CharSequence>> fields =
                response.headers().iteratorCharSequence();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            if (field.getValue() != lines) {
                ByteBufUtil.writeAscii(head, field.getKey());
                head.writeShort(COLON_AND_SPACE);
                ByteBufUtil.writeAscii(head, field.getValue());
                head.writeShort(LINE_END);
            }
        }
        head.writeShort(LINE_END);
    }
}
