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
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.VertxConnection;
import org.jspecify.annotations.Nullable;

/**
 * Watches one HTTP/1 connection from both sides of its decoder. It refuses what is not a valid request
 * ({@link RequestRules}), folded header lines (RFC 9112, section 5.2), malformed and oversize bodies: an answer is sent
 * after those to earlier requests, the connection is closed, and nothing that follows on it is read. It knows since when a
 * head or a body is awaited, so that {@link EventLoopServer} can end what takes too long. Used on the connection's event
 * loop only.
 *
 * <p>A head that comes in the same bytes as the end of a body is not searched for folded lines: the decoder joins them,
 * which RFC 9112 allows as well.
 */
final class Intake {

    private static final String DECODER = "httpDecoder";
    private static final String ENCODER = "httpEncoder";
    private static final String VERTX = "handler";

    private static final int UNFINISHED = -1;
    private static final int FOLDED = -2;

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

    private final VertxConnection connection;
    private final ChannelPipeline pipeline;
    private final long maxBodyBytes;
    private final Ticks ticks;
    private State state = State.HEAD;
    private long since;
    private long bodyBytes;
    private int unanswered;
    private boolean responding;
    private @Nullable Refusal postponed;
    private boolean lineEnded;

    /** Time as the event loop counts it: cheap to read, as coarse as its sweep. */
    interface Ticks {
        long now();
    }

    Intake(VertxConnection connection, long maxBodyBytes, Ticks ticks) {
        this.connection = connection;
        this.pipeline = connection.channelHandlerContext().pipeline();
        this.maxBodyBytes = maxBodyBytes;
        this.ticks = ticks;
        this.since = ticks.now();
    }

    void install(FlushBatch flushes) {
        if (pipeline.get(DECODER) != null && pipeline.get(VERTX) != null) {
            pipeline.addBefore(DECODER, "perigeeFlushes", flushes.forConnection());
            pipeline.addBefore(DECODER, "perigeeBytes", new BeforeDecoder());
            pipeline.addAfter(ENCODER, "perigeeResponses", new WholeResponses(pipeline.context(ENCODER)));
            pipeline.addBefore(VERTX, "perigeeMessages", new AfterDecoder());
        }
    }

    /** Ends the connection if its request's head or body has taken more ticks than allowed. */
    void sweep(long headTicks, long bodyTicks) {
        long waited = ticks.now() - since;
        if (state == State.HEAD && waited > headTicks) {
            refuse(new Refusal(408, "the request's head took too long"));
        } else if (state == State.BODY && waited > bodyTicks) {
            abort(new Refusal(408, "the request's body took too long"));
        }
    }

    /** Answers when what was asked before has been answered, then closes. */
    private void refuse(Refusal refusal) {
        state = State.REFUSED;
        if (unanswered == 0) {
            EarlyAnswer.close(pipeline, refusal);
        } else {
            postponed = refusal;
        }
    }

    /** A request that is being served cannot go on: it gets the refusal if nothing was answered yet. */
    private void abort(Refusal refusal) {
        state = State.REFUSED;
        if (responding || unanswered > 1) {
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
            if (!(message instanceof ByteBuf bytes)) {
                context.fireChannelRead(message);
                return;
            }
            // Head by head: whether another follows in these bytes shows when the decoder has read the one before.
            while (state == State.IDLE || state == State.HEAD) {
                if (state == State.IDLE) {
                    await(State.HEAD);
                    lineEnded = false;
                }
                int end = headEnd(bytes);
                if (end == FOLDED) {
                    refuse(Refusal.bad("folded header line"));
                } else if (end < 0 || end == bytes.writerIndex()) {
                    break;
                } else {
                    context.fireChannelRead(bytes.readRetainedSlice(end - bytes.readerIndex()));
                }
            }
            if (state == State.REFUSED) {
                bytes.release();
            } else {
                context.fireChannelRead(bytes);
            }
        }

        /** Where the head ends that these bytes begin or continue, or {@link #UNFINISHED}, or {@link #FOLDED}. */
        private int headEnd(ByteBuf bytes) {
            int end = bytes.writerIndex();
            int at = bytes.readerIndex();
            if (!lineEnded) {
                at = afterLine(bytes, at, end);
            }
            while (at >= 0 && at < end) {
                byte first = bytes.getByte(at);
                if (first == ' ' || first == '\t') {
                    return FOLDED;
                }
                int next = afterLine(bytes, at, end);
                if (next >= 0 && (first == '\r' || first == '\n')) {
                    return next;
                }
                at = next;
            }
            lineEnded = at == end;
            return UNFINISHED;
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
            if (message instanceof HttpRequest request && !accept(request)) {
                ReferenceCountUtil.release(message);
                return;
            }
            if (message instanceof HttpContent content && !accept(content)) {
                ReferenceCountUtil.release(message);
                return;
            }
            context.fireChannelRead(message);
        }

        private boolean accept(HttpRequest request) {
            Refusal refusal = judge(request);
            if (refusal != null) {
                refuse(refusal);
                return false;
            }
            unanswered++;
            bodyBytes = 0;
            await(State.BODY);
            return true;
        }

        private @Nullable Refusal judge(HttpRequest request) {
            if (request.decoderResult().isFailure()) {
                return RequestGuard.undecodable(request.decoderResult().cause());
            }
            HttpVersion version = version(request.protocolVersion());
            return version == null
                    ? new Refusal(505, "unsupported HTTP version")
                    : RequestRules.judge(
                            version,
                            request.method().name(),
                            request.uri(),
                            (MultiMap) request.headers(),
                            maxBodyBytes);
        }

        private @Nullable HttpVersion version(io.netty.handler.codec.http.HttpVersion version) {
            if (version.equals(io.netty.handler.codec.http.HttpVersion.HTTP_1_1)) {
                return HttpVersion.HTTP_1_1;
            }
            return version.equals(io.netty.handler.codec.http.HttpVersion.HTTP_1_0) ? HttpVersion.HTTP_1_0 : null;
        }

        private boolean accept(HttpContent content) {
            if (content.decoderResult().isFailure()) {
                abort(RequestGuard.undecodable(content.decoderResult().cause()));
                return false;
            }
            bodyBytes += content.content().readableBytes();
            if (bodyBytes > maxBodyBytes) {
                abort(new Refusal(413, "the body is too large"));
                return false;
            }
            if (content instanceof LastHttpContent && state == State.BODY) {
                await(State.IDLE);
            }
            return true;
        }

        /**
         * What Vert.x 5.1 holds back while a body is paused it forgets when the connection closes, and never gives back. Before it learns of
         * that it is made to hand all of it on, which copies it to the heap. It holds back again for each request that waits behind another.
         */
        @Override
        public void channelInactive(ChannelHandlerContext context) {
            for (int i = 0; i <= 2 * unanswered; i++) {
                connection.doResume();
            }
            context.fireChannelInactive();
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
            boolean last = message instanceof LastHttpContent && responding;
            super.write(context, message, promise);
            if (last) {
                responding = false;
                unanswered--;
                Refusal refusal = postponed;
                if (refusal != null && unanswered == 0) {
                    postponed = null;
                    EarlyAnswer.close(pipeline, refusal);
                }
            }
        }
    }
}
