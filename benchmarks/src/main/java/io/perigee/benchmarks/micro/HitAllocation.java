package io.perigee.benchmarks.micro;

import com.sun.management.ThreadMXBean;
import io.perigee.benchmarks.server.ObjectsOrigin;
import io.perigee.benchmarks.server.Payload;
import io.perigee.delivery.tier.CacheConfig;
import io.perigee.edge.StandAloneEdge;
import io.perigee.node.config.ByteSize;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.process.DrainConfig;
import io.perigee.node.process.ManagementConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * What one hit allocates on the heap, by the JVM's own count of its event loop: a stand-alone edge with an access log in this process, asked
 * for one small object over one connection.
 *
 * @param requests that were hits
 * @param bytesPerHit mean
 */
public record HitAllocation(int requests, double bytesPerHit) {

    private static final Payload PAYLOAD = Payload.parse("1KB");
    private static final String EVENT_LOOP = "vert.x-eventloop-thread";

    /** Asks so many times, after as many times that do not count. */
    public static HitAllocation measure(int requests) throws IOException, InterruptedException, ExecutionException {
        Path log = Files.createTempFile("perigee-bench-", ".log");
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        try (ObjectsOrigin origin = new ObjectsOrigin(List.of(PAYLOAD))) {
            StandAloneEdge edge = new StandAloneEdge(vertx, options(origin.start(), log));
            await(edge.start());
            try (Socket viewer = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
                Exchange exchange = new Exchange(viewer);
                exchange.repeat(requests);
                long before = allocated();
                exchange.repeat(requests);
                return new HitAllocation(requests, (allocated() - before) / (double) requests);
            } finally {
                await(edge.stop());
            }
        } finally {
            await(vertx.close());
            Files.deleteIfExists(log);
        }
    }

    /** One viewer's request, again and again; answers have the length of the first. */
    private static final class Exchange {

        private final Socket socket;
        private final byte[] request = ("GET " + ObjectsOrigin.path(PAYLOAD) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);

        Exchange(Socket socket) {
            this.socket = socket;
        }

        void repeat(int times) throws IOException {
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(request);
                readHead(socket.getInputStream());
                socket.getInputStream().skipNBytes(PAYLOAD.bytes());
            }
        }

        private static void readHead(InputStream in) throws IOException {
            int last = 0;
            while (last != 0x0d0a0d0a) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the edge closed the connection");
                }
                last = last << 8 | next;
            }
        }
    }

    private static StandAloneEdge.Options options(URI origin, Path log) {
        return new StandAloneEdge.Options(
                ListenerConfig.on(0),
                ManagementConfig.on(0),
                origin,
                false,
                new CacheConfig(new ByteSize(16 << 20)),
                log,
                1,
                DrainConfig.quick());
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = 0;
        for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(EVENT_LOOP)) {
                bytes += threads.getThreadAllocatedBytes(thread.getThreadId());
            }
        }
        return bytes;
    }

    private static <T> void await(Future<T> future) throws InterruptedException, ExecutionException {
        future.toCompletionStage().toCompletableFuture().get();
    }
}
