package io.perigee.node.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/** Tells of every frame that was read whole, and lets through the parts of bodies that are admitted. */
final class FrameCount extends Http2FrameListenerDecorator {

    private final Runnable frameRead;
    private final BodyRule bodyRule;

    /** Whether a part of a body, of so many bytes, may go on to who reads it. */
    interface BodyRule {
        boolean admits(int stream, int bytes);
    }

    FrameCount(Http2FrameListener next, Runnable frameRead, BodyRule bodyRule) {
        super(next);
        this.frameRead = frameRead;
        this.bodyRule = bodyRule;
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean last)
            throws Http2Exception {
        frameRead.run();
        int bytes = data.readableBytes();
        return bodyRule.admits(stream, bytes)
                ? super.onDataRead(context, stream, data, padding, last)
                : bytes + padding;
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean last)
            throws Http2Exception {
        frameRead.run();
        super.onHeadersRead(context, stream, headers, padding, last);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int stream,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean last)
            throws Http2Exception {
        frameRead.run();
        super.onHeadersRead(context, stream, headers, dependency, weight, exclusive, padding, last);
    }

    @Override
    public void onPriorityRead(
            ChannelHandlerContext context, int stream, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        frameRead.run();
        super.onPriorityRead(context, stream, dependency, weight, exclusive);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int stream, long code) throws Http2Exception {
        frameRead.run();
        super.onRstStreamRead(context, stream, code);
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext context) throws Http2Exception {
        frameRead.run();
        super.onSettingsAckRead(context);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        frameRead.run();
        super.onSettingsRead(context, settings);
    }

    @Override
    public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
        frameRead.run();
        super.onPingRead(context, data);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext context, long data) throws Http2Exception {
        frameRead.run();
        super.onPingAckRead(context, data);
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext context, int lastStream, long code, ByteBuf debug)
            throws Http2Exception {
        frameRead.run();
        super.onGoAwayRead(context, lastStream, code, debug);
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext context, int stream, int increment) throws Http2Exception {
        frameRead.run();
        super.onWindowUpdateRead(context, stream, increment);
    }

    @Override
    public void onUnknownFrame(ChannelHandlerContext context, byte type, int stream, Http2Flags flags, ByteBuf payload)
            throws Http2Exception {
        frameRead.run();
        super.onUnknownFrame(context, type, stream, flags, payload);
    }
}
