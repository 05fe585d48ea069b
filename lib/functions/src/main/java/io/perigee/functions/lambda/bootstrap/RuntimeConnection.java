package io.perigee.functions.lambda.bootstrap;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The Runtime API over one connection. By hand: the JDK's HTTP client takes longer to load than a handler should take to start,
 * and an answer and the request for the next event leave in one packet like this.
 */
final class RuntimeConnection {
    private static final String BASE = "/2018-06-01/runtime";

    private final String host;
    private final InputStream in;
    private final OutputStream out;

    RuntimeConnection(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        host = address.substring(0, colon);
        // Open as long as the process lives.
        Socket socket = new Socket(host, Integer.parseInt(address.substring(colon + 1)));
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 65_536);
        out = socket.getOutputStream();
    }

    /** An event, and what its headers tell, by lower-case names. */
    // Handed on once, compared never.
    @SuppressWarnings("ArrayRecordComponent")
    record Event(Map<String, String> headers, byte[] payload) {
        String requestId() {
            return header("aws-request-id");
        }

        String header(String name) {
            return headers.getOrDefault("lambda-runtime-" + name, "");
        }

        Answer response(byte[] result) {
            return new Answer("/invocation/" + requestId() + "/response", result);
        }

        Answer error(byte[] error) {
            return new Answer("/invocation/" + requestId() + "/error", error);
        }
    }

    /** What is told of a call. */
    @SuppressWarnings("ArrayRecordComponent") // As above.
    record Answer(String resource, byte[] body) {}

    Event first() throws IOException {
        out.write(get());
        return read();
    }

    Event next(Answer answer) throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream(answer.body().length + 512);
        both.writeBytes(post(answer));
        both.writeBytes(get());
        both.writeTo(out);
        read();
        return read();
    }

    void initError(String error) throws IOException {
        out.write(post(new Answer("/init/error", error.getBytes(StandardCharsets.UTF_8))));
        read();
    }

    private byte[] get() {
        return ("GET " + BASE + "/invocation/next HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] post(Answer answer) {
        byte[] head = ("POST " + BASE + answer.resource() + " HTTP/1.1\r\nHost: " + host
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + answer.body().length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] message = new byte[head.length + answer.body().length];
        System.arraycopy(head, 0, message, 0, head.length);
        System.arraycopy(answer.body(), 0, message, head.length, answer.body().length);
        return message;
    }

    private Event read() throws IOException {
        Map<String, String> headers = new HashMap<>();
        line();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException();
        }
        return new Event(headers, body);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
