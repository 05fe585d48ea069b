package io.perigee.httpcaching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Whatever arrives, the parsers answer; what they write, they read back. */
class ParserProperties {
    private static final String[] PIECES = {
        "max-age=",
        "no-cache",
        "private",
        "\"",
        "\\",
        ",",
        ";",
        "=",
        " ",
        "\t",
        "-",
        "0",
        "9",
        "99999999999999999999",
        "bytes=",
        "*",
        "W/",
        "q=",
        "gzip",
        "%2e",
        "%2F",
        "%",
        "/",
        ".",
        "?",
        "#",
        "(",
        ")",
        ":",
        "@",
        "Nov",
        "Sun",
        "GMT",
        "1994",
        "08:49:37",
        "é",
        "\u0000",
        "\uD800",
        "a",
        "http://",
        "[",
        "]",
        "stale-if-error",
        "br"
    };

    @Provide
    Arbitrary<String> hostile() {
        Arbitrary<String> pieces = Arbitraries.of(PIECES).list().ofMaxSize(12).map(parts -> String.join("", parts));
        return Arbitraries.frequencyOf(
                Tuple.of(4, pieces), Tuple.of(1, Arbitraries.strings().ofMaxLength(40)));
    }

    @Property
    void cacheControlNeverThrowsAndStaysInItsRange(@ForAll("hostile") String field) {
        CacheControl directives = CacheControl.ofResponse(
                Headers.of("Cache-Control", field, "CDN-Cache-Control", field, "Pragma", field));
        CacheControl.ofRequest(Headers.of("Pragma", field));
        assertThat(List.of(
                        directives.maxAgeSeconds(),
                        directives.sMaxageSeconds(),
                        directives.staleIfErrorSeconds(),
                        directives.staleWhileRevalidateSeconds()))
                .allMatch(seconds -> seconds >= CacheControl.ABSENT && seconds <= 1L << 31);
    }

    @Property
    void cacheControlReadsBackWhatItIsGiven(@ForAll @LongRange(min = 0, max = 1L << 31) long seconds) {
        assertThat(CacheControl.parse("foo=\"a,b\", max-age=" + seconds).maxAgeSeconds())
                .isEqualTo(seconds);
        assertThat(CacheControl.ofResponse(Headers.of("CDN-Cache-Control", "a=(\"b\" 1);c, max-age=" + seconds))
                        .maxAgeSeconds())
                .isEqualTo(seconds);
    }

    @Property
    void datesNeverThrow(@ForAll("hostile") String text, @ForAll long now) {
        HttpDate.parse(text, now);
        Age.initialMillis(Headers.of("Date", text, "Age", text), now, now);
        assertThat(HttpDate.format(now)).hasSize(29);
    }

    @Property
    void datesSurviveARoundTrip(@ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long seconds) {
        assertThat(HttpDate.parse(HttpDate.format(seconds * 1000))).isEqualTo(seconds * 1000);
    }

    @Property
    void acceptedTargetsAreNormalAndStayTheSame(@ForAll("hostile") String text) {
        for (String target : List.of(text, "/" + text, "http://a/" + text)) {
            if (RequestTarget.parse(target) instanceof RequestTarget.Accepted accepted) {
                assertThat(accepted.path())
                        .startsWith("/")
                        .doesNotContain("/../", "/./", "\\", "%2F", "%2f", "%00", "#", " ");
                assertThat(RequestTarget.parse(accepted.target()))
                        .isEqualTo(new RequestTarget.Accepted(accepted.path(), accepted.query(), null));
            }
        }
    }

    @Property
    void rangesLieWithinTheRepresentationAndApart(
            @ForAll("hostile") String text, @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long length) {
        for (String field : List.of(text, "bytes=" + text)) {
            assertWithin(ByteRanges.parse(field, length), length);
        }
    }

    @Property
    void askedRangesAreCovered(
            @ForAll @Size(min = 1, max = 16) List<@LongRange(min = 0, max = 5000) Long> starts,
            @ForAll @LongRange(min = 1, max = 5000) long length) {
        StringBuilder field = new StringBuilder("bytes=");
        starts.forEach(
                start -> field.append(start).append('-').append(start + 9).append(','));
        ByteRanges parsed = ByteRanges.parse(field.toString(), length);
        assertWithin(parsed, length);
        for (long start : starts) {
            if (start < length) {
                assertThat(ranges(parsed))
                        .anyMatch(range -> range.first() <= start && range.last() >= Math.min(start + 9, length - 1));
            }
        }
    }

    @Property
    void conditionsAndCodingsNeverThrow(@ForAll("hostile") String text, @ForAll("hostile") String other) {
        Headers request = Headers.of(
                "If-None-Match",
                text,
                "If-Match",
                other,
                "If-Modified-Since",
                text,
                "If-Unmodified-Since",
                other,
                "If-Range",
                text);
        ResponseHead current = new ResponseHead(200, Headers.of("ETag", other, "Last-Modified", text, "Vary", text));
        Preconditions.evaluate(new RequestHead("GET", text, request), current);
        Preconditions.evaluateCached(new RequestHead("GET", text, request.without("If-None-Match")), current);
        Preconditions.ifRangeHolds(request, current.headers());
        assertThat(Negotiation.acceptable(text, List.of("br", "gzip", "identity")))
                .doesNotHaveDuplicates();
        assertThat(Negotiation.normalised(text, true, true)).isIn(null, "br,gzip", "br", "gzip", "zstd,gzip", "zstd");
        FieldRules.check(new RequestHead(text, other, Headers.of(text, other, "Host", text, "Content-Length", other)));
        HopByHop.strip(Headers.of("Connection", text, other, text));
        UnsafeInvalidation.targets(
                "https",
                text,
                new RequestHead("POST", other, Headers.of()),
                new ResponseHead(201, Headers.of("Location", text)));
    }

    @Property
    void cacheStatusIsAlwaysAWellFormedItem(@ForAll("hostile") String text) {
        String field = CacheStatus.forwarded(text, CacheStatus.Forward.MISS)
                .withKey(text)
                .withDetail(text)
                .toString();
        assertThat(StructuredDictionary.parse("a=" + field)).as(field).isNotNull();
        assertThat(FieldRules.isValue(field)).isTrue();
    }

    private static void assertWithin(ByteRanges parsed, long length) {
        List<ByteRange> ranges = ranges(parsed);
        assertThat(ranges.size()).isLessThanOrEqualTo(ByteRanges.MAX_RANGES);
        for (int i = 0; i < ranges.size(); i++) {
            ByteRange range = ranges.get(i);
            assertThat(range.last()).isLessThan(length);
            for (ByteRange other : ranges.subList(i + 1, ranges.size())) {
                assertThat(other.first() > range.last() || range.first() > other.last())
                        .isTrue();
            }
        }
    }

    private static List<ByteRange> ranges(ByteRanges parsed) {
        return switch (parsed) {
            case ByteRanges.Single single -> List.of(single.range());
            case ByteRanges.Multiple multiple -> multiple.ranges();
            case ByteRanges.Whole whole -> List.of();
            case ByteRanges.Unsatisfiable unsatisfiable -> List.of();
        };
    }
}
