package io.perigee.testkit;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 origin on a free port of 127.0.0.1 that answers from a script and remembers every request. It stands on
 * plain sockets, so that it can send what no HTTP library would.
 *
 * <pre>{@code
 * origin.on("/a", Answer.ok("hello").with("Cache-Control", "max-age=60"));
 * origin.on("/b", first, second);          // the last one repeats
 * origin.on("/c", request -> Answer.ok(request.header("Accept")));
 * assertThat(origin.fetches("/a")).isEqualTo(1);
 * }</pre>
 *
 * <p>Paths are matched without their query. What nothing is scripted for gets 404 without {@code Cache-Control}.
 */
public final class FakeOrigin implements AutoCloseable {

    private final Vertx vertx;
    private final Map<String, Function<Received, Answer>> scripts = new ConcurrentHashMap<>();
    private final List<Received> requests = new CopyOnWriteArrayList<>();
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger cutAnswers = new AtomicInteger();
    private volatile Function<Received, Answer> otherwise =
            request -> Answer.status(404).body("nothing is scripted for " + request.target());
    private volatile NetServer server;
    private volatile @Nullable Socket held;

    private FakeOrigin(Vertx vertx) {
        this.vertx = vertx;
        this.server = listen(0);
    }

    /** An origin that listens; the caller closes it. */
    public static FakeOrigin start(Vertx vertx) {
        return new FakeOrigin(vertx);
    }

    private NetServer listen(int port) {
        var options = new NetServerOptions().setHost("127.0.0.1").setPort(port);
        return Await.get(
                vertx.createNetServer(options).connectHandler(this::accept).listen());
    }

    public int port() {
        return server.actualPort();
    }

    /** {@code 127.0.0.1:port}. */
    public String authority() {
        return "127.0.0.1:" + port();
    }

    /** {@code http://127.0.0.1:port}. */
    public String url() {
        return "http://" + authority();
    }

    /** Scripts a path: the first request gets the first answer, and so on; the last answer repeats. */
    public FakeOrigin on(String path, Answer first, Answer... next) {
        var turn = new AtomicInteger();
        return on(path, request -> {
            int n = turn.getAndIncrement();
            return n == 0 ? first : next.length == 0 ? first : next[Math.min(n, next.length) - 1];
        });
    }

    /** Scripts a path with an answer that depends on the request. */
    public FakeOrigin on(String path, Function<Received, Answer> script) {
        scripts.put(path, script);
        return this;
    }

    /** What paths get that nothing is scripted for. */
    public FakeOrigin otherwise(Function<Received, Answer> script) {
        otherwise = script;
        return this;
    }

    /** Every request that was received whole, in order. */
    public List<Received> requests() {
        return List.copyOf(requests);
    }

    /** Requests for this path (any query), in order. */
    public List<Received> requests(String path) {
        return requests.stream().filter(each -> each.path().equals(path)).toList();
    }

    /** The newest request; the test fails if there was none. */
    public Received lastRequest() {
        if (requests.isEmpty()) {
            throw new AssertionError("The origin has not received a request");
        }
        return requests.get(requests.size() - 1);
    }

    /** How many requests for this path (any query) were received. */
    public int fetches(String path) {
        return requests(path).size();
    }

    /** How many requests were received. */
    public int fetches() {
        return requests.size();
    }

    /** Returns once so many requests for this path have come. */
    public void awaitFetches(String path, int atLeast) {
        Await.until(() -> atLeast + " fetches of " + path + ", saw " + fetches(path), () -> fetches(path) >= atLeast);
    }

    /** How many connections have been accepted since the start. */
    public int connections() {
        return connections.get();
    }

    /** Answers that the other side closed the connection on before they were sent whole. */
    public int cutAnswers() {
        return cutAnswers.get();
    }

    /** Stops listening and cuts every connection; who connects is refused, and nobody else can take the port. */
    public void goDown() {
        int port = port();
        Await.get(server.close());
        sockets.forEach(NetSocket::close);
        // What has just been closed may listen for a moment longer.
        Await.until("port " + port + " is free", () -> tryHold(port));
    }

    /** Listens again on the port that it had. */
    public void goUp() {
        Socket holder = requireNonNull(held, "it is not down");
        server = listen(holder.getLocalPort());
        release(holder);
    }

    /** With a socket that is bound and does not listen: without it the system might give the port away. */
    private boolean tryHold(int port) {
        var socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            held = socket;
            return true;
        } catch (IOException e) {
            release(socket);
            return false;
        }
    }

    private static void release(Socket holder) {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Await.get(server.close());
        Socket holder = held;
        if (holder != null) {
            release(holder);
        }
    }

    private void accept(NetSocket socket) {
        sockets.add(socket);
        var conversation = new OriginConversation(vertx, socket, this::answer, cutAnswers::incrementAndGet);
        var parser = new RequestParser(connections.incrementAndGet(), conversation::receive);
        socket.handler(bytes -> parser.receive(bytes.getBytes()));
        socket.exceptionHandler(failure -> {
            // A connection that is reset shows as closed.
        });
        socket.closeHandler(closed -> {
            sockets.remove(socket);
            conversation.closed();
        });
    }

    private Answer answer(Received request) {
        requests.add(request);
        return scripts.getOrDefault(request.path(), otherwise).apply(request);
    }
}
