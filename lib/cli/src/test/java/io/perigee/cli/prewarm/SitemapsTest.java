package io.perigee.cli.prewarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.perigee.cli.prewarm.SitemapReader.Sitemap;
import io.perigee.cli.terminal.CommandFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SitemapsTest {

    private static Sitemap read(String xml) throws IOException {
        return SitemapReader.read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private static String pages(String url) {
        return "<urlset><url><loc>" + url + "</loc></url></urlset>";
    }

    @Test
    void onlyTheLocationsOfEntriesCount() throws IOException {
        assertThat(read("""
                        <urlset xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
                          <url><loc> https://a.example/1 </loc>
                            <image:image><image:loc>https://a.example/picture</image:loc></image:image></url>
                          <url><loc><![CDATA[https://a.example/2]]></loc></url>
                        </urlset>
                        """))
                .isEqualTo(new Sitemap.Pages(java.util.List.of("https://a.example/1", "https://a.example/2")));
        assertThat(read("<sitemapindex><sitemap><loc>https://a.example/s</loc></sitemap></sitemapindex>"))
                .isInstanceOf(Sitemap.Index.class);
    }

    @Test
    void nothingOutsideOfTheDocumentIsReadAndNoEntityExpanded(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret");
        for (String doctype : new String[] {
            "<!DOCTYPE urlset [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>",
            "<!DOCTYPE urlset SYSTEM \"" + secret.toUri() + "\">",
            "<!DOCTYPE urlset [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY x \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
        }) {
            assertThatThrownBy(() -> read(doctype + pages("https://a.example/&x;")))
                    .as(doctype)
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void whatIsLargerThanTheProtocolAllowsIsRefusedAlsoWhenItComesSmall() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            out.write("<urlset>".getBytes(StandardCharsets.UTF_8));
            byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i <= SitemapReader.MOST_BYTES >> 20; i++) {
                out.write(blanks);
            }
        }
        InputStream in = new ByteArrayInputStream(bomb.toByteArray());

        assertThatThrownBy(() -> SitemapReader.read(in)).hasMessage("it is larger than 50 MiB");
        String entries = "<url><loc>https://a.example/</loc></url>".repeat(SitemapReader.MOST_ENTRIES + 1);
        assertThatThrownBy(() -> read("<urlset>" + entries + "</urlset>")).hasMessageContaining("50000 entries");
        assertThatThrownBy(() -> read("<urlset><url>")).isInstanceOf(IOException.class);
    }

    @Test
    void anIndexIsFollowedOnceForEachSitemap() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        serve(
                server,
                "/index",
                "<sitemapindex><sitemap><loc>" + base + "/1</loc></sitemap><sitemap><loc>" + base
                        + "/1</loc></sitemap><sitemap><loc>" + base + "/index</loc></sitemap></sitemapindex>");
        serve(server, "/1", pages("https://a.example/1"));
        serve(server, "/file", "<sitemapindex><sitemap><loc>/etc/hostname</loc></sitemap></sitemapindex>");
        server.start();
        try {
            Sitemaps sitemaps = new Sitemaps("a.example"::equals);
            sitemaps.read(base + "/index");
            assertThat(sitemaps.paths()).containsExactly("/1");
            assertThatThrownBy(() -> sitemaps.read(base + "/file"))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("the sitemap index names \"/etc/hostname\"");
            assertThatThrownBy(() -> sitemaps.read(base + "/none")).hasMessageContaining("status 404");
        } finally {
            server.stop(0);
        }
    }

    private static void serve(HttpServer server, String path, String body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            try (exchange) {
                exchange.getResponseBody().write(bytes);
            }
        });
    }
}
