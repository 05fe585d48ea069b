package io.perigee.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection that asks for one object after the other, in the calling thread: little stands between the clock and the
 * server. Understands responses with {@code Content-Length} only.
 */
public final class KeptConnection implements AutoCloseable {

    private static final int READ_TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;

    /** @param server without a path */
    public KeptConnection(URI server) throws IOException {
        this.socket = new Socket(server.getHost(), server.getPort());
        this.socket.setTcpNoDelay(true);
        this.socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        this.out = socket.getOutputStream();
        this.host = server.getAuthority();
    }

    /**
     * What came back.
     *
     * @param nanos from the first byte sent to the last one read
     * @param xCache the field {@code X-Cache}; empty without it
     */
    public record Response(int status, long nanos, String xCache) {}

    public Response get(String path) throws IOException {
        byte[] request =
                ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        long before = System.nanoTime();
        out.write(request);
        String status = line();
        long length = 0;
        String xCache = "";
        for (String field = line(); !field.isEmpty(); field = line()) {
            int colon = field.indexOf(':');
            String name = field.substring(0, colon).toLowerCase(Locale.ROOT);
            if (name.equals("content-length")) {
                length = Long.parseLong(field.substring(colon + 1).strip());
            } else if (name.equals("x-cache")) {
                xCache = field.substring(colon + 1).strip();
            }
        }
        in.skipNBytes(length);
        return new Response(Integer.parseInt(status.substring(9, 12)), System.nanoTime() - before, xCache);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
