package io.perigee.demo.tour;

import io.perigee.demo.DemoEdge;
import io.perigee.demo.DemoRegion;
import io.perigee.demo.site.SampleSite;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Functions. */
final class FunctionsAtFourPoints implements TourStep {

    private static final int WIDTH = 300;
    private static final String PHONE =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
                    + " Version/18.0 Mobile/15E148 Safari/604.1";
    private static final String DESKTOP =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

    @Override
    public String title() {
        return "A function at each of the four points";
    }

    @Override
    public String story() {
        return """
                Functions change requests and responses on their way: viewer-request before the cache is asked, origin-request and
                origin-response around a fetch, viewer-response before each answer. These are the ones of examples/functions.""";
    }

    @Override
    public void take(Walk walk) throws Exception {
        viewerRequest(walk);
        originRequest(walk);
        originResponse(walk);
        viewerResponse(walk);
    }

    private static void viewerRequest(Walk walk) throws Exception {
        DemoEdge edge = walk.network().edges(DemoRegion.EU).getFirst();
        Seen german = walk.get(edge, "/", "Berlin");
        Seen british = walk.get(edge, "/", "London");
        walk.expect("viewer-request: a viewer in Germany is sent to", "/de/", german.header("Location"));
        walk.expect("viewer-request: one in Britain gets the page", 200, british.status());
    }

    private static void originRequest(Walk walk) throws Exception {
        DemoEdge edge = walk.asia(0);
        Seen desktop = walk.get(edge, "/device/", "Tokyo", "User-Agent", DESKTOP);
        Seen phone = walk.get(edge, "/device/", "Tokyo", "User-Agent", PHONE);
        walk.expect("origin-request: a desktop gets", "The large page", title(desktop));
        walk.expect("origin-request: a phone is served from another origin", "The small page", title(phone));
    }

    private static void originResponse(Walk walk) throws Exception {
        DemoEdge edge = walk.asia(0);
        Seen original = walk.get(edge, SampleSite.CAT, "Tokyo");
        Seen narrow = walk.get(edge, SampleSite.CAT + "?w=" + WIDTH, "Tokyo");
        Seen again = walk.get(edge, SampleSite.CAT + "?w=" + WIDTH, "Tokyo");
        walk.expect("origin-response: the picture's width in pixels", WIDTH, width(narrow));
        walk.expect(
                "origin-response: its size in bytes",
                "less than the original's " + original.body().length(),
                Integer.toString(narrow.body().length()),
                narrow.body().length() < original.body().length());
        walk.expect("the variant was made once and kept", "Hit from perigee", again.xCache());
    }

    private static void viewerResponse(Walk walk) throws Exception {
        DemoEdge edge = walk.asia(1);
        Seen seen = walk.get(edge, "/robots.txt", "Sydney");
        walk.expect("viewer-response: X-Content-Type-Options", "nosniff", seen.header("X-Content-Type-Options"));
        walk.expect("viewer-response: X-Frame-Options", "DENY", seen.header("X-Frame-Options"));
    }

    private static String title(Seen page) {
        String text = page.text();
        int start = text.indexOf("<title>");
        int end = text.indexOf("</title>");
        return start < 0 || end < start ? "status " + page.status() : text.substring(start + "<title>".length(), end);
    }

    private static int width(Seen picture) throws IOException {
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(picture.body().getBytes()));
        return image == null ? -1 : image.getWidth();
    }
}
