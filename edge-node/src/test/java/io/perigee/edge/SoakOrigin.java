package io.perigee.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a {@link SoakSite}, on blocking sockets. While it is troubled it is slow, silent, or out of order now and then, and resets connections
 * before, in and after heads; while it is down it resets all of them.
 */
final class SoakOrigin implements AutoCloseable {

    private static final int FAULTS_PER_THOUSAND = 80;
    private static final long SILENT_MILLIS = 2_500;

    private final SoakSite site;
    private final long seed;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private volatile boolean troubled = true;
    private volatile boolean down;

    SoakOrigin(SoakSite site, long seed) {
        this.site = site;
        this.seed = seed;
        try {
            listening = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    long requests() {
        return requests.get();
    }

    void goDown() {
        down = true;
        sockets.forEach(SoakOrigin::reset);
    }

    void goUp() {
        down = false;
    }

    /** From now on it works. */
    void recover() {
        down = false;
        troubled = false;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                long number = connections.incrementAndGet();
                if (down) {
                    reset(socket);
                } else {
                    sockets.add(socket);
                    Thread.ofVirtual().start(() -> serve(socket, new SplittableRandom(seed + number)));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // It is what was wanted.
        }
    }

    /** A request as it came: its fields in lower case, its body whole. */
    private record Request(String method, int object, Map<String, String> fields, Buffer body) {
        @Nullable
        String field(String name) {
            return fields.get(name);
        }
    }

    private void serve(Socket socket, SplittableRandom random) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (Request request = read(in); request != null; request = read(in)) {
                requests.incrementAndGet();
                int fault = troubled ? random.nextInt(1_000) : FAULTS_PER_THOUSAND;
                if (fault < 10) {
                    reset(socket);
                    return;
                }
                if (fault < 30) {
                    pause(random.nextInt(20, 200));
                } else if (fault < 32) {
                    pause(SILENT_MILLIS);
                }
                byte[] answer = fault >= 32 && fault < 45 ? unavailable() : answer(request);
                if (fault >= 45 && fault < FAULTS_PER_THOUSAND) {
                    // In the middle of the head, or of the body.
                    out.write(answer, 0, random.nextInt(fault < 55 ? Math.min(answer.length, 60) : answer.length));
                    out.flush();
                    reset(socket);
                    return;
                }
                out.write(answer);
                out.flush();
            }
        } catch (IOException gone) {
            // The other side has closed, or this one has gone down.
        } finally {
            sockets.remove(socket);
        }
    }

    private static void pause(long millis) {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, millis, TimeUnit.MILLISECONDS)
                .join();
    }

    private static byte[] unavailable() {
        return "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy".getBytes(ISO_8859_1);
    }

    private byte[] answer(Request request) throws IOException {
        if (request.method().equals("POST")) {
            String receipt = SoakSite.receipt(request.body().getBytes());
            return ("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: " + receipt.length() + "\r\n\r\n"
                            + receipt)
                    .getBytes(ISO_8859_1);
        }
        int object = request.object();
        int version = site.version(object);
        String tag = "\"" + version + "\"";
        SoakSite.Kind kind = SoakSite.kind(object);
        String common = "ETag: " + tag + "\r\nCache-Control: " + kind.cacheControl + "\r\n"
                + (kind == SoakSite.Kind.VARIED ? "Vary: X-Kind\r\n" : "")
                + (kind == SoakSite.Kind.TEXT ? "Content-Type: text/plain\r\n" : "Content-Type: image/x-soak\r\n");
        if (tag.equals(request.field("if-none-match"))) {
            return ("HTTP/1.1 304 Not Modified\r\n" + common + "\r\n").getBytes(ISO_8859_1);
        }
        int length = SoakSite.length(object, version);
        int first = 0;
        int last = length - 1;
        String status = "200 OK";
        String range = request.field("range");
        String ifRange = request.field("if-range");
        if (range != null && range.matches("bytes=(\\d+-\\d*|-\\d+)") && (ifRange == null || ifRange.equals(tag))) {
            String[] positions = range.substring("bytes=".length()).split("-", -1);
            if (positions[0].isEmpty()) {
                first = Math.max(0, length - Integer.parseInt(positions[1]));
            } else {
                first = Integer.parseInt(positions[0]);
                last = positions[1].isEmpty() ? last : Math.min(last, Integer.parseInt(positions[1]));
            }
            if (first > last) {
                return ("HTTP/1.1 416 No\r\nContent-Range: bytes */" + length + "\r\nContent-Length: 0\r\n\r\n")
                        .getBytes(ISO_8859_1);
            }
            status = "206 Partial Content\r\nContent-Range: bytes " + first + "-" + last + "/" + length;
        }
        int count = Math.max(0, last - first + 1);
        String variant = kind == SoakSite.Kind.VARIED ? String.valueOf(request.field("x-kind")) : "";
        boolean chunked = kind == SoakSite.Kind.STREAMED && status.startsWith("200");
        var answer = new ByteArrayOutputStream(count + 400);
        answer.writeBytes(("HTTP/1.1 " + status + "\r\n" + common
                        + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + count) + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        if (request.method().equals("HEAD")) {
            return answer.toByteArray();
        }
        byte[] body = SoakSite.bytes(object, variant, version, first, count);
        if (!chunked) {
            answer.writeBytes(body);
            return answer.toByteArray();
        }
        for (int at = 0; at < count; at += 3_000) {
            int part = Math.min(3_000, count - at);
            answer.writeBytes((Integer.toHexString(part) + "\r\n").getBytes(ISO_8859_1));
            answer.write(body, at, part);
            answer.writeBytes("\r\n".getBytes(ISO_8859_1));
        }
        answer.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
        return answer.toByteArray();
    }

    private static @Nullable Request read(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) {
            return null;
        }
        String[] parts = line.split(" ", 3);
        Map<String, String> fields = new HashMap<>();
        for (String field = line(in); field != null && !field.isEmpty(); field = line(in)) {
            int colon = field.indexOf(':');
            fields.put(
                    field.substring(0, colon).toLowerCase(Locale.ROOT),
                    field.substring(colon + 1).strip());
        }
        String length = fields.get("content-length");
        byte[] body = length == null ? new byte[0] : in.readNBytes(Integer.parseInt(length));
        if (length != null && body.length < Integer.parseInt(length)) {
            return null;
        }
        return new Request(parts[0], Integer.parseInt(parts[1].substring(1)), fields, Buffer.buffer(body));
    }

    private static @Nullable String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return line.toString(ISO_8859_1).strip();
            }
            line.write(next);
        }
        return null;
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(SoakOrigin::reset);
    }
}
