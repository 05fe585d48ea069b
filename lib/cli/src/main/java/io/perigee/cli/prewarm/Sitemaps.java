package io.perigee.cli.prewarm;

import io.perigee.cli.prewarm.SitemapReader.Sitemap;
import io.perigee.cli.terminal.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Finds the paths that a sitemap lists, by way of its index where it is one. */
final class Sitemaps {

    private static final int MOST_FILES = 500;
    private static final int MOST_PATHS = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Predicate<String> ours;
    private final Set<String> paths = new LinkedHashSet<>();
    private long elsewhere;

    /** @param ours which hosts' URLs are meant */
    Sitemaps(Predicate<String> ours) {
        this.ours = ours;
    }

    /** Paths with their queries, each once, in the order of the files. */
    Set<String> paths() {
        return paths;
    }

    /** How many URLs were left out: of other hosts, or no URLs. */
    long elsewhere() {
        return elsewhere;
    }

    /**
     * Reads a file or a URL, and the sitemaps that it names if it is an index.
     *
     * @throws CommandFailure if one of them cannot be read, or is no sitemap
     */
    void read(String source) {
        Deque<String> waiting = new ArrayDeque<>();
        waiting.add(source);
        Set<String> seen = new HashSet<>(waiting);
        try (HttpClient http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(PATIENCE)
                .build()) {
            while (!waiting.isEmpty()) {
                String next = waiting.remove();
                switch (sitemap(http, next, next.equals(source))) {
                    case Sitemap.Pages pages -> pages.urls().forEach(this::add);
                    case Sitemap.Index index ->
                        index.urls().stream().filter(seen::add).forEach(waiting::add);
                }
                if (seen.size() > MOST_FILES || paths.size() > MOST_PATHS) {
                    throw CommandFailure.invalid(
                            source + " lists more than " + MOST_FILES + " sitemaps or " + MOST_PATHS + " pages");
                }
            }
        }
    }

    private static Sitemap sitemap(HttpClient http, String source, boolean mayBeFile) {
        String lower = source.toLowerCase(Locale.ROOT);
        boolean url = lower.startsWith("http://") || lower.startsWith("https://");
        if (!url && !mayBeFile) {
            throw CommandFailure.invalid(
                    "the sitemap index names \"" + source + "\"", "expected: an http or https URL");
        }
        try (InputStream in = url ? fetched(http, source) : Files.newInputStream(Path.of(source))) {
            return SitemapReader.read(in);
        } catch (IOException | IllegalArgumentException e) {
            throw CommandFailure.invalid(source + " cannot be read as a sitemap: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted");
        }
    }

    private static InputStream fetched(HttpClient http, String url) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            response.body().close();
            throw new IOException("status " + response.statusCode());
        }
        return response.body();
    }

    private void add(String text) {
        try {
            URI url = URI.create(text);
            String host = url.getHost();
            if (host == null || !ours.test(host.toLowerCase(Locale.ROOT))) {
                elsewhere++;
                return;
            }
            String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
            paths.add(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery());
        } catch (IllegalArgumentException malformed) {
            elsewhere++;
        }
    }
}
