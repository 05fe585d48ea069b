package io.perigee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.perigee.node.listen.SelfSigned;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The control plane's API as far as its answers can be told beforehand: resources in a map, and answers that tests queue. */
final class FakeControlPlane implements AutoCloseable {

    static final String TOKEN = "s3cret";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer as it goes out. */
    record Reply(int status, String body) {}

    private final HttpServer server;
    private final Map<String, ObjectNode> resources = Collections.synchronizedMap(new TreeMap<>());
    private final Map<String, Deque<Reply>> queued = new HashMap<>();
    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    FakeControlPlane() {
        this(null);
    }

    /** @param certificate null: plain HTTP */
    FakeControlPlane(@Nullable SelfSigned certificate) {
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            if (certificate == null) {
                server = HttpServer.create(free, 0);
            } else {
                HttpsServer secure = HttpsServer.create(free, 0);
                secure.setHttpsConfigurator(new HttpsConfigurator(presenting(certificate)));
                server = secure;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    private static SSLContext presenting(SelfSigned own) throws IOException {
        try (InputStream pem = new ByteArrayInputStream(own.certificatePem().getBytes(StandardCharsets.US_ASCII))) {
            byte[] key = Base64.getMimeDecoder().decode(own.keyPem().replaceAll("-----[A-Z ]+-----", ""));
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry(
                    "own",
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                    new char[0],
                    new Certificate[] {CertificateFactory.getInstance("X.509").generateCertificate(pem)});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String url() {
        return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Methods, targets and preconditions of all requests that changed or tried to change something. */
    List<String> changes() {
        synchronized (requests) {
            return requests.stream()
                    .filter(request -> !request.startsWith("GET"))
                    .toList();
        }
    }

    /** What the last request of this method and target has brought. */
    String body(String methodAndTarget) {
        return bodies.getOrDefault(methodAndTarget, "");
    }

    /** The next answer to requests of this method and target, once. */
    FakeControlPlane reply(String methodAndTarget, int status, String body) {
        synchronized (queued) {
            queued.computeIfAbsent(methodAndTarget, key -> new ArrayDeque<>()).add(new Reply(status, body));
        }
        return this;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String target = exchange.getRequestURI().toString();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
        String precondition = header(exchange, "If-None-Match") + header(exchange, "If-Match");
        bodies.put(method + " " + target, body);
        requests.add(method + " " + target + (precondition.isEmpty() ? "" : " " + precondition));
        Reply reply;
        if (!header(exchange, "Authorization").equals("Bearer " + TOKEN)) {
            reply = problem(401, "Unauthorized");
        } else {
            Reply first = null;
            synchronized (queued) {
                Deque<Reply> replies = queued.get(method + " " + target);
                first = replies == null ? null : replies.poll();
            }
            reply = first != null
                    ? first
                    : stored(exchange, method, exchange.getRequestURI().getPath(), body);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private Reply stored(HttpExchange exchange, String method, String path, String body) throws IOException {
        ObjectNode resource = resources.get(path);
        return switch (method) {
            case "PUT" -> {
                resources.put(path, (ObjectNode) JSON.readTree(body));
                yield new Reply(resource == null ? 201 : 200, body);
            }
            case "DELETE" -> {
                resources.remove(path);
                yield resource == null ? problem(404, "Not found") : new Reply(204, "");
            }
            default -> {
                if (resource != null) {
                    exchange.getResponseHeaders().set("ETag", "\"" + resource.hashCode() + "\"");
                    yield new Reply(200, shown(resource).toString());
                }
                yield path.matches("/v1/[a-z-]+") ? new Reply(200, list(path)) : problem(404, "Not found");
            }
        };
    }

    private String list(String path) {
        ObjectNode list = JSON.createObjectNode();
        var items = list.putArray("items");
        resources.forEach((key, value) -> {
            if (key.startsWith(path + "/")) {
                items.add(shown(value));
            }
        });
        return list.toString();
    }

    private static JsonNode shown(ObjectNode resource) {
        ObjectNode state = JSON.createObjectNode();
        state.set("id", resource.get("id"));
        state.put("managed", false).put("status", "Deployed").put("updatedAt", "2026-11-21T10:00:00Z");
        state.set("document", resource);
        return state;
    }

    private static Reply problem(int status, String title) {
        return new Reply(status, "{\"title\": \"" + title + "\", \"status\": " + status + "}");
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }
}
