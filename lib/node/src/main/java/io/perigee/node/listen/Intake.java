package io.perigee.node.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Watches one HTTP/1 connection from both sides of its decoder: refuses folded header lines (RFC 9112, section 5.2),
 * malformed and oversize bodies, and knows since when a head or a body is awaited, so that {@link EventLoopServer} can end
 * what takes too long. Used on the connection's event loop only.
 */
final class Intake {

    private static final String DECODER = "httpDecoder";
    private static final String VERTX = "handler";

    private enum State {
        /** Between requests. */
        IDLE,
        HEAD,
        BODY,
        /** Another protocol has taken over. */
        UPGRADED,
        /** Answered and being closed; what else comes is dropped. */
        REFUSED
    }

    private final ChannelPipeline pipeline;
    private final long maxBodyBytes;
    private final Ticks ticks;
    private State state = State.HEAD;
    private long since;
    private long bodyBytes;
    private boolean responding;
    private boolean lineEnded;

    /** Time as the event loop counts it: cheap to read, as coarse as its sweep. */
    interface Ticks {
        long now();
    }

    Intake(ChannelPipeline pipeline, long maxBodyBytes, Ticks ticks) {
        this.pipeline = pipeline;
        this.maxBodyBytes = maxBodyBytes;
        this.ticks = ticks;
        this.since = ticks.now();
    }

    void install() {
        if (pipeline.get(DECODER) != null && pipeline.get(VERTX) != null) {
            pipeline.addBefore(DECODER, "perigeeBytes", new BeforeDecoder());
            pipeline.addBefore(VERTX, "perigeeMessages", new AfterDecoder());
        }
    }

    /** Ends the connection if its request's head or body has taken more ticks than allowed. */
    void sweep(long headTicks, long bodyTicks) {
        long waited = ticks.now() - since;
        if (state == State.HEAD && waited > headTicks) {
            refuse(new Refusal(408, "the request's head took too long"));
        } else if (state == State.BODY && waited > bodyTicks) {
            refuse(new Refusal(408, "the request's body took too long"));
        }
    }

    private void refuse(Refusal refusal) {
        state = State.REFUSED;
        if (responding) {
            // Whatever becomes of it, there is nobody left to tell.
            var unused = pipeline.channel().close();
        } else {
            EarlyAnswer.close(pipeline, refusal);
        }
    }

    private void await(State next) {
        state = next;
        since = ticks.now();
    }

    /** Sees bytes. */
    private final class BeforeDecoder extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (state == State.REFUSED) {
                ReferenceCountUtil.release(message);
                return;
            }
            if (state == State.IDLE) {
                await(State.HEAD);
                lineEnded = false;
            }
            if (state == State.HEAD && message instanceof ByteBuf bytes && hasFoldedLine(bytes)) {
                ReferenceCountUtil.release(message);
                refuse(Refusal.bad("folded header line"));
                return;
            }
            context.fireChannelRead(message);
        }

        /**
         * Whether a line of the head that these bytes begin or continue starts with a space or tab. The decoder would
         * join it to the line before. It looks no further than the head's end: a second, pipelined head in the same
         * bytes is left to the decoder, whose joining is safe as well.
         */
        private boolean hasFoldedLine(ByteBuf bytes) {
            int end = bytes.writerIndex();
            int at = bytes.readerIndex();
            if (!lineEnded) {
                at = afterLine(bytes, at, end);
            }
            while (at >= 0 && at < end) {
                byte first = bytes.getByte(at);
                if (first == ' ' || first == '\t') {
                    return true;
                }
                if (first == '\r' || first == '\n') {
                    return false;
                }
                at = afterLine(bytes, at, end);
            }
            lineEnded = at == end;
            return false;
        }

        private int afterLine(ByteBuf bytes, int from, int end) {
            int lineFeed = bytes.indexOf(from, end, (byte) '\n');
            return lineFeed < 0 ? -1 : lineFeed + 1;
        }
    }

    /** Sees messages, and what is answered. */
    private final class AfterDecoder extends ChannelDuplexHandler {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (state == State.REFUSED) {
                ReferenceCountUtil.release(message);
                return;
            }
            if (message instanceof HttpRequest) {
                await(State.BODY);
                bodyBytes = 0;
            }
            if (message instanceof HttpContent content && !accept(content)) {
                ReferenceCountUtil.release(message);
                return;
            }
            context.fireChannelRead(message);
        }

        private boolean accept(HttpContent content) {
            if (content.decoderResult().isFailure()) {
                refuse(RequestGuard.undecodable(content.decoderResult().cause()));
                return false;
            }
            bodyBytes += content.content().readableBytes();
            if (bodyBytes > maxBodyBytes) {
                refuse(new Refusal(413, "the body is too large"));
                return false;
            }
            if (content instanceof LastHttpContent && state == State.BODY) {
                await(State.IDLE);
            }
            return true;
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
            if (message instanceof HttpResponse response) {
                int status = response.status().code();
                responding = status >= 200;
                if (status == 101) {
                    state = State.UPGRADED;
                }
            }
            if (message instanceof LastHttpContent && responding) {
                responding = false;
            }
            super.write(context, message, promise);
        }
    }
}
