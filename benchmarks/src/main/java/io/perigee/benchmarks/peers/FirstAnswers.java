package io.perigee.benchmarks.peers;

import io.perigee.benchmarks.server.ObjectsOrigin;
import io.perigee.benchmarks.server.Payload;
import io.perigee.benchmarks.server.Started;
import io.perigee.benchmarks.server.Storage;
import io.perigee.benchmarks.server.Transport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Waits until a server answers, and holds its answers to what the origin has: a wrong answer may be a fast one. */
final class FirstAnswers implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final long PAUSE_MILLIS = 100;
    private static final int SHOWN_OUTPUT = 2_000;

    /** Twice is what some caches need before they keep an object where it is fastest. */
    private static final int TIMES = 3;

    private final HttpClient client;
    private final ObjectsOrigin origin;

    FirstAnswers(String certificatePem, ObjectsOrigin origin) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(certificatePem))
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        this.origin = origin;
    }

    /** Asks for every object over every transport; where there are many, over the others for one of them. */
    void await(String name, Storage storage, Started server, List<Payload> payloads)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        boolean further = false;
        for (Map.Entry<Transport, URI> url : server.urls().entrySet()) {
            for (Payload payload : payloads) {
                byte[] expected = origin.bytes(payload);
                int objects = storage.objects(payload);
                URI object = url.getValue().resolve(ObjectsOrigin.path(payload));
                if (objects == 1) {
                    for (int i = 0; i < TIMES; i++) {
                        awaitOne(name, server, object, expected, deadline);
                    }
                } else {
                    for (int i = 0; i < (further ? 1 : objects); i++) {
                        awaitOne(name, server, URI.create(object + "/" + i), expected, deadline);
                    }
                }
            }
            further = true;
        }
    }

    private void awaitOne(String name, Started server, URI url, byte[] expected, long deadline)
            throws IOException, InterruptedException {
        String last = "it did not answer";
        do {
            try {
                HttpResponse<byte[]> response = client.send(
                        HttpRequest.newBuilder(url)
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() == 200) {
                    if (Arrays.equals(response.body(), expected)) {
                        return;
                    }
                    throw new WrongAnswerException(name + " answers " + url + " with other bytes than the origin");
                }
                last = "it answered " + response.statusCode();
            } catch (WrongAnswerException e) {
                throw e;
            } catch (IOException e) {
                last = String.valueOf(e.getMessage() == null ? e : e.getMessage());
            }
            for (Process process : server.processes()) {
                if (process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new IOException(name + " ended with code " + process.exitValue() + ": " + printed(server));
                }
            }
        } while (System.nanoTime() < deadline);
        throw new IOException(name + " does not serve " + url + " (" + last + "): " + printed(server));
    }

    private static String printed(Started server) throws IOException {
        String output = Files.exists(server.output())
                ? Files.readString(server.output()).strip()
                : "";
        return output.length() > SHOWN_OUTPUT ? "…" + output.substring(output.length() - SHOWN_OUTPUT) : output;
    }

    private static SSLContext trusting(String certificatePem) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "server",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(certificatePem.getBytes(StandardCharsets.US_ASCII))));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Every JDK can trust a certificate", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static final class WrongAnswerException extends IOException {
        private static final long serialVersionUID = 1L;

        WrongAnswerException(String message) {
            super(message);
        }
    }
}
