package io.perigee.demo.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.origin.OriginExtensions;
import io.perigee.origin.OriginNode;
import io.perigee.origin.OriginNodeConfig;
import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.ListRequest;
import io.perigee.origin.store.ObjectStore;
import io.perigee.origin.store.StoreLimits;
import io.perigee.origin.store.StoredObject;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleSiteTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private OriginNode node;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        node = OriginNode.start(
                        vertx,
                        OriginNodeConfig.singleSite(data, SampleSite.BUCKET),
                        OriginExtensions.none().withRoutes(SampleSite.routes(CLOCK)))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        SampleSite.load(node.store());
    }

    @AfterAll
    void stop() throws Exception {
        node.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        client.close();
    }

    @Test
    void everyPageAndWhatItNamesIsThere() throws Exception {
        for (String page : List.of("/", "/gallery/")) {
            String html = new String(get(page).body(), StandardCharsets.UTF_8);
            for (String link : links(html)) {
                assertThat(get(link).statusCode()).as("%s names %s", page, link).isEqualTo(200);
            }
        }
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/nothing").body()).asString().contains("Out of orbit");
    }

    @Test
    void picturesAreJpegsOfSome100Kilobytes() throws Exception {
        assertThat(SampleSite.pictures()).hasSize(12).first().isEqualTo(SampleSite.CAT);
        for (String path : SampleSite.pictures()) {
            HttpResponse<byte[]> response = get(path);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("image/jpeg");
            assertThat(response.body().length).as(path).isBetween(60_000, 220_000);
            assertThat(ImageIO.read(new ByteArrayInputStream(response.body())).getWidth())
                    .isEqualTo(1200);
        }
    }

    @Test
    void filmIsAnMp4OfSomeMegabytesThatCanBeFetchedInRanges() throws Exception {
        HttpResponse<byte[]> part = get(SampleSite.FILM, "Range", "bytes=4-7");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).asString().isEqualTo("ftyp");
        assertThat(part.headers().firstValue("Content-Type")).hasValue("video/mp4");
        long size = Long.parseLong(
                part.headers().firstValue("Content-Range").orElseThrow().replaceFirst(".*/", ""));
        assertThat(size).isBetween(2_000_000L, 8_000_000L);
    }

    @Test
    void apiIsNeverToBeStoredAndAnswersAnewEachTime() throws Exception {
        HttpResponse<byte[]> time = get("/api/time");
        assertThat(time.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(time.body()).asString().contains("\"now\" : \"2026-11-21T10:00:00Z\"");
        assertThat(get("/api/time").body()).isNotEqualTo(get("/api/time").body());
        assertThat(get("/api/other").statusCode()).isEqualTo(404);
    }

    @Test
    void echoTellsTheRequestButNotWhatNodesTellEachOther() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/api/echo?a=%22b"))
                .header("X-Colour", "blue")
                .header("Perigee-Auth", "secret")
                .POST(HttpRequest.BodyPublishers.ofString("hello"))
                .build();
        HttpResponse<byte[]> echo = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(echo.body())
                .asString()
                .contains("\"method\" : \"POST\"", "\"query\" : \"a=%22b\"", "\"x-colour\" : \"blue\"", "\"hello\"")
                .doesNotContain("secret");
        HttpRequest large = HttpRequest.newBuilder(uri("/api/echo"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[SampleApi.MAXIMUM_ECHO + 1]))
                .build();
        assertThat(client.send(large, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(413);
    }

    @Test
    void loadingAgainChangesNothingAndLoadingElsewhereMakesTheSame(@TempDir Path elsewhere) throws Exception {
        Map<String, StoredObject> before = objects(node.store());
        SampleSite.load(node.store());
        assertThat(objects(node.store())).isEqualTo(before);
        try (ObjectStore other = ObjectStore.open(elsewhere, StoreLimits.standard(), CLOCK, List.of())) {
            SampleSite.load(other);
            assertThat(etags(other)).isEqualTo(etags(node.store()));
        }
    }

    private static Map<String, StoredObject> objects(ObjectStore store) {
        return store.list(new BucketName(SampleSite.BUCKET), ListRequest.ofPrefix("")).orElseThrow().objects().stream()
                .collect(Collectors.toMap(object -> object.key().value(), object -> object));
    }

    private static Map<String, String> etags(ObjectStore store) {
        return objects(store).values().stream()
                .collect(Collectors.toMap(object -> object.key().value(), StoredObject::etag));
    }

    private static List<String> links(String html) {
        return Pattern.compile("(?:src|href)=\"(/[^\"]*)\"")
                .matcher(html)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + node.websitePort() + path);
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
