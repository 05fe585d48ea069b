package io.perigee.origin;

import static io.perigee.origin.RunningOrigin.header;
import static io.perigee.origin.RunningOrigin.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.origin.website.OriginRoutes;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebsiteTest {

    private RunningOrigin origin;

    @BeforeEach
    void start(@TempDir Path data) {
        OriginRoutes routes = OriginRoutes.none()
                .with("/api/hello", request -> request.response().end("hello"));
        origin = new RunningOrigin(
                OriginNodeConfig.singleSite(data, "site"),
                OriginExtensions.none().withRoutes(routes));
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    @Test
    void folderAnswersWithItsIndexDocument() throws Exception {
        origin.put("site", "index.html", "root");
        origin.put("site", "docs/index.html", "docs");
        assertThat(text(origin.get("/"))).isEqualTo("root");
        assertThat(text(origin.get("/docs/"))).isEqualTo("docs");
    }

    @Test
    void folderWithoutSlashRedirectsToTheFolder() throws Exception {
        origin.put("site", "a b/index.html", "x");
        HttpResponse<byte[]> response = origin.get("/a%20b");
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(header(response, "Location")).isEqualTo("/a%20b/");
    }

    @Test
    void redirectNeverNamesAnotherHost() throws Exception {
        origin.put("site", "/evil.example/index.html", "x");
        HttpResponse<byte[]> response = origin.get("//evil.example");
        assertThat(header(response, "Location")).isEqualTo("/evil.example/");
    }

    @Test
    void objectComesWithItsHeaders() throws Exception {
        origin.put("site", "a.css", "text/css", new byte[] {'a', '{', '}'});
        HttpResponse<byte[]> response = origin.get("/a.css");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo("text/css");
        assertThat(header(response, "Content-Length")).isEqualTo("3");
        assertThat(header(response, "Cache-Control")).isEqualTo("max-age=60");
        assertThat(header(response, "ETag")).matches("\"[0-9a-f]{32}\"");
        assertThat(header(response, "Last-Modified")).endsWith("GMT");
        assertThat(header(response, "Date")).endsWith("GMT");
    }

    @Test
    void headAnswersAsGetWithoutBody() throws Exception {
        origin.put("site", "a.css", "text/css", new byte[1000]);
        HttpResponse<byte[]> response = origin.ask("HEAD", "/a.css");
        assertThat(header(response, "Content-Length")).isEqualTo("1000");
        assertThat(response.body()).isEmpty();
    }

    @Test
    void unchangedObjectIsNotSentAgain() throws Exception {
        origin.put("site", "a.html", "a");
        HttpResponse<byte[]> first = origin.get("/a.html");
        assertThat(origin.get("/a.html", "If-None-Match", header(first, "ETag")).statusCode())
                .isEqualTo(304);
        HttpResponse<byte[]> byDate = origin.get("/a.html", "If-Modified-Since", header(first, "Last-Modified"));
        assertThat(byDate.statusCode()).isEqualTo(304);
        assertThat(byDate.body()).isEmpty();
        assertThat(header(byDate, "Cache-Control")).isEqualTo("max-age=60");
        assertThat(origin.node.counters().notModified()).isEqualTo(2);
    }

    @Test
    void otherConditionsHold() throws Exception {
        origin.put("site", "a.html", "a");
        assertThat(origin.get("/a.html", "If-Match", "\"other\"").statusCode()).isEqualTo(412);
        assertThat(origin.get("/a.html", "If-Match", "*").statusCode()).isEqualTo(200);
        assertThat(origin.get("/a.html", "If-None-Match", "W/\"other\"").statusCode())
                .isEqualTo(200);
        assertThat(origin.get("/a.html", "If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:01 GMT")
                        .statusCode())
                .isEqualTo(412);
        assertThat(origin.get("/a.html", "If-Modified-Since", "yesterday").statusCode())
                .isEqualTo(200);
    }

    @Test
    void rangesAreServed() throws Exception {
        byte[] bytes = new byte[300_000];
        new Random(7).nextBytes(bytes);
        origin.put("site", "v.avi", "video/x-msvideo", bytes);

        HttpResponse<byte[]> middle = origin.get("/v.avi", "Range", "bytes=1000-200999");
        assertThat(middle.statusCode()).isEqualTo(206);
        assertThat(header(middle, "Content-Range")).isEqualTo("bytes 1000-200999/300000");
        assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(bytes, 1000, 201_000));

        HttpResponse<byte[]> end = origin.get("/v.avi", "Range", "bytes=-10");
        assertThat(end.body()).isEqualTo(Arrays.copyOfRange(bytes, 299_990, 300_000));

        HttpResponse<byte[]> beyond = origin.get("/v.avi", "Range", "bytes=300000-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(header(beyond, "Content-Range")).isEqualTo("bytes */300000");

        HttpResponse<byte[]> near = origin.get("/v.avi", "Range", "bytes=0-1,5-6");
        assertThat(near.statusCode()).isEqualTo(206);
        assertThat(header(near, "Content-Range")).isEqualTo("bytes 0-6/300000");

        for (String ignored : new String[] {"bytes=5-1", "bytes=0-1,500-501", "lines=1-2", "bytes=-", "bytes=1e3-"}) {
            assertThat(origin.get("/v.avi", "Range", ignored).statusCode())
                    .as(ignored)
                    .isEqualTo(200);
        }
        assertThat(origin.get("/v.avi", "Range", "bytes=0-0", "If-Range", "\"old\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void rangeIsGivenOnlyOfTheVersionThatIfRangeNames() throws Exception {
        origin.put("site", "a", "text/plain", new byte[] {'a', 'b', 'c'});
        String tag = header(origin.get("/a"), "ETag");

        HttpResponse<byte[]> same = origin.get("/a", "Range", "bytes=1-1", "If-Range", tag);
        assertThat(same.statusCode()).isEqualTo(206);
        assertThat(text(same)).isEqualTo("b");
        assertThat(header(same, "ETag")).isEqualTo(tag);
        assertThat(header(same, "Content-Length")).isEqualTo("1");
        for (String other : new String[] {"\"old\"", "W/" + tag, "Thu, 01 Jan 1970 00:00:01 GMT", "yesterday"}) {
            assertThat(origin.get("/a", "Range", "bytes=1-1", "If-Range", other).statusCode())
                    .as(other)
                    .isEqualTo(200);
        }
    }

    @Test
    void entityTagCountsWithoutItsQuotesToo() throws Exception {
        origin.put("site", "a", "a");
        String bare = header(origin.get("/a"), "ETag").replace("\"", "");

        assertThat(origin.get("/a", "If-None-Match", bare).statusCode()).isEqualTo(304);
        assertThat(origin.get("/a", "If-Match", "other, " + bare).statusCode()).isEqualTo(200);
        assertThat(origin.get("/a", "If-Match", "other").statusCode()).isEqualTo(412);
    }

    @Test
    void missingObjectAnswersWithTheErrorDocument() throws Exception {
        HttpResponse<byte[]> plain = origin.get("/nothing");
        assertThat(plain.statusCode()).isEqualTo(404);
        assertThat(text(plain)).contains("NoSuchKey");
        origin.put("site", "error.html", "not here");
        HttpResponse<byte[]> document = origin.get("/nothing", "If-None-Match", "*", "Range", "bytes=0-1");
        assertThat(document.statusCode()).isEqualTo(404);
        assertThat(text(document)).isEqualTo("not here");
    }

    @Test
    void otherMethodsAreRefused() {
        HttpResponse<byte[]> response = origin.ask("DELETE", "/index.html");
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(header(response, "Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void emptyObjectIsServed() throws Exception {
        origin.put("site", "empty", "");
        HttpResponse<byte[]> response = origin.get("/empty");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void dynamicRouteAnswersBeforeObjects() {
        assertThat(text(origin.get("/api/hello?x=1"))).isEqualTo("hello");
    }

    @Test
    void fetchesAreCountedByPath() throws Exception {
        origin.put("site", "img/a.jpg", "image/jpeg", new byte[100]);
        origin.get("/img/a.jpg?x=1");
        origin.get("/img/a.jpg");
        origin.get("/img/none.jpg");
        assertThat(origin.node.counters().fetches()).isEqualTo(3);
        assertThat(origin.node.counters().fetches("/img/a.jpg")).isEqualTo(2);
        assertThat(origin.node.counters().fetchesUnder("/img/")).isEqualTo(3);
        assertThat(origin.node.counters().bodyBytes()).isEqualTo(200);
    }
}
