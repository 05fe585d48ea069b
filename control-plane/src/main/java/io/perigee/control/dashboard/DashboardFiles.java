package io.perigee.control.dashboard;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Answers {@code /} and {@code /dashboard/…} out of the resources under {@code site/}. They are public, since they tell nothing of the network: what they show they
 * ask the API for, with the viewer's token.
 */
public final class DashboardFiles {

    private static final String PREFIX = "/dashboard/";

    /** Names without a dot at their beginning, so that none leads out of the folder. */
    private static final Pattern NAME = Pattern.compile("(?:[a-z0-9_-][a-zA-Z0-9._-]*/)*[a-zA-Z0-9_-][a-zA-Z0-9._-]*");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8");

    /** Everything comes from here, and nothing is run that is not in a file. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, Optional<File>> files = new ConcurrentHashMap<>();

    private record File(Buffer bytes, String type, String entityTag) {}

    /** Answers the request if it asks for one of the files; whether it did. */
    public boolean answered(HttpServerRequest request) {
        String path = request.path();
        if (path == null
                || !(request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD))) {
            return false;
        }
        Optional<File> file = find(path);
        file.ifPresent(found -> send(request, found));
        return file.isPresent();
    }

    private Optional<File> find(String path) {
        if (path.equals("/")) {
            return file("index.html");
        }
        return path.startsWith(PREFIX) ? file(path.substring(PREFIX.length())) : Optional.empty();
    }

    private Optional<File> file(String name) {
        if (!NAME.matcher(name).matches() || !TYPES.containsKey(extension(name))) {
            return Optional.empty();
        }
        Optional<File> known = files.get(name);
        if (known != null) {
            return known;
        }
        Optional<File> read = read(name);
        // What is not there is not remembered: anybody can ask for any name.
        read.ifPresent(file -> files.put(name, read));
        return read;
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static Optional<File> read(String name) {
        try (InputStream in = DashboardFiles.class.getResourceAsStream("site/" + name)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            String entityTag = '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
            String type = TYPES.getOrDefault(extension(name), "application/octet-stream");
            return Optional.of(new File(Buffer.buffer(bytes), type, entityTag));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(HttpServerRequest request, File file) {
        HttpServerResponse response = request.response();
        response.putHeader("ETag", file.entityTag())
                // An upgrade shows at once; a check costs one round trip and no body.
                .putHeader("Cache-Control", "no-cache")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
        if (file.entityTag().equals(request.getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("Content-Type", file.type())
                .putHeader("Content-Length", Integer.toString(file.bytes().length()));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(file.bytes());
        }
    }
}
