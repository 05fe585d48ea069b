package io.perigee.httpcaching;

import static io.perigee.httpcaching.Messages.date;
import static io.perigee.httpcaching.Messages.get;
import static io.perigee.httpcaching.Messages.ok;
import static io.perigee.httpcaching.Messages.request;
import static io.perigee.httpcaching.Messages.response;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.httpcaching.Preconditions.NotModified;
import io.perigee.httpcaching.Preconditions.PreconditionFailed;
import io.perigee.httpcaching.Preconditions.Proceed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionsTest {
    private final ResponseHead current = ok(
            "ETag",
            "\"a\"",
            "Last-Modified",
            date(-100),
            "Date",
            date(0),
            "Content-Type",
            "text/css",
            "Content-Length",
            "5",
            "Cache-Control",
            "max-age=60",
            "Vary",
            "Foo",
            "Expires",
            date(60),
            "Content-Location",
            "/x");

    @ParameterizedTest
    @ValueSource(
            strings = {"\"a\"", "W/\"a\"", "*", "\"x\", \"a\"", "\"a\",\"x\"", "\"x,y\", \"a\"", "\"x\",,  \"a\" "})
    void ifNoneMatchComparesWeakly(String field) {
        assertThat(Preconditions.evaluateCached(get("If-None-Match", field), current))
                .isInstanceOf(NotModified.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\"", "a\"", "", "\"A\"", "\"x, \"a"})
    void ifNoneMatchOfOtherTagsProceedsAndOverridesIfModifiedSince(String field) {
        assertThat(Preconditions.evaluateCached(get("If-None-Match", field, "If-Modified-Since", date(0)), current))
                .isInstanceOf(Proceed.class);
    }

    @Test
    void ifNoneMatchFailsForOtherMethods() {
        assertThat(Preconditions.evaluate(request("PUT", "If-None-Match", "*"), current))
                .isInstanceOf(PreconditionFailed.class);
        assertThat(Preconditions.evaluate(request("PUT", "If-None-Match", "*"), null))
                .isInstanceOf(Proceed.class);
    }

    @Test
    void ifModifiedSinceComparesDates() {
        assertThat(Preconditions.evaluateCached(get("If-Modified-Since", date(-100)), current))
                .isInstanceOf(NotModified.class);
        assertThat(Preconditions.evaluateCached(get("If-Modified-Since", date(0)), current))
                .isInstanceOf(NotModified.class);
        assertThat(Preconditions.evaluateCached(get("If-Modified-Since", date(-101)), current))
                .isInstanceOf(Proceed.class);
        assertThat(Preconditions.evaluateCached(get("If-Modified-Since", "0"), current))
                .isInstanceOf(Proceed.class);
        assertThat(Preconditions.evaluateCached(
                        get("If-Modified-Since", date(0), "If-Modified-Since", date(0)), current))
                .isInstanceOf(Proceed.class);
        assertThat(Preconditions.evaluate(request("POST", "If-Modified-Since", date(0)), current))
                .isInstanceOf(Proceed.class);
    }

    @Test
    void aCacheComparesWithTheDateWhereThereIsNoModificationDate() {
        ResponseHead undated = ok("Date", date(-50));
        assertThat(Preconditions.evaluateCached(get("If-Modified-Since", date(-50)), undated))
                .isInstanceOf(NotModified.class);
        assertThat(Preconditions.evaluateCached(get("If-Modified-Since", date(-51)), undated))
                .isInstanceOf(Proceed.class);
        assertThat(Preconditions.evaluate(get("If-Modified-Since", date(-50)), undated))
                .isInstanceOf(Proceed.class);
    }

    @Test
    void ifMatchComparesStronglyAndGoesFirst() {
        assertThat(Preconditions.evaluate(request("PUT", "If-Match", "\"a\""), current))
                .isInstanceOf(Proceed.class);
        assertThat(Preconditions.evaluate(request("PUT", "If-Match", "W/\"a\""), current))
                .isInstanceOf(PreconditionFailed.class);
        assertThat(Preconditions.evaluate(request("PUT", "If-Match", "*"), current))
                .isInstanceOf(Proceed.class);
        assertThat(Preconditions.evaluate(request("PUT", "If-Match", "*"), null))
                .isInstanceOf(PreconditionFailed.class);
        assertThat(Preconditions.evaluate(get("If-Match", "\"x\"", "If-None-Match", "\"a\""), current))
                .isInstanceOf(PreconditionFailed.class);
        assertThat(Preconditions.evaluate(
                        request("PUT", "If-Match", "\"a\"", "If-Unmodified-Since", date(-500)), current))
                .isInstanceOf(Proceed.class);
    }

    @Test
    void ifUnmodifiedSinceFailsOnALaterChange() {
        assertThat(Preconditions.evaluate(request("PUT", "If-Unmodified-Since", date(-101)), current))
                .isInstanceOf(PreconditionFailed.class);
        assertThat(Preconditions.evaluate(request("PUT", "If-Unmodified-Since", date(-100)), current))
                .isInstanceOf(Proceed.class);
        assertThat(Preconditions.evaluate(request("PUT", "If-Unmodified-Since", "soon"), current))
                .isInstanceOf(Proceed.class);
    }

    @Test
    void aCacheLeavesIfMatchToTheOrigin() {
        assertThat(Preconditions.evaluateCached(get("If-Match", "\"x\""), current))
                .isInstanceOf(Proceed.class);
    }

    @Test
    void conditionsDoNotApplyToWhatIsNoSuccess() {
        assertThat(Preconditions.evaluateCached(get("If-None-Match", "*"), response(404, "ETag", "\"a\"")))
                .isInstanceOf(Proceed.class);
        assertThat(Preconditions.evaluate(get("If-Match", "\"x\""), response(404)))
                .isInstanceOf(Proceed.class);
    }

    @Test
    void a304KeepsWhatACacheNeeds() {
        ResponseHead head = Preconditions.notModified(current);
        assertThat(head.status()).isEqualTo(304);
        for (String kept : new String[] {"ETag", "Date", "Cache-Control", "Vary", "Expires", "Content-Location"}) {
            assertThat(head.headers().contains(kept)).as(kept).isTrue();
        }
        assertThat(head.headers().contains("Content-Length")).isFalse();
        assertThat(head.headers().contains("Content-Type")).isFalse();
    }

    @Test
    void ifRangeNeedsAStrongMatch() {
        assertThat(Preconditions.ifRangeHolds(Headers.of(), current.headers())).isTrue();
        assertThat(ifRange("\"a\"")).isTrue();
        assertThat(ifRange("W/\"a\"")).isFalse();
        assertThat(ifRange("\"b\"")).isFalse();
        assertThat(ifRange(date(-100))).isTrue();
        assertThat(ifRange(date(-99))).isFalse();
        assertThat(ifRange("garbage")).isFalse();
        assertThat(Preconditions.ifRangeHolds(
                        Headers.of("If-Range", date(0)), Headers.of("Last-Modified", date(0), "Date", date(0))))
                .isFalse();
    }

    private boolean ifRange(String value) {
        return Preconditions.ifRangeHolds(Headers.of("If-Range", value), current.headers());
    }
}
