package io.perigee.delivery.exchange;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpClientConnection;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes an idle connection before its server does. A server that closes an idle connection just when the next request is sent on it leaves the
 * client without a response, and in doubt whether the request was heard. The client therefore gives it up first: a second before the configured
 * time and before what the server said last in {@code Keep-Alive: timeout=N} (RFC 2068 section 19.7.1.1), or at half of it when that is less than
 * two seconds. The common default is five seconds at both ends.
 */
final class KeptConnection extends ChannelDuplexHandler {

    private static final long MARGIN_MILLIS = 1_000;
    private static final String TIMEOUT = "timeout=";
    private static final int MAX_DIGITS = 6;

    private final long configuredMillis;
    private long limitMillis;
    private long idleSinceNanos;
    private boolean idle;
    private @Nullable ScheduledFuture<?> nextLook;

    // Read on the event loop of whoever sends a request, which may be another.
    private volatile boolean used;

    private KeptConnection(Duration keepaliveTimeout) {
        this.configuredMillis = keepaliveTimeout.toMillis();
        this.limitMillis = configuredMillis;
    }

    /** Watches this connection, if it is one of HTTP/1. */
    static void watch(HttpConnection connection, Duration keepaliveTimeout) {
        if (connection.protocolVersion() != HttpVersion.HTTP_2) {
            ChannelHandlerContext vertx = ((HttpClientConnection) connection).channelHandlerContext();
            vertx.pipeline().addBefore(vertx.name(), "perigeeKept", new KeptConnection(keepaliveTimeout));
        }
    }

    /** Whether this connection has served a request before. */
    static boolean isUsed(HttpConnection connection) {
        KeptConnection kept = ((HttpClientConnection) connection)
                .channelHandlerContext()
                .pipeline()
                .get(KeptConnection.class);
        return kept != null && kept.used;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpRequest) {
            idle = false;
        }
        super.write(context, message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response && response.status().code() >= 200) {
            limitMillis = Math.min(configuredMillis, promisedMillis(response.headers()));
        }
        boolean last = message instanceof LastHttpContent;
        if (last) {
            used = true;
            idle = true;
            idleSinceNanos = System.nanoTime();
        }
        context.fireChannelRead(message);
        if (last && nextLook == null) {
            look(context);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (nextLook != null) {
            nextLook.cancel(false);
        }
    }

    /** Closes the connection if it has been idle for as long as it may, else looks again when it will have been. */
    private void look(ChannelHandlerContext context) {
        nextLook = null;
        if (!idle) {
            return;
        }
        long leftNanos = TimeUnit.MILLISECONDS.toNanos(withMargin(limitMillis)) - (System.nanoTime() - idleSinceNanos);
        if (leftNanos <= 0) {
            var unused = context.channel().close();
        } else {
            nextLook = context.executor().schedule(() -> look(context), leftNanos, TimeUnit.NANOSECONDS);
        }
    }

    private static long withMargin(long millis) {
        return millis - Math.min(MARGIN_MILLIS, millis / 2);
    }

    /** What the server says; a very long time where it says nothing that can be understood. */
    private static long promisedMillis(HttpHeaders headers) {
        String field = headers.get("Keep-Alive");
        if (field == null) {
            return Long.MAX_VALUE;
        }
        for (String parameter : field.toLowerCase(Locale.ROOT).split(",", -1)) {
            String trimmed = parameter.strip();
            if (trimmed.startsWith(TIMEOUT)) {
                String digits = trimmed.substring(TIMEOUT.length());
                boolean number = !digits.isEmpty()
                        && digits.length() <= MAX_DIGITS
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
                return number ? TimeUnit.SECONDS.toMillis(Long.parseLong(digits)) : Long.MAX_VALUE;
            }
        }
        return Long.MAX_VALUE;
    }
}
