package io.perigee.delivery.response;

import static io.perigee.delivery.Fixtures.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import org.junit.jupiter.api.Test;

class SelectionTest {

    private static final ResponseHead STORED =
            new ResponseHead(200, Headers.of("ETag", "\"v\"", "Content-Length", "10", "Content-Type", "text/plain"));

    private static Selection select(String... headers) {
        return Selection.of(get("/", headers), STORED, 10);
    }

    @Test
    void withoutConditionsTheWholeIsSent() {
        assertThat(select()).isEqualTo(new Selection.Whole(STORED));
    }

    @Test
    void whatTheViewerHasIsNotSentAgain() {
        assertThat(select("If-None-Match", "\"v\"", "Range", "bytes=0-1"))
                .isInstanceOfSatisfying(Selection.NotModified.class, selected -> {
                    assertThat(selected.head().status()).isEqualTo(304);
                    assertThat(selected.head().headers().first("ETag")).isEqualTo("\"v\"");
                });
        assertThat(select("If-None-Match", "\"w\"")).isInstanceOf(Selection.Whole.class);
    }

    @Test
    void oneRangeIsAPart() {
        assertThat(select("Range", "bytes=2-4")).isInstanceOfSatisfying(Selection.Part.class, selected -> {
            assertThat(selected.head().status()).isEqualTo(206);
            assertThat(selected.range()).isEqualTo(new ByteRange(2, 4));
            assertThat(selected.head().headers().first("Content-Range")).isEqualTo("bytes 2-4/10");
            assertThat(selected.head().headers().all("Content-Length")).containsExactly("3");
        });
    }

    @Test
    void severalRangesAreSeveralParts() {
        assertThat(Selection.of(get("/", "Range", "bytes=9000-9001, 0-1"), STORED, 10_000))
                .isInstanceOfSatisfying(Selection.Parts.class, selected -> {
                    assertThat(selected.head().status()).isEqualTo(206);
                    assertThat(selected.head().headers().first("Content-Type"))
                            .isEqualTo("multipart/byteranges; boundary="
                                    + selected.parts().boundary());
                    assertThat(selected.head().headers().all("Content-Length"))
                            .containsExactly(Long.toString(selected.parts().contentLength()));
                    assertThat(selected.parts().ranges())
                            .containsExactly(new ByteRange(9000, 9001), new ByteRange(0, 1));
                });
    }

    @Test
    void severalRangesThatAreNoShorterThanEverythingAreAnsweredWithTheWhole() {
        assertThat(Selection.of(get("/", "Range", "bytes=0-150, 250-399"), STORED, 400))
                .isEqualTo(new Selection.Whole(STORED));
    }

    @Test
    void aRangeBeyondTheEndIsNotSatisfiable() {
        assertThat(select("Range", "bytes=10-")).isInstanceOfSatisfying(Selection.NotSatisfiable.class, selected -> {
            assertThat(selected.head().status()).isEqualTo(416);
            assertThat(selected.head().headers().first("Content-Range")).isEqualTo("bytes */10");
        });
    }

    @Test
    void rangesAreForGetOfAKnownLengthAndStatus200Alone() {
        RequestHead range = get("/", "Range", "bytes=0-1");
        ResponseHead notFound = STORED.withStatus(404);

        assertThat(Selection.of(range, STORED, -1)).isInstanceOf(Selection.Whole.class);
        assertThat(Selection.of(range, notFound, 10)).isEqualTo(new Selection.Whole(notFound));
        assertThat(Selection.of(new RequestHead("HEAD", "/", range.headers()), STORED, 10))
                .isInstanceOf(Selection.Whole.class);
    }
}
