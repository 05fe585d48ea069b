package io.perigee.delivery.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.perigee.testkit.Await;
import io.perigee.testkit.Gate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on blocking sockets whose every connection is scripted, request by request: {@code "ok"} answers (with the lines that follow as further
 * header fields), {@code "close"} reads the request and closes, {@code "hold"} reads nothing more, a {@link Gate} resets the connection once it opens.
 */
final class ClosingServer implements AutoCloseable {

    private final ServerSocket listening;
    private final List<Object[]> scripts = new CopyOnWriteArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger resets = new AtomicInteger();
    private final AtomicInteger closedByClient = new AtomicInteger();

    private ClosingServer(ServerSocket listening) {
        this.listening = listening;
    }

    static ClosingServer start() {
        try {
            var server = new ClosingServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().start(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    /** What the next connection does. */
    void connection(Object... script) {
        scripts.add(script);
    }

    int connections() {
        return connections.get();
    }

    int requests() {
        return received.size();
    }

    /** Head and body of a request, from 1. */
    String received(int request) {
        return received.get(request - 1);
    }

    void awaitResets(int atLeast) {
        Await.until("connections are reset", () -> resets.get() >= atLeast);
    }

    void awaitClosedByClient(int atLeast) {
        Await.until("the client has closed", () -> closedByClient.get() >= atLeast);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                Object[] script = scripts.get(connections.getAndIncrement());
                Thread.ofVirtual().start(() -> serve(socket, script));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket, Object[] script) {
        try {
            for (Object step : script) {
                if (step instanceof Gate gate) {
                    gate.pass();
                    socket.setSoLinger(true, 0);
                    socket.close();
                    resets.incrementAndGet();
                    return;
                }
                if (step.equals("hold")) {
                    return;
                }
                received.add(request(socket.getInputStream()));
                if (step.equals("close")) {
                    socket.close();
                    return;
                }
                String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2"
                        + step.toString().substring(2).replace("\n", "\r\n") + "\r\n\r\nok";
                socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
                socket.getOutputStream().flush();
            }
            if (socket.getInputStream().read() < 0) {
                closedByClient.incrementAndGet();
            }
        } catch (IOException gone) {
            closedByClient.incrementAndGet();
        }
    }

    private static String request(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            bytes.write(next);
            String text = bytes.toString(ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                continue;
            }
            boolean chunked = text.substring(0, end).toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
            if (!chunked || text.endsWith("\r\n0\r\n\r\n") || bytes.size() > 2_000) {
                return text;
            }
        }
        throw new IOException("the client has closed");
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
