package io.perigee.httpcaching;

import static io.perigee.httpcaching.Messages.get;
import static io.perigee.httpcaching.Messages.ok;
import static io.perigee.httpcaching.Messages.request;
import static io.perigee.httpcaching.Messages.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.perigee.httpcaching.ByteRanges.Multiple;
import io.perigee.httpcaching.ByteRanges.Single;
import io.perigee.httpcaching.ByteRanges.Unsatisfiable;
import io.perigee.httpcaching.ByteRanges.Whole;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-0|0|0",
                "bytes=0-499|0|499",
                "BYTES=500-|500|999",
                "bytes=-1|999|999",
                "bytes=-5000|0|999",
                "bytes=990-99999999999999999999999|990|999",
                "bytes= 0-1 , |0|1",
                "bytes=0-1,2-3|0|3",
                "bytes=5-9,0-6|0|9",
                "bytes=0-1,81-83|0|83",
                "bytes=0-1,2000-|0|1",
            })
    void readsOneRange(String field, long first, long last) {
        assertThat(ByteRanges.parse(field, 1000)).isEqualTo(new Single(new ByteRange(first, last)));
    }

    @Test
    void keepsSeveralRangesInTheOrderAskedFor() {
        assertThat(ByteRanges.parse("bytes=900-,0-9, 300-309, 5-20", 1000))
                .isEqualTo(
                        new Multiple(List.of(new ByteRange(900, 999), new ByteRange(0, 20), new ByteRange(300, 309))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=,",
                "bytes=-",
                "bytes=5",
                "bytes=a-b",
                "bytes=5-4",
                "bytes=--5",
                "bytes=1-2-3",
                "bytes=0-1,x",
                "items=0-1",
                "bytes =0-1",
                "bytes=0 -1",
                "bytes=\"0-1\"",
                "bytes=+1-2",
                "bytes=0x1-2"
            })
    void whatIsMalformedIsIgnored(String field) {
        assertThat(ByteRanges.parse(field, 1000)).isInstanceOf(Whole.class);
    }

    @Test
    void noFieldIsTheWhole() {
        assertThat(ByteRanges.parse(null, 1000)).isInstanceOf(Whole.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000-", "bytes=1000-1001,5000-", "bytes=-0"})
    void whatLiesOutsideIsUnsatisfiable(String field) {
        assertThat(ByteRanges.parse(field, 1000)).isInstanceOf(Unsatisfiable.class);
    }

    @Test
    void ofNothingOnlyASuffixCanBeHad() {
        assertThat(ByteRanges.parse("bytes=0-", 0)).isInstanceOf(Unsatisfiable.class);
        assertThat(ByteRanges.parse("bytes=-1", 0)).isInstanceOf(Whole.class);
    }

    @Test
    void tooManyRangesAreIgnored() {
        String many = "bytes=" + "0-0,".repeat(ByteRanges.MAX_RANGES);
        assertThat(ByteRanges.parse(many, 1000)).isInstanceOf(Single.class);
        assertThat(ByteRanges.parse(many + "5-6", 1000)).isInstanceOf(Whole.class);
    }

    @Test
    void aRangeCountsForGetOfA200WhereIfRangeHolds() {
        ResponseHead current = ok("ETag", "\"a\"");
        assertThat(ByteRanges.of(get("Range", "bytes=0-1"), current, 10)).isInstanceOf(Single.class);
        assertThat(ByteRanges.of(get("Range", "bytes=0-1", "If-Range", "\"a\""), current, 10))
                .isInstanceOf(Single.class);
        assertThat(ByteRanges.of(get("Range", "bytes=0-1", "If-Range", "\"b\""), current, 10))
                .isInstanceOf(Whole.class);
        assertThat(ByteRanges.of(get("Range", "bytes=0-1", "Range", "bytes=5-6"), current, 10))
                .isInstanceOf(Whole.class);
        assertThat(ByteRanges.of(request("HEAD", "Range", "bytes=0-1"), current, 10))
                .isInstanceOf(Whole.class);
        assertThat(ByteRanges.of(get("Range", "bytes=0-1"), response(404), 10)).isInstanceOf(Whole.class);
        assertThat(ByteRanges.of(get(), current, 10)).isInstanceOf(Whole.class);
    }

    @Test
    void writesThePartialHead() {
        ResponseHead head =
                ByteRanges.partial(ok("Content-Length", "1000", "ETag", "\"a\""), new ByteRange(5, 9), 1000);
        assertThat(head)
                .isEqualTo(response(206, "Content-Length", "5", "ETag", "\"a\"", "Content-Range", "bytes 5-9/1000"));
        assertThat(ByteRanges.unsatisfied(1000)).isEqualTo("bytes */1000");
    }

    @Test
    void aMultipartBodyHasTheLengthThatItSays() {
        MultipartByteRanges parts = new MultipartByteRanges(
                "BOUNDARY", "text/plain", List.of(new ByteRange(0, 9), new ByteRange(500, 509)), 1000);
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 2; i++) {
            body.append(parts.partHead(i)).append("0123456789");
        }
        body.append(parts.closing());
        assertThat(body.toString())
                .isEqualTo(
                        "\r\n--BOUNDARY\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-9/1000\r\n\r\n0123456789"
                                + "\r\n--BOUNDARY\r\nContent-Type: text/plain\r\nContent-Range: bytes 500-509/1000\r\n\r\n0123456789"
                                + "\r\n--BOUNDARY--\r\n");
        assertThat(parts.contentLength()).isEqualTo(body.length());
        assertThat(parts.head(ok("Content-Type", "text/plain")).headers())
                .isEqualTo(Headers.of(
                        "Content-Type",
                        "multipart/byteranges; boundary=BOUNDARY",
                        "Content-Length",
                        "" + body.length()));
    }

    @Test
    void refusesABoundaryThatWouldNotBeOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MultipartByteRanges("a b", null, List.of(), 0));
    }
}
