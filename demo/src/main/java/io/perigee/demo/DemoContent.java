package io.perigee.demo;

import io.perigee.demo.site.SampleSite;
import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.ObjectAttributes;
import io.perigee.origin.store.ObjectKey;
import io.perigee.origin.store.ObjectStore;
import io.perigee.origin.store.PutOutcome;
import io.perigee.origin.website.OriginRoutes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** What the demo's origin serves: the sample site, and the pages that the example functions lead to. */
public final class DemoContent {

    /** Below it every path is there, and takes {@link #REPORT_TAKES} to make: what a database query would. */
    public static final String REPORTS = "/reports/";

    /** How long the origin works on a report. */
    public static final Duration REPORT_TAKES = Duration.ofMillis(500);

    private static final String PAGE = "text/html; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    private DemoContent() {}

    /** The origin's dynamic part. */
    static OriginRoutes routes(Vertx vertx, InstantSource clock) {
        return SampleSite.routes(clock).with(REPORTS + "*", request -> report(vertx, request));
    }

    private static void report(Vertx vertx, HttpServerRequest request) {
        vertx.timer(REPORT_TAKES.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(done -> request.response()
                        .putHeader("Content-Type", TEXT)
                        .putHeader("Cache-Control", "public, max-age=3600")
                        .end("The report " + request.path() + ", made once.\n"));
    }

    /** Puts into the store what is not there. Blocks. */
    static void load(ObjectStore store) throws IOException {
        SampleSite.load(store);
        page(store, "de/index.html", "Willkommen", "de", "Sie kommen aus Deutschland oder &Ouml;sterreich.");
        page(store, "fr/index.html", "Bienvenue", "fr", "Vous venez de France.");
        page(store, "es/index.html", "Bienvenidos", "es", "Viene de Espa&ntilde;a.");
        page(store, "ja/index.html", "ようこそ", "ja", "日本からのアクセスです。");
        page(store, "ko/index.html", "환영합니다", "ko", "한국에서 접속하셨습니다.");
        page(store, "device/index.html", "The large page", "en", "For screens with room.");
        page(store, "mobile/device/index.html", "The small page", "en", "From the origin for phones.");
        page(store, "ab/index.html", "Variant A", "en", "Half of the viewers see this page.");
        page(store, "b/ab/index.html", "Variant B", "en", "The other half see this one.");
    }

    private static void page(ObjectStore store, String key, String title, String language, String text)
            throws IOException {
        if (store.find(bucket(), new ObjectKey(key)).isEmpty()) {
            String page = """
                    <!doctype html>
                    <html lang="%s"><head><meta charset="utf-8"><title>%s</title>
                    <link rel="stylesheet" href="/css/site.css"></head>
                    <body><main><h1>%s</h1><p>%s</p></main></body></html>
                    """.formatted(language, title, title, text);
            put(store, key, page, PAGE, "public, max-age=60");
        }
    }

    /** Puts a text into the store, in place of what is there. Blocks. */
    public static void putText(ObjectStore store, String path, String text, Duration maxAge) throws IOException {
        put(store, path.substring(1), text, TEXT, "public, max-age=" + maxAge.toSeconds());
    }

    private static void put(ObjectStore store, String key, String text, String type, String cacheControl)
            throws IOException {
        PutOutcome outcome = store.put(
                bucket(),
                new ObjectKey(key),
                ObjectAttributes.of(type).withCacheControl(cacheControl),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        if (outcome instanceof PutOutcome.Refused refused) {
            throw new IOException("the origin has no room for " + key + ": " + refused);
        }
    }

    private static BucketName bucket() {
        return new BucketName(SampleSite.BUCKET);
    }
}
