package io.perigee.node.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.node.process.RequestsInFlight;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.RawConnection;
import io.perigee.testkit.Viewer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that close while uploads on them wait unread. The class's leak check finds what is not given back. */
@Conversation
class AbandonedUploadTest {

    private static final int UPLOADS = 10;
    private static final int PART = 16 << 10;
    private static final int PARTS = 64;

    private @Nullable Listener listener;

    private int listen(Vertx vertx, Handler<HttpServerRequest> handler) {
        var started = new Listener(vertx, "viewers", ListenerConfig.on(0), 1, new RequestsInFlight(), () -> handler);
        listener = started;
        Await.get(started.start());
        return started.port();
    }

    @AfterEach
    void stop() {
        Listener started = listener;
        listener = null;
        if (started != null) {
            Await.get(started.stop());
        }
    }

    private static String head(String method, int length) {
        return method + " /a HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static byte[] part() {
        byte[] part = new byte[PART];
        Arrays.fill(part, (byte) 'x');
        return part;
    }

    /** Sends until neither the node nor the system between takes more. */
    private static void fill(Context context, HttpServerRequest request, RawConnection connection) {
        byte[] part = part();
        for (int i = 0; i < PARTS / 2; i++) {
            connection.send(part);
        }
        // Comes round when what has arrived by now has been read.
        var round = new CompletableFuture<Void>();
        context.runOnContext(go -> round.complete(null));
        Await.get(round);
        assertThat(request.isEnded()).isFalse();
    }

    @Test
    void whatLayUnreadWhenAnUploadsConnectionClosedWasNeverGivenBack(Vertx vertx, Viewer viewer) {
        for (int i = 0; i < UPLOADS; i++) {
            var arrived = new CompletableFuture<HttpServerRequest>();
            var failed = new CompletableFuture<Throwable>();
            Promise<Context> loop = Promise.promise();
            int port = listen(vertx, request -> {
                request.pause().exceptionHandler(failed::complete);
                loop.complete(vertx.getOrCreateContext());
                arrived.complete(request);
            });
            try (RawConnection connection = viewer.raw(port)) {
                connection.send(head("PUT", PART * PARTS));
                HttpServerRequest request = Await.get(arrived);
                fill(Await.get(loop.future()), request, connection);

                Await.get(request.connection().close());

                assertThat(Await.get(failed)).isNotNull();
                assertThat(request.isEnded()).isFalse();
            }
            stop();
        }
    }

    @Test
    void whatLayUnreadOfRequestsBehindTheFirstWasNeverGivenBack(Vertx vertx, Viewer viewer) {
        for (int i = 0; i < UPLOADS; i++) {
            var arrived = new CompletableFuture<HttpServerRequest>();
            Promise<Context> loop = Promise.promise();
            int port = listen(vertx, request -> {
                request.pause();
                loop.tryComplete(vertx.getOrCreateContext());
                arrived.complete(request);
            });
            try (RawConnection connection = viewer.raw(port)) {
                for (int each = 0; each < 4; each++) {
                    connection.send(head("PUT", PART)).send(part());
                }
                connection.send(head("PUT", PART * PARTS));
                HttpServerRequest request = Await.get(arrived);
                fill(Await.get(loop.future()), request, connection);

                Await.get(request.connection().close());
            }
            stop();
        }
    }

    @Test
    void aReaderDoesNotTakeAnUploadForWholeWhoseConnectionClosed(Vertx vertx, Viewer viewer) {
        var arrived = new CompletableFuture<HttpServerRequest>();
        var ended = new CompletableFuture<String>();
        Promise<Context> loop = Promise.promise();
        int port = listen(vertx, request -> {
            request.pause()
                    .exceptionHandler(broken -> ended.complete("broken off"))
                    .endHandler(end -> ended.complete("whole"));
            loop.complete(vertx.getOrCreateContext());
            arrived.complete(request);
        });
        try (RawConnection connection = viewer.raw(port)) {
            connection.send(head("PUT", PART * PARTS));
            HttpServerRequest request = Await.get(arrived);
            Context context = Await.get(loop.future());
            fill(context, request, connection);

            Await.get(request.connection().close());
            Future<Void> resumed = Future.future(done -> context.runOnContext(go -> {
                request.resume();
                context.runOnContext(done::complete);
            }));
            Await.get(resumed);

            assertThat(Await.get(ended)).isEqualTo("broken off");
            assertThat(request.isEnded()).isFalse();
        }
    }
}
