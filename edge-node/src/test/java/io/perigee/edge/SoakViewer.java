package io.perigee.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.RawConnection;
import io.perigee.testkit.Viewer;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One viewer of the soak: asks for this and that, one thing after the other, and checks every byte of what it gets. */
final class SoakViewer {

    private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
    private static final List<String> KINDS = List.of("red", "green", "blue");
    private static final List<String> ENCODINGS =
            List.of("", "gzip", "br", "gzip;q=0.5, br", "gzip, zstd", "identity", "*");
    private static final Set<Integer> TROUBLES = Set.of(502, 503, 504);

    private final SoakSite site;
    private final Viewer client;
    private final int port;
    private final SplittableRandom random;
    private final Counts counts;

    /** What all of them saw. */
    static final class Counts {
        final LongAdder whole = new LongAdder();
        final LongAdder partial = new LongAdder();
        final LongAdder notModified = new LongAdder();
        final LongAdder uploads = new LongAdder();
        final LongAdder left = new LongAdder();
        final LongAdder brokenOff = new LongAdder();
        final LongAdder errors = new LongAdder();
        final LongAdder bytes = new LongAdder();

        @Override
        public String toString() {
            return "whole " + whole + ", partial " + partial + ", not modified " + notModified + ", uploads " + uploads
                    + ", left " + left + ", broken off " + brokenOff + ", errors " + errors + ", bytes " + bytes;
        }
    }

    SoakViewer(SoakSite site, Viewer client, int port, long seed, Counts counts) {
        this.site = site;
        this.client = client;
        this.port = port;
        this.random = new SplittableRandom(seed);
        this.counts = counts;
    }

    /** One conversation; fails when what came is wrong, or nothing came. */
    void ask() {
        int what = random.nextInt(100);
        if (what < 4) {
            upload();
        } else if (what < 6) {
            breakUploadOff();
        } else {
            get(random.nextInt(SoakSite.OBJECTS), what);
        }
    }

    private String url(int object) {
        return "http://127.0.0.1:" + port + SoakSite.path(object);
    }

    private void upload() {
        byte[] body = SoakSite.bytes(0, "upload", random.nextInt(1_000), 0, random.nextInt(1, 200_000));
        HttpClientResponse response = open(Asked.of("POST", url(7)).body(Buffer.buffer(body)));
        if (response == null) {
            return;
        }
        Buffer receipt = body(response);
        if (receipt != null && response.statusCode() == 200) {
            assertThat(receipt.toString()).isEqualTo(SoakSite.receipt(body));
            counts.uploads.increment();
        }
    }

    private void breakUploadOff() {
        int sent = random.nextInt(1, 200_000);
        try (RawConnection connection = client.raw(port)) {
            connection
                    .send("POST " + SoakSite.path(7) + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 200000\r\n\r\n")
                    .send(SoakSite.bytes(0, "upload", 0, 0, sent));
        }
        counts.left.increment();
    }

    private void get(int object, int what) {
        String kind = SoakSite.kind(object) == SoakSite.Kind.VARIED ? KINDS.get(random.nextInt(3)) : "";
        Asked asked = Asked.of(what < 12 ? "HEAD" : "GET", url(object));
        if (!kind.isEmpty()) {
            asked = asked.with("X-Kind", kind);
        }
        boolean ranged = what >= 12 && what < 40;
        String encoding = ENCODINGS.get(random.nextInt(ENCODINGS.size()));
        if (!encoding.isEmpty() && !ranged) {
            // Ranges of a compressed body could not be checked.
            asked = asked.with("Accept-Encoding", encoding);
        }
        int floor = site.floor(object);
        int version = site.version(object);
        int length = SoakSite.length(object, version);
        if (ranged) {
            asked = asked.with("Range", "bytes=" + ranges(length, what < 34 ? 1 : random.nextInt(2, 5)));
            if (random.nextInt(4) == 0) {
                asked = asked.with("If-Range", "\"" + version + "\"");
            }
        } else if (what >= 40 && what < 50) {
            asked = asked.with("If-None-Match", "W/\"" + version + "\"");
        }
        HttpClientResponse response = open(asked);
        if (response == null) {
            return;
        }
        if (what >= 90) {
            response.request().reset();
            counts.left.increment();
            return;
        }
        Buffer body = what >= 80 ? slowly(response) : body(response);
        if (body != null) {
            check(asked, object, kind, floor, response, body);
        }
    }

    private String ranges(int length, int count) {
        var ranges = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int first = random.nextInt(length + 100);
            String range = switch (random.nextInt(3)) {
                case 0 -> first + "-";
                case 1 -> "-" + random.nextInt(1, length + 100);
                default -> first + "-" + (first + random.nextInt(100_000));
            };
            ranges.append(i == 0 ? "" : ", ").append(range);
        }
        return ranges.toString();
    }

    /** Null when the connection broke. */
    private <T> @Nullable T unlessBroken(Supplier<T> step) {
        try {
            return step.get();
        } catch (CompletionException | VertxException | IllegalStateException broken) {
            counts.brokenOff.increment();
            return null;
        }
    }

    private @Nullable HttpClientResponse open(Asked asked) {
        return unlessBroken(() -> Await.get(client.open(asked)));
    }

    private @Nullable Buffer body(HttpClientResponse response) {
        return unlessBroken(() -> {
            Future<Buffer> body = response.body();
            response.resume();
            return whole(response, body);
        });
    }

    /** Takes a part now and then. */
    private @Nullable Buffer slowly(HttpClientResponse response) {
        return unlessBroken(() -> {
            Future<Buffer> body = response.body();
            for (int i = 0; i < 20 && !body.isComplete(); i++) {
                response.fetch(random.nextInt(1, 8));
                new CompletableFuture<Void>()
                        .completeOnTimeout(null, random.nextInt(1, 25), TimeUnit.MILLISECONDS)
                        .join();
            }
            response.resume();
            return whole(response, body);
        });
    }

    private static Buffer whole(HttpClientResponse response, Future<Buffer> body) {
        try {
            return Await.get(body);
        } catch (AssertionError hangs) {
            HttpClientRequest request = response.request();
            throw new AssertionError(
                    "%s %s %s -> %s %s"
                            .formatted(
                                    request.version(),
                                    request.getURI(),
                                    request.headers(),
                                    response.statusCode(),
                                    response.headers()),
                    hangs);
        }
    }

    private void check(Asked asked, int object, String kind, int floor, HttpClientResponse response, Buffer received) {
        String about = asked + " -> " + response.statusCode() + " " + response.headers();
        counts.bytes.add(received.length());
        int status = response.statusCode();
        if (TROUBLES.contains(status)) {
            counts.errors.increment();
            return;
        }
        if (status == 416) {
            return;
        }
        String tag = response.getHeader("ETag");
        if (tag == null) {
            throw new AssertionError(about);
        }
        int version = Integer.parseInt(tag.replaceAll("[W/\"]", ""));
        assertThat(version).as(about).isBetween(floor, site.version(object));
        int length = SoakSite.length(object, version);
        switch (status) {
            case 200 -> {
                counts.whole.increment();
                if (!asked.method().equals("HEAD")) {
                    byte[] whole = SoakSite.bytes(object, kind, version, 0, length);
                    assertSame(about, decoded(response, received), whole);
                }
            }
            case 206 -> {
                counts.partial.increment();
                if (asked.method().equals("HEAD")) {
                    return;
                }
                String type = String.valueOf(response.getHeader("Content-Type"));
                if (type.startsWith("multipart/byteranges")) {
                    parts(about, type, received, object, kind, version);
                } else {
                    assertRange(
                            about,
                            String.valueOf(response.getHeader("Content-Range")),
                            received.getBytes(),
                            object,
                            kind,
                            version);
                }
            }
            case 304 -> counts.notModified.increment();
            default -> throw new AssertionError(about);
        }
    }

    private static void parts(String about, String type, Buffer received, int object, String kind, int version) {
        String boundary = "--" + type.substring(type.indexOf("boundary=") + 9).replace("\"", "");
        String text = received.toString(ISO_8859_1);
        String[] parts = text.split(Pattern.quote(boundary), -1);
        assertThat(parts[parts.length - 1]).as(about).startsWith("--");
        for (int i = 1; i < parts.length - 1; i++) {
            int body = parts[i].indexOf("\r\n\r\n") + 4;
            String bytes = parts[i].substring(body, parts[i].length() - 2);
            assertRange(about, parts[i].substring(0, body), bytes.getBytes(ISO_8859_1), object, kind, version);
        }
    }

    private static void assertRange(String about, String field, byte[] received, int object, String kind, int version) {
        Matcher range = RANGE.matcher(field);
        assertThat(range.find()).as(about).isTrue();
        int first = Integer.parseInt(range.group(1));
        int count = Integer.parseInt(range.group(2)) - first + 1;
        assertThat(Integer.parseInt(range.group(3))).as(about).isEqualTo(SoakSite.length(object, version));
        assertSame(about, received, SoakSite.bytes(object, kind, version, first, count));
    }

    private static void assertSame(String about, byte[] received, byte[] wanted) {
        int at = java.util.Arrays.mismatch(received, wanted);
        if (at >= 0) {
            throw new AssertionError(
                    "wrong from byte " + at + " of " + wanted.length + ", got " + received.length + ": " + about);
        }
    }

    private static byte[] decoded(HttpClientResponse response, Buffer received) {
        String coding = response.getHeader("Content-Encoding");
        if (coding == null) {
            return received.getBytes();
        }
        var encoded = new ByteArrayInputStream(received.getBytes());
        try (InputStream plain = switch (coding) {
            case "br" -> new BrotliInputStream(encoded);
            case "zstd" -> new ZstdInputStreamNoFinalizer(encoded);
            default -> new GZIPInputStream(encoded);
        }) {
            return plain.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
