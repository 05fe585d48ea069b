package io.perigee.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenLoopTest {

    private static final Buffer BODY = Buffer.buffer(new byte[100_000]);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() throws InterruptedException, ExecutionException {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private URI server(Handler<HttpServerRequest> handler) throws InterruptedException, ExecutionException {
        int port = vertx.createHttpServer()
                .requestHandler(handler)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .actualPort();
        return URI.create("http://127.0.0.1:" + port);
    }

    private void answer(HttpServerRequest request) {
        boolean hit = asked.incrementAndGet() % 4 != 0;
        request.response()
                .putHeader("X-Cache", hit ? "Hit from cloudfront" : "Miss from cloudfront")
                .end(BODY);
    }

    @Test
    void countsHitsAndOthersEachByThemselves() throws Exception {
        OpenLoop load = new OpenLoop(server(this::answer), 3);
        load.each(() -> "/a", 40);
        assertThat(asked).hasValue(40);

        OpenLoop.Report report = load.atRate(() -> "/b", 200, Duration.ofMillis(500));

        assertThat(asked).hasValue(140);
        assertThat(report.hits().count()).isEqualTo(75);
        assertThat(report.others().count()).isEqualTo(25);
    }

    @Test
    void whatWaitsForAServerThatStallsHasWaited() throws Exception {
        URI stalling = server(request -> {
            if ("/4".equals(request.path())) {
                vertx.setTimer(400, timer -> answer(request));
            } else {
                answer(request);
            }
        });

        // One connection: those that are due meanwhile, forty of them, cannot even be sent.
        AtomicInteger next = new AtomicInteger();
        OpenLoop.Report report =
                new OpenLoop(stalling, 1).atRate(() -> "/" + next.getAndIncrement(), 100, Duration.ofSeconds(1));

        assertThat(report.hits().count() + report.others().count()).isEqualTo(100);
        assertThat(report.hits().millis(0.9)).isGreaterThan(100);
    }

    @Test
    void nothingButMissesFillsACache() throws Exception {
        URI server = server(request -> {
            asked.incrementAndGet();
            request.response().putHeader("X-Cache", "Miss from cloudfront").end(BODY);
        });

        new OpenLoop(server, 2).each(() -> "/a", 10);

        assertThat(asked).hasValue(10);
    }

    @Test
    void anAnswerThatIsNone200EndsTheLoad() throws Exception {
        OpenLoop load = new OpenLoop(
                server(request -> request.response().setStatusCode(503).end()), 1);

        assertThatThrownBy(() -> load.each(() -> "/a", 2))
                .isInstanceOf(IOException.class)
                .hasMessage("the server answered http/1.1 503 service unavailable");
    }

    @Test
    void aKeptConnectionAsksForOneAfterTheOther() throws Exception {
        try (KeptConnection connection = new KeptConnection(server(this::answer))) {
            for (int i = 1; i <= 8; i++) {
                KeptConnection.Response response = connection.get("/" + i);
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.xCache()).startsWith(i % 4 == 0 ? "Miss" : "Hit");
                assertThat(response.nanos()).isPositive();
            }
        }
    }
}
