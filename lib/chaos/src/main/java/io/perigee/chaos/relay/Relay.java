package io.perigee.chaos.relay;

import io.perigee.chaos.place.Link.Direction;
import io.perigee.chaos.relay.LinkState.Answers;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A stretch of network between two nodes, made of TCP connections that end here and go on from here. It can be stalled (bytes
 * wait in one direction or both, and nobody is told), reset (connections break, new ones too), slow and lossy; and what comes back
 * can be broken off or replaced.
 *
 * <p>Each direction of a connection has a thread that reads and one that sends. They are virtual, so an idle connection costs
 * little; what is between them is bounded, so that a sender feels a stall as it feels a full window.
 */
public final class Relay implements AutoCloseable {

    private static final int PIECE = 16 * 1024;
    private static final int PIECES_UNDER_WAY = 64;
    private static final int BACKLOG = 200;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int BROKEN_OFF = 3;
    private static final byte[] GARBAGE = new byte[512];

    static {
        new Random(512).nextBytes(GARBAGE);
    }

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final LinkState state;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;

    /**
     * A part of a stream; an empty one is its end.
     *
     * @param dueAt when it arrives, in {@link System#nanoTime}
     */
    private record Piece(Buffer bytes, long dueAt) {}

    /**
     * Listens, and leads to a target from the first connection on.
     *
     * @param listen port 0 for any free one
     * @param seed of what is lost
     */
    public Relay(InetSocketAddress listen, InetSocketAddress target, long seed) throws IOException {
        this.server = new ServerSocket();
        this.target = target;
        this.state = new LinkState(seed);
        server.setReuseAddress(true);
        server.bind(listen, BACKLOG);
        Thread.ofVirtual().start(this::accept);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** From now on bytes wait that go in these directions. */
    public void stall(Set<Direction> directions) {
        state.stall(directions);
    }

    /** Breaks all connections, and from now on new ones. */
    public void reset() {
        refusing = true;
        connections.forEach(Connection::reset);
    }

    /** From now on bytes take so much longer, each way. */
    public void delay(Duration by) {
        state.delay(by);
    }

    /** From now on such a share of the pieces of a stream is lost at first. */
    public void lose(double share) {
        state.lose(share);
    }

    /** From now on connections break in the middle of what comes back. */
    public void breakOffAnswers() {
        state.answers(Answers.BROKEN_OFF);
    }

    /** From now on what comes back is bytes that mean nothing. */
    public void garbleAnswers() {
        state.answers(Answers.GARBAGE);
    }

    /** All is well again; what was stalled arrives. */
    public void heal() {
        refusing = false;
        state.heal();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // It does not listen any more, which is all that is wanted.
        }
        connections.forEach(Connection::reset);
        state.heal();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException closed) {
                // The loop ends with the socket.
            }
        }
    }

    private void connect(Socket near) {
        Connection connection = new Connection(near, new Socket());
        connections.add(connection);
        try {
            if (refusing) {
                throw new IOException("refused");
            }
            connection.far.connect(target, CONNECT_MILLIS);
            near.setTcpNoDelay(true);
            connection.far.setTcpNoDelay(true);
            connection.run();
        } catch (IOException e) {
            connection.reset();
        }
    }

    /** One connection through here. */
    private final class Connection {

        private final Socket near;
        private final Socket far;
        private final AtomicInteger open = new AtomicInteger(2);

        Connection(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        void run() throws IOException {
            carry(Direction.THERE, near, far);
            carry(Direction.BACK, far, near);
        }

        private void carry(Direction direction, Socket from, Socket to) throws IOException {
            BlockingQueue<Piece> underWay = new ArrayBlockingQueue<>(PIECES_UNDER_WAY);
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            Thread sender = Thread.ofVirtual().start(() -> send(direction, underWay, out, to));
            Thread.ofVirtual().start(() -> read(in, underWay, sender));
        }

        private void read(InputStream in, BlockingQueue<Piece> underWay, Thread sender) {
            byte[] buffer = new byte[PIECE];
            try {
                int length;
                do {
                    length = in.read(buffer);
                    Buffer bytes = length < 0 ? Buffer.buffer() : Buffer.buffer(Arrays.copyOf(buffer, length));
                    underWay.put(new Piece(bytes, System.nanoTime() + state.nanosUnderWay()));
                } while (length >= 0);
            } catch (IOException broken) {
                reset();
                sender.interrupt();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void send(Direction direction, BlockingQueue<Piece> underWay, OutputStream out, Socket to) {
            try {
                while (true) {
                    Piece piece = underWay.take();
                    long early = piece.dueAt() - System.nanoTime();
                    if (early > 0) {
                        LockSupport.parkNanos(early);
                    }
                    state.awaitFlow(direction);
                    if (piece.bytes().length() == 0) {
                        to.shutdownOutput();
                        if (open.decrementAndGet() == 0) {
                            close();
                        }
                        return;
                    }
                    Answers answers = direction == Direction.BACK ? state.answers() : Answers.WHOLE;
                    switch (answers) {
                        case WHOLE -> out.write(piece.bytes().getBytes());
                        case BROKEN_OFF -> {
                            out.write(
                                    piece.bytes().getBytes(),
                                    0,
                                    Math.max(0, piece.bytes().length() - BROKEN_OFF));
                            reset();
                            return;
                        }
                        case GARBAGE -> {
                            out.write(GARBAGE);
                            close();
                            return;
                        }
                    }
                }
            } catch (IOException broken) {
                reset();
            } catch (InterruptedException e) {
                // The other end is gone.
                reset();
            }
        }

        /** Ends both sides with a reset, so that they notice at once. */
        void reset() {
            for (Socket each : new Socket[] {near, far}) {
                try {
                    each.setSoLinger(true, 0);
                } catch (IOException closed) {
                    // Then there is nothing to reset.
                }
            }
            close();
        }

        private void close() {
            connections.remove(this);
            for (Socket each : new Socket[] {near, far}) {
                try {
                    each.close();
                } catch (IOException e) {
                    // It is of no use any more either way.
                }
            }
        }
    }
}
