package io.perigee.testkit;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the requests of one connection out of its bytes; deliberately lenient: what came must be seen by the test. */
final class RequestParser {

    private final int connection;
    private final Consumer<Received> requests;
    private byte[] unread = new byte[0];

    RequestParser(int connection, Consumer<Received> requests) {
        this.connection = connection;
        this.requests = requests;
    }

    void receive(byte[] bytes) {
        var all = new ByteArrayOutputStream(unread.length + bytes.length);
        all.writeBytes(unread);
        all.writeBytes(bytes);
        unread = all.toByteArray();
        for (Received next = next(); next != null; next = next()) {
            requests.accept(next);
        }
    }

    private @Nullable Received next() {
        String text = new String(unread, StandardCharsets.ISO_8859_1);
        int headEnd = text.indexOf("\r\n\r\n");
        if (headEnd < 0) {
            return null;
        }
        String[] lines = text.substring(0, headEnd).split("\r\n", -1);
        String[] start = lines[0].split(" ", 3);
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        int length = 0;
        boolean chunked = false;
        for (int i = 1; i < lines.length; i++) {
            int colon = Math.max(0, lines[i].indexOf(':'));
            String name = lines[i].substring(0, colon);
            String value =
                    lines[i].substring(Math.min(lines[i].length(), colon + 1)).trim();
            fields.add(Map.entry(name, value));
            if (name.equalsIgnoreCase("Content-Length")) {
                length = Integer.parseInt(value);
            }
            chunked |= name.equalsIgnoreCase("Transfer-Encoding");
        }
        int bodyStart = headEnd + 4;
        Body body = chunked ? chunkedBody(text, bodyStart) : sizedBody(bodyStart, length);
        if (body == null) {
            return null;
        }
        unread = Arrays.copyOfRange(unread, body.end, unread.length);
        return new Received(
                start[0],
                start.length > 1 ? start[1] : "",
                start.length > 2 ? start[2] : "",
                fields,
                body.bytes,
                connection);
    }

    private record Body(Buffer bytes, int end) {}

    private @Nullable Body sizedBody(int start, int length) {
        if (unread.length < start + length) {
            return null;
        }
        return new Body(Buffer.buffer(Arrays.copyOfRange(unread, start, start + length)), start + length);
    }

    private @Nullable Body chunkedBody(String text, int start) {
        var bytes = new ByteArrayOutputStream();
        int at = start;
        while (true) {
            int lineEnd = text.indexOf("\r\n", at);
            if (lineEnd < 0) {
                return null;
            }
            int size = Integer.parseInt(
                    text.substring(at, lineEnd).split(";", 2)[0].trim(), 16);
            at = lineEnd + 2;
            if (size == 0) {
                int end = text.startsWith("\r\n", at) ? at : text.indexOf("\r\n\r\n", at) + 2;
                return end < at || text.length() < end + 2
                        ? null
                        : new Body(Buffer.buffer(bytes.toByteArray()), end + 2);
            }
            if (text.length() < at + size + 2) {
                return null;
            }
            bytes.write(unread, at, size);
            at += size + 2;
        }
    }
}
