package io.perigee.edge.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.ResponseHead;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedHeadsTest {

    private static final ResponseHead PAGE = new ResponseHead(
            200,
            Headers.of(
                    "Content-Type", "text/html; charset=utf-8",
                    "Content-Length", "5000",
                    "ETag", "\"v1\"",
                    "Accept-Ranges", "bytes",
                    "Content-MD5", "Q2hlY2sgSW50ZWdyaXR5IQ=="));

    @ParameterizedTest
    @CsvSource({
        "999, false",
        "1000, true",
        "10000000, true",
        "10000001, false",
        "-1, false",
        "1e3, false",
        "'', false",
        "99999999999999999999, false"
    })
    void lengthDecides(String length, boolean compressed) {
        assertThat(CompressedHeads.isCompressible(with("Content-Length", length)))
                .isEqualTo(compressed);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes 0-999/5000, true",
        "bytes 4000-4999/5000, true",
        "bytes 0-999/10000001, false",
        "bytes 0-999/*, false",
        "'', false"
    })
    void aPartIsJudgedByTheWhole(String range, boolean compressed) {
        ResponseHead part = with("Content-Length", "1000");
        ResponseHead ranged = new ResponseHead(206, part.headers().with("Content-Range", range));
        assertThat(CompressedHeads.isPartOfCompressible(ranged)).isEqualTo(compressed);
        assertThat(CompressedHeads.isPartOfCompressible(part)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "200, true",
        "403, true",
        "404, true",
        "201, false",
        "206, false",
        "301, false",
        "500, false",
        "503, false"
    })
    void statusDecides(int status, boolean compressed) {
        assertThat(CompressedHeads.isCompressible(new ResponseHead(status, PAGE.headers())))
                .isEqualTo(compressed);
    }

    @ParameterizedTest
    @CsvSource({
        "text/css, true",
        "TEXT/CSS;charset=utf-8, true",
        "application/wasm , true",
        "image/svg+xml, true",
        "image/png, false",
        "video/mp4, false",
        "application/octet-stream, false",
        "font/woff2, false",
        "'', false"
    })
    void typeDecides(String type, boolean compressed) {
        assertThat(CompressedHeads.isCompressible(with("Content-Type", type))).isEqualTo(compressed);
    }

    @Test
    void unknownLengthOrTypeIsLeft() {
        assertThat(CompressedHeads.isCompressible(
                        PAGE.withHeaders(PAGE.headers().without("Content-Length"))))
                .isFalse();
        assertThat(CompressedHeads.isCompressible(
                        PAGE.withHeaders(PAGE.headers().without("Content-Type"))))
                .isFalse();
    }

    @Test
    void whatIsEncodedPartialOrNotToBeTransformedIsLeft() {
        assertThat(CompressedHeads.isCompressible(with("Content-Encoding", "gzip")))
                .isFalse();
        assertThat(CompressedHeads.isCompressible(with("Content-Encoding", "identity")))
                .isFalse();
        assertThat(CompressedHeads.isCompressible(with("Content-Range", "bytes 0-4999/9000")))
                .isFalse();
        assertThat(CompressedHeads.isCompressible(with("Cache-Control", "max-age=60, No-Transform")))
                .isFalse();
    }

    @Test
    void headSaysNothingOfTheOriginsBytes() {
        Headers headers = CompressedHeads.compressed(PAGE, Coding.BROTLI).headers();

        assertThat(headers.first("Content-Encoding")).isEqualTo("br");
        assertThat(headers.first("ETag")).isEqualTo("W/\"v1\"");
        assertThat(headers.first("Vary")).isEqualTo("Accept-Encoding");
        assertThat(headers.first("Content-Type")).isEqualTo("text/html; charset=utf-8");
        for (String gone : new String[] {"Content-Length", "Accept-Ranges", "Content-MD5"}) {
            assertThat(headers.contains(gone)).as(gone).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"'\"a\"', 'W/\"a\"'", "'W/\"a\"', 'W/\"a\"'", "'\"\"', 'W/\"\"'"})
    void entityTagIsWeakened(String origins, String weakened) {
        Headers headers =
                CompressedHeads.compressed(with("ETag", origins), Coding.GZIP).headers();

        assertThat(headers.all("ETag")).containsExactly(weakened);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "\"", "\"abc", "abc\""})
    void whatIsNoEntityTagIsDropped(String origins) {
        assertThat(CompressedHeads.compressed(with("ETag", origins), Coding.GZIP)
                        .headers()
                        .contains("ETag"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Accept-Language, 'Accept-Language, Accept-Encoding'",
        "accept-encoding, accept-encoding",
        "'Origin, Accept-Encoding', 'Origin, Accept-Encoding'",
        "*, *"
    })
    void varyNamesTheEncodingOnce(String origins, String expected) {
        assertThat(CompressedHeads.compressed(with("Vary", origins), Coding.GZIP)
                        .headers()
                        .all("Vary"))
                .containsExactly(expected);
    }

    @Test
    void notModifiedKeepsTheStoredTagWeak() {
        ResponseHead said =
                new ResponseHead(304, Headers.of("ETag", "\"v1\"", "Accept-Ranges", "bytes", "Vary", "Origin"));

        Headers kept = CompressedHeads.notModified(said, "W/\"v1\"").headers();

        assertThat(kept.first("ETag")).isEqualTo("W/\"v1\"");
        assertThat(kept.first("Vary")).isEqualTo("Origin, Accept-Encoding");
        assertThat(kept.contains("Accept-Ranges")).isFalse();
    }

    @Test
    void notModifiedAboutAnotherTagOrAStrongOneIsAsItCame() {
        ResponseHead said = new ResponseHead(304, Headers.of("ETag", "\"v1\""));

        assertThat(CompressedHeads.notModified(said, "\"v1\"")).isEqualTo(said);
        assertThat(CompressedHeads.notModified(said, "W/\"v2\"")).isEqualTo(said);
        assertThat(CompressedHeads.notModified(said, null)).isEqualTo(said);
    }

    @Test
    void brotliGoesBeforeGzipWhereThereIsBrotli() {
        Codings both = new Codings(EnumSet.allOf(Coding.class));
        Codings gzip = new Codings(EnumSet.of(Coding.GZIP));

        assertThat(both.best("br,gzip")).isEqualTo(Coding.BROTLI);
        assertThat(both.best("gzip")).isEqualTo(Coding.GZIP);
        assertThat(both.best("zstd,gzip")).isEqualTo(Coding.ZSTD);
        assertThat(gzip.best("zstd,gzip")).isEqualTo(Coding.GZIP);
        assertThat(both.best(null)).isNull();
        assertThat(gzip.best("br,gzip")).isEqualTo(Coding.GZIP);
        assertThat(gzip.best("br")).isNull();
    }

    private static ResponseHead with(String name, String value) {
        return PAGE.withHeaders(PAGE.headers().with(name, value));
    }
}
