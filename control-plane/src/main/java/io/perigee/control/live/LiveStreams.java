package io.perigee.control.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.background.Rounds;
import io.perigee.control.store.LoggedChange;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells clients what happens in the network while it happens, as server-sent events (WHATWG HTML, section 9.2): {@code tick} with every {@link Tick},
 * {@code change} when an entry of the log was accepted, {@code completed} when entries have reached every node. A client that does not keep up
 * misses events, and is sent away after a while; the next tick tells it all that matters.
 */
public final class LiveStreams {

    private static final Logger LOG = LoggerFactory.getLogger(LiveStreams.class);

    private static final int MOST_CLIENTS = 200;

    /** Ticks that a client may miss before it is sent away: a minute. */
    private static final int MOST_MISSED = 30;

    private final WorkerExecutor threads;
    private final Rounds rounds;
    private final LiveNetwork network;
    private final LogState log;
    private final Map<HttpServerResponse, Integer> clients = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private long head = -1;
    private long completed = -1;

    /** How far the change log is; its methods block. */
    public interface LogState {
        long head();

        /** Up to where every entry has reached every node, as far as it matters for {@code head}. */
        long completed(long head);

        /** The first entries after one. */
        List<LoggedChange> after(long sequence);
    }

    /** @param threads that may wait for the database */
    public LiveStreams(Vertx vertx, WorkerExecutor threads, LiveNetwork network, LogState log) {
        this.threads = threads;
        this.rounds = new Rounds(vertx, LiveNetwork.INTERVAL.toMillis(), this::look);
        this.network = network;
        this.log = log;
    }

    public void start() {
        rounds.start();
    }

    private Future<Boolean> look() {
        return threads.executeBlocking(this::tick)
                .map(tick -> false)
                .onFailure(cause -> LOG.warn("the network's state cannot be told: {}", cause.toString()));
    }

    /** Ends an interval. */
    private synchronized Tick tick() {
        long now = log.head();
        long done = log.completed(now);
        if (head >= 0 && now > head && !clients.isEmpty()) {
            log.after(head).forEach(entry -> send("change", change(entry)));
        }
        if (completed >= 0 && done > completed) {
            send("completed", JsonNodeFactory.instance.objectNode().put("sequence", done));
        }
        head = now;
        completed = done;
        Tick tick = network.tick(now, done);
        if (!clients.isEmpty()) {
            send("tick", LiveJson.tick(tick));
            clients.forEach((client, missed) -> settle(client, missed));
        }
        return tick;
    }

    private static ObjectNode change(LoggedChange entry) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("sequence", entry.sequence())
                .put("kind", entry.kind())
                .put("acceptedAt", Instant.ofEpochMilli(entry.acceptedAt()).toString());
    }

    private void send(String event, ObjectNode data) {
        String text = text(event, data);
        clients.keySet().forEach(client -> {
            if (!client.writeQueueFull()) {
                client.write(text).onFailure(gone -> clients.remove(client));
            }
        });
    }

    private static String text(String event, ObjectNode data) {
        return "event: " + event + "\ndata: " + data + "\n\n";
    }

    private void settle(HttpServerResponse client, int missed) {
        if (!client.writeQueueFull()) {
            clients.replace(client, 0);
        } else if (missed < MOST_MISSED) {
            clients.replace(client, missed + 1);
        } else {
            clients.remove(client);
            client.reset();
        }
    }

    /** Whether one more client is told. */
    public boolean hasRoom() {
        return !closed && clients.size() < MOST_CLIENTS;
    }

    /** Tells this client from now on, beginning with the last tick; its head is set but for what the stream itself needs. */
    public void tell(HttpServerResponse client) {
        client.setChunked(true);
        // Not the close handler, by which requests in flight are counted.
        client.exceptionHandler(gone -> clients.remove(client));
        String first =
                network.last().map(tick -> text("tick", LiveJson.tick(tick))).orElse(": no tick yet\n\n");
        client.write("retry: 2000\n\n" + first).onFailure(gone -> clients.remove(client));
        clients.put(client, 0);
        if (closed) {
            clients.remove(client);
            client.end();
        }
    }

    /** Ends all streams and looks no more. */
    public Future<Void> close() {
        closed = true;
        rounds.stop();
        List<Future<Void>> ending = clients.keySet().stream()
                .map(client -> client.ended() ? Future.<Void>succeededFuture() : client.end())
                .toList();
        clients.clear();
        return Future.join(ending).<Void>mapEmpty().otherwiseEmpty();
    }
}
