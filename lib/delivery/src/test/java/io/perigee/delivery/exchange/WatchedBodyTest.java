package io.perigee.delivery.exchange;

import static io.perigee.delivery.Fixtures.get;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Upstream;
import io.perigee.delivery.Loop;
import io.perigee.httpcaching.Headers;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Gate;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

@Conversation
class WatchedBodyTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private static Upstream.Response open(Loop loop, UpstreamExchange exchange, FakeOrigin origin, String path) {
        Endpoint endpoint = new Endpoint(
                false,
                "127.0.0.1",
                origin.port(),
                "",
                Headers.of(),
                Duration.ofSeconds(5),
                1,
                TIMEOUT,
                Duration.ofSeconds(5),
                Endpoint.Peer.ORIGIN);
        return loop.call(() -> exchange.send(endpoint, get(path), null, 0));
    }

    @Test
    void anOriginThatStopsInTheMiddleRunsOutOfTimeOnlyWhileSomebodyWaitsForIt(Vertx vertx, FakeOrigin origin) {
        Loop loop = new Loop(vertx);
        UpstreamClients clients = new UpstreamClients(vertx, 4);
        UpstreamExchange exchange = new UpstreamExchange(vertx, clients, head -> "");
        Gate gate = new Gate();
        origin.on("/watched", Answer.status(200).chunk("a").waitFor(new Gate()).chunk("b"));
        origin.on("/paused", Answer.status(200).chunk("a").waitFor(gate).chunk("b"));
        Upstream.Response paused = open(loop, exchange, origin, "/paused");
        Upstream.Response watched = open(loop, exchange, origin, "/watched");

        // The one that is waited for tells the time: when it has failed, the other has lain for as long.
        assertThat(Await.failure(loop.read(requireNonNull(watched.body())))).isInstanceOf(TimeoutException.class);

        gate.open();
        assertThat(loop.text(paused)).isEqualTo("ab");
        Await.until("the connection of the one is closed", () -> origin.cutAnswers() == 1);
        Await.get(clients.close());
    }
}
