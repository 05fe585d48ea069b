package io.perigee.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A client that blocks. */
final class Answers implements AutoCloseable {

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /** The answer to a GET; status 0 where there is none, because nobody listens or the connection breaks. */
    Answer get(URI url) {
        return send(HttpRequest.newBuilder(url));
    }

    /** The answer to any request; status 0 where there is none. */
    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("X-Cache").orElse(""));
        } catch (IOException e) {
            return new Answer(0, e.toString(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    /**
     * What came.
     *
     * @param cache the field {@code X-Cache}
     */
    record Answer(int status, String body, String cache) {}

    @Override
    public void close() {
        http.close();
    }
}
