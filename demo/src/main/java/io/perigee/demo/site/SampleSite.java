package io.perigee.demo.site;

import io.perigee.origin.OriginNode;
import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.ObjectStore;
import io.perigee.origin.store.PutOutcome;
import io.perigee.origin.store.StoredObject;
import io.perigee.origin.website.OriginRoutes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The site that the demo delivers. Its pages say what a CDN does and show how they themselves were delivered.
 *
 * <p>To serve it: start an {@link OriginNode} on {@link io.perigee.origin.OriginNodeConfig#singleSite a single site} of
 * bucket {@link #BUCKET} with {@link #routes}, and {@link #load} it once the node runs.
 */
public final class SampleSite {

    /** The bucket that it is loaded into. */
    public static final String BUCKET = "sample-site";

    /** The example picture of image resizing, of some 100 KB. */
    public static final String CAT = "/img/cat.jpg";

    /** The film, of some MB. */
    public static final String FILM = "/video/orbits.mp4";

    private static final String PAGE = "public, max-age=60, stale-while-revalidate=30";
    private static final String ASSET = "public, max-age=3600";
    private static final String PICTURE = "public, max-age=86400";
    private static final String EDITION = "1";

    private SampleSite() {}

    /** The site's dynamic part: {@code /api/time} and {@code /api/echo}, which no cache may keep. */
    public static OriginRoutes routes(InstantSource clock) {
        SampleApi api = new SampleApi(clock);
        return OriginRoutes.none()
                .with("/api/time", api::time)
                .with("/api/echo", api::echo)
                .with("/api/*", api::unknown);
    }

    /** Paths of the pictures, {@link #CAT} first. */
    public static List<String> pictures() {
        List<String> paths = new ArrayList<>(List.of(CAT));
        for (PlanetScene scene : PlanetScene.ALL) {
            paths.add("/img/" + scene.name() + ".jpg");
        }
        return List.copyOf(paths);
    }

    /**
     * Puts into the store what is missing there or of another edition. Takes some two seconds the first time, on all
     * cores, and next to nothing after. Blocks.
     *
     * @throws IOException if the store refuses or the disk fails
     */
    public static void load(ObjectStore store) throws IOException {
        BucketName bucket = new BucketName(BUCKET);
        store.createBucket(bucket);
        try {
            objects().parallelStream()
                    .filter(object -> !edition(store, bucket, object).equals(Optional.of(object.edition())))
                    .forEach(object -> put(store, bucket, object));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Optional<String> edition(ObjectStore store, BucketName bucket, SiteObject object) {
        return store.find(bucket, object.objectKey())
                .map(StoredObject::attributes)
                .map(attributes -> attributes.userMetadata().get(SiteObject.EDITION));
    }

    private static void put(ObjectStore store, BucketName bucket, SiteObject object) {
        try {
            byte[] bytes = object.bytes().make();
            PutOutcome outcome =
                    store.put(bucket, object.objectKey(), object.attributes(), new ByteArrayInputStream(bytes));
            if (outcome instanceof PutOutcome.Refused refused) {
                throw new IOException("the sample site does not fit: " + object.key() + ": " + refused);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<SiteObject> objects() throws IOException {
        List<SiteObject> objects = new ArrayList<>();
        // The longest work first.
        objects.add(new SiteObject(key(FILM), "video/mp4", PICTURE, EDITION, OrbitFilm::mp4));
        objects.add(new SiteObject(key(CAT), "image/jpeg", PICTURE, EDITION, CatPicture::jpeg));
        for (PlanetScene scene : PlanetScene.ALL) {
            objects.add(new SiteObject("img/" + scene.name() + ".jpg", "image/jpeg", PICTURE, EDITION, scene::jpeg));
        }
        objects.add(resource("index.html", "text/html; charset=utf-8", PAGE));
        objects.add(resource("gallery/index.html", "text/html; charset=utf-8", PAGE));
        objects.add(resource("error.html", "text/html; charset=utf-8", PAGE));
        objects.add(resource("css/site.css", "text/css; charset=utf-8", ASSET));
        objects.add(resource("js/delivery.js", "text/javascript; charset=utf-8", ASSET));
        objects.add(resource("js/gallery.js", "text/javascript; charset=utf-8", ASSET));
        objects.add(resource("img/logo.svg", "image/svg+xml", ASSET));
        objects.add(text("robots.txt", "text/plain; charset=utf-8", "User-agent: *\nAllow: /\n"));
        return objects;
    }

    private static SiteObject text(String key, String contentType, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new SiteObject(key, contentType, ASSET, edition(bytes), () -> bytes);
    }

    private static SiteObject resource(String key, String contentType, String cacheControl) throws IOException {
        try (InputStream in = SampleSite.class.getResourceAsStream(key)) {
            if (in == null) {
                throw new IOException("resource " + key + " is missing");
            }
            byte[] bytes = in.readAllBytes();
            return new SiteObject(key, contentType, cacheControl, edition(bytes), () -> bytes);
        }
    }

    /** A page's edition is its content: one that was changed replaces the stored one. */
    private static String edition(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return Long.toHexString(crc.getValue());
    }

    private static String key(String path) {
        return path.substring(1);
    }
}
