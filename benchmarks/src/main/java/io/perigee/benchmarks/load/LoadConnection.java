package io.perigee.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection of {@link OpenLoop}: sends a request, and reads its response as far as it is there. */
final class LoadConnection implements AutoCloseable {

    private static final int LONGEST_HEAD = 16 << 10;

    private final SocketChannel channel;
    private final String host;
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16);
    private final StringBuilder head = new StringBuilder();
    private boolean inHead = true;
    private long bodyLeft;
    private boolean hit;
    private long due;
    private long absenceBefore;

    private LoadConnection(SocketChannel channel, String host) {
        this.channel = channel;
        this.host = host;
    }

    static LoadConnection open(InetSocketAddress server, String host, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        LoadConnection connection = new LoadConnection(channel, host);
        channel.register(selector, SelectionKey.OP_READ, connection);
        return connection;
    }

    /**
     * Sends a request.
     *
     * @param due when it should have been sent, in nanoseconds
     * @param absenceBefore {@link Absences#totalAt} that moment
     */
    void send(String path, long due, long absenceBefore) throws IOException {
        this.due = due;
        this.absenceBefore = absenceBefore;
        ByteBuffer request = ByteBuffer.wrap(
                ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    /** Reads what is there; whether the response is complete. */
    boolean read() throws IOException {
        in.clear();
        if (channel.read(in) < 0) {
            throw new EOFException("the server closed a connection");
        }
        in.flip();
        while (inHead && in.hasRemaining()) {
            head.append((char) in.get());
            if (head.length() > LONGEST_HEAD) {
                throw new IOException("a response's head is longer than " + LONGEST_HEAD + " bytes");
            }
            if (endsWithEmptyLine()) {
                begin(head.toString().toLowerCase(Locale.ROOT));
            }
        }
        if (inHead) {
            return false;
        }
        bodyLeft -= in.remaining();
        inHead = bodyLeft == 0;
        return inHead;
    }

    private boolean endsWithEmptyLine() {
        int length = head.length();
        return length >= 4
                && head.charAt(length - 1) == '\n'
                && head.charAt(length - 3) == '\n'
                && head.charAt(length - 2) == '\r';
    }

    private void begin(String fields) throws IOException {
        if (!fields.startsWith("http/1.1 200 ")) {
            throw new IOException(
                    "the server answered " + fields.lines().findFirst().orElse(""));
        }
        bodyLeft = Long.parseLong(field(fields, "content-length"));
        hit = field(fields, "x-cache").startsWith("hit");
        inHead = false;
        head.setLength(0);
    }

    private static String field(String fields, String name) throws IOException {
        int at = fields.indexOf("\n" + name + ":");
        if (at < 0) {
            throw new IOException("a response has no " + name);
        }
        return fields.substring(at + name.length() + 2, fields.indexOf('\r', at))
                .strip();
    }

    boolean wasHit() {
        return hit;
    }

    long due() {
        return due;
    }

    long absenceBefore() {
        return absenceBefore;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
