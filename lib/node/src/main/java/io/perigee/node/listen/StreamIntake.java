package io.perigee.node.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.perigee.node.listen.Intake.Ticks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * Watches one HTTP/2 connection, as {@link Intake} does with one of HTTP/1: it knows since when a head or a body is awaited, and how large
 * bodies are, and ends what takes too long or is too large. Used on the connection's event loop only.
 *
 * <p>A body is awaited from its stream's head to its end; past a limit its stream is reset, and the others go on. A head is awaited while bytes
 * come that do not complete a frame. A header block admits no other frames before its end (RFC 9113, section 4.3), so nothing else that the
 * peer sends is lost when the connection is closed for that. Bytes that come while a body is awaited may be that body's, whose limit holds for
 * them. When nothing comes at all, the connection's idle limit holds.
 */
final class StreamIntake {

    private static final long COMPLETE = -1;

    private final Http2ConnectionHandler handler;
    private final ChannelHandlerContext http2;
    private final long maxBodyBytes;
    private final long headTicks;
    private final Ticks ticks;
    private final Map<Integer, Body> bodies = new HashMap<>();
    private long framesRead;
    private long incompleteSince = COMPLETE;

    private static final class Body {
        private final long since;
        private long bytes;

        private Body(long since) {
            this.since = since;
        }
    }

    /** To be made when the connection's first frame, its settings, has come. */
    StreamIntake(ChannelPipeline pipeline, long maxBodyBytes, long headTicks, Ticks ticks) {
        this.http2 = pipeline.context(Http2ConnectionHandler.class);
        this.handler = (Http2ConnectionHandler) http2.handler();
        this.maxBodyBytes = maxBodyBytes;
        this.headTicks = headTicks;
        this.ticks = ticks;
    }

    void install() {
        handler.connection().addListener(new Streams());
        handler.decoder()
                .frameListener(new FrameCount(handler.decoder().frameListener(), () -> framesRead++, this::admits));
        http2.pipeline().addBefore(http2.name(), "perigeeBytes", new BeforeDecoder());
    }

    /** Resets the streams whose bodies have taken more ticks than allowed. */
    void sweep(long bodyTicks) {
        long now = ticks.now();
        new ArrayList<>(bodies.entrySet()).forEach(body -> {
            if (now - body.getValue().since > bodyTicks) {
                reset(body.getKey());
            }
        });
    }

    /** Counts a part of a body; false when it is too large, and its stream is reset. */
    private boolean admits(int stream, int bytes) {
        Body body = bodies.get(stream);
        if (body == null) {
            return true;
        }
        body.bytes += bytes;
        if (body.bytes > maxBodyBytes) {
            reset(stream);
            return false;
        }
        return true;
    }

    private void reset(int stream) {
        bodies.remove(stream);
        var unused = handler.resetStream(http2, stream, Http2Error.ENHANCE_YOUR_CALM.code(), http2.newPromise());
        handler.flush(http2);
    }

    /** Asks the client to begin nothing new; whatever it has begun meanwhile is served. */
    void leave() {
        goAway(Integer.MAX_VALUE, Http2Error.NO_ERROR);
    }

    /** Tells the client which of its streams are served: it may send the others again, to someone else. */
    void sayWhichWasLast() {
        goAway(handler.connection().remote().lastStreamCreated(), Http2Error.NO_ERROR);
    }

    private void end() {
        goAway(handler.connection().remote().lastStreamCreated(), Http2Error.ENHANCE_YOUR_CALM);
        // Not by way of the connection's handler, which would wait for streams to end.
        var unused = http2.close();
    }

    private void goAway(int last, Http2Error error) {
        var unused = handler.goAway(http2, last, error.code(), Unpooled.EMPTY_BUFFER, http2.newPromise());
        handler.flush(http2);
    }

    /** Sees streams begin and end. */
    private final class Streams extends Http2ConnectionAdapter {

        @Override
        public void onStreamActive(Http2Stream stream) {
            if (stream.state() == Http2Stream.State.OPEN) {
                bodies.put(stream.id(), new Body(ticks.now()));
            }
        }

        @Override
        public void onStreamHalfClosed(Http2Stream stream) {
            if (stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE) {
                bodies.remove(stream.id());
            }
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            bodies.remove(stream.id());
        }
    }

    /** Sees bytes. */
    private final class BeforeDecoder extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            boolean bytes = message instanceof ByteBuf;
            long before = framesRead;
            context.fireChannelRead(message);
            if (!bytes || framesRead != before) {
                incompleteSince = COMPLETE;
            } else if (incompleteSince == COMPLETE) {
                incompleteSince = ticks.now();
            } else if (bodies.isEmpty() && ticks.now() - incompleteSince > headTicks) {
                end();
            }
        }
    }
}
