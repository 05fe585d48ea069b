package io.perigee.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A TCP connection whose bytes the test writes and reads itself. Text is ISO-8859-1: each char is one byte. */
public final class RawConnection implements AutoCloseable {

    private final Socket socket;

    private RawConnection(Socket socket) {
        this.socket = socket;
    }

    /** Connects to 127.0.0.1. */
    public static RawConnection open(int port) {
        try {
            var socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) Await.LIMIT.toMillis());
            return new RawConnection(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawConnection send(String bytes) {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Writes; that the other side has closed already is not an error, what it said can still be read. */
    public RawConnection send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (SocketException e) {
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Ends the direction to the server; its answer can still be read. */
    public RawConnection finish() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Everything until the server closes; the test fails if it does not within {@link Await#LIMIT}. */
    public String readAll() {
        var bytes = new ByteArrayOutputStream();
        try {
            for (int next = read(); next >= 0; next = read()) {
                bytes.write(next);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The server left the connection open; it sent: " + text(bytes), e);
        }
        return text(bytes);
    }

    /** Reads until what came ends with this text. */
    public String readUntil(String end) {
        var bytes = new ByteArrayOutputStream();
        byte[] wanted = end.getBytes(StandardCharsets.ISO_8859_1);
        try {
            while (!endsWith(bytes.toByteArray(), wanted)) {
                int next = read();
                if (next < 0) {
                    throw new AssertionError("The server closed before \"" + end + "\"; it sent: " + text(bytes));
                }
                bytes.write(next);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("No \"" + end + "\" came; the server sent: " + text(bytes), e);
        }
        return text(bytes);
    }

    /** One answer: head and body by its Content-Length (a chunked one is read to its last chunk). */
    public String readAnswer() {
        String head = readUntil("\r\n\r\n");
        String lower = head.toLowerCase(java.util.Locale.ROOT);
        if (lower.contains("transfer-encoding: chunked")) {
            return head + readUntil("0\r\n\r\n");
        }
        int at = lower.indexOf("content-length: ");
        if (at < 0) {
            return head;
        }
        int length = Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
        var body = new StringBuilder();
        try {
            for (int i = 0; i < length; i++) {
                int next = read();
                if (next < 0) {
                    throw new AssertionError("The server closed within the body: " + head + body);
                }
                body.append((char) next);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The body did not come whole: " + head + body, e);
        }
        return head + body;
    }

    /** Whether the server has closed; waits at most so long for it to. */
    public boolean closedWithin(Duration limit) {
        try {
            socket.setSoTimeout((int) limit.toMillis());
            return read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next byte; a reset reads as an end. */
    private int read() throws SocketTimeoutException {
        try {
            return socket.getInputStream().read();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException e) {
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean endsWith(byte[] bytes, byte[] end) {
        int from = bytes.length - end.length;
        return from >= 0 && java.util.Arrays.equals(bytes, from, bytes.length, end, 0, end.length);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
