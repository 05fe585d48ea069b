package io.perigee.httpcaching;

import static io.perigee.httpcaching.Messages.NOW;
import static io.perigee.httpcaching.Messages.date;
import static io.perigee.httpcaching.Messages.get;
import static io.perigee.httpcaching.Messages.ok;
import static io.perigee.httpcaching.Messages.request;
import static io.perigee.httpcaching.Messages.response;
import static io.perigee.httpcaching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.httpcaching.Revalidation.Freshened;
import io.perigee.httpcaching.Revalidation.Superseded;
import io.perigee.httpcaching.Revalidation.UsableOnce;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevalidationTest {
    private static final long LATER = NOW + 20_000;

    private final StoredResponse stored = stored(
            "Cache-Control", "max-age=10",
            "ETag", "\"a\"",
            "Last-Modified", date(-1000),
            "Content-Type", "text/plain",
            "Content-Length", "5",
            "X-A", "1",
            "X-A", "2",
            "X-B", "3");

    @Test
    void asksByBothValidatorsAndDropsTheViewersOwnConditionsAndRange() {
        RequestHead asked = Revalidation.conditional(
                get(
                        "If-None-Match",
                        "\"x\"",
                        "If-Match",
                        "\"y\"",
                        "Range",
                        "bytes=0-1",
                        "If-Range",
                        "\"z\"",
                        "Foo",
                        "1"),
                stored);
        assertThat(asked.headers())
                .isEqualTo(Headers.of("Foo", "1", "If-None-Match", "\"a\"", "If-Modified-Since", date(-1000)));
    }

    @Test
    void asksAboutSeveralVariantsAtOnce() {
        StoredResponse other = stored("Cache-Control", "max-age=10", "ETag", "W/\"b\"");
        RequestHead asked = Revalidation.conditional(get(), List.of(stored, other));
        assertThat(asked.headers()).isEqualTo(Headers.of("If-None-Match", "\"a\", W/\"b\""));
        assertThat(Revalidation.select(response(304, "ETag", "\"b\""), List.of(stored, other)))
                .isSameAs(other);
        assertThat(Revalidation.select(response(304, "ETag", "\"c\""), List.of(stored, other)))
                .isNull();
        assertThat(Revalidation.select(response(304), List.of(stored, other))).isNull();
    }

    @Test
    void a304ReplacesFieldsAndStartsANewLifetime() {
        StoredResponse fresh = freshened(response(
                304,
                "Cache-Control",
                "max-age=60",
                "ETag",
                "\"a\"",
                "X-A",
                "9",
                "Content-Type",
                "text/html",
                "X-C",
                "4"));
        assertThat(fresh.head().status()).isEqualTo(200);
        assertThat(fresh.head().headers().all("X-A")).containsExactly("9");
        assertThat(fresh.head().headers().first("X-B")).isEqualTo("3");
        assertThat(fresh.head().headers().first("X-C")).isEqualTo("4");
        assertThat(fresh.head().headers().first("Content-Type")).isEqualTo("text/html");
        assertThat(fresh.head().headers().first("Date")).isEqualTo(HttpDate.format(LATER));
        assertThat(fresh.freshnessLifetimeMillis()).isEqualTo(60_000);
        assertThat(fresh.ageMillis(LATER)).isZero();
        assertThat(fresh.method()).isEqualTo("GET");
    }

    @Test
    void a304WithoutCacheControlRenewsTheOldLifetime() {
        assertThat(freshened(response(304)).remainingMillis(LATER)).isEqualTo(10_000);
    }

    @Test
    void whatDescribesTheStoredBodyStays() {
        StoredResponse fresh = freshened(response(
                304,
                "Content-Length",
                "0",
                "Content-Encoding",
                "br",
                "Content-Range",
                "bytes 0-1/2",
                "Content-MD5",
                "1B2M2Y8AsgTpgAmY7PhCfg=="));
        assertThat(fresh.head().headers().first("Content-Length")).isEqualTo("5");
        assertThat(fresh.head().headers().contains("Content-Encoding")).isFalse();
        assertThat(fresh.head().headers().contains("Content-Range")).isFalse();
        assertThat(fresh.head().headers().contains("Content-MD5")).isFalse();
    }

    @Test
    void aUpstreamAgeCountsInTheNewLifetime() {
        StoredResponse fresh = freshened(response(304, "Age", "4"));
        assertThat(fresh.ageSeconds(LATER)).isEqualTo(4);
        assertThat(fresh.head().headers().contains("Age")).isFalse();
    }

    @Test
    void a304ForAnotherRepresentationSupersedes() {
        assertThat(freshen(response(304, "ETag", "\"b\""))).isInstanceOf(Superseded.class);
        assertThat(freshen(response(304, "Last-Modified", date(-5)))).isInstanceOf(Superseded.class);
    }

    @Test
    void a304ThatForbidsStoringIsUsableOnce() {
        assertThat(freshen(response(304, "Cache-Control", "no-store")))
                .isInstanceOfSatisfying(UsableOnce.class, once -> {
                    assertThat(once.reason()).isEqualTo(Storability.Reason.NO_STORE);
                    assertThat(once.head().headers().first("X-B")).isEqualTo("3");
                });
    }

    @Test
    void aHeadResponseThatAgreesFreshens() {
        assertThat(byHead(ok("ETag", "\"a\"", "Content-Length", "5", "Cache-Control", "max-age=99")))
                .isInstanceOfSatisfying(Freshened.class, fresh -> {
                    assertThat(fresh.response().freshnessLifetimeMillis()).isEqualTo(99_000);
                    assertThat(fresh.response().method()).isEqualTo("GET");
                });
    }

    @Test
    void aHeadResponseThatDiffersSupersedes() {
        assertThat(byHead(ok("ETag", "\"b\""))).isInstanceOf(Superseded.class);
        assertThat(byHead(ok("Last-Modified", date(0)))).isInstanceOf(Superseded.class);
        assertThat(byHead(ok("Content-Length", "6"))).isInstanceOf(Superseded.class);
        assertThat(byHead(response(404))).isInstanceOf(Superseded.class);
    }

    private Revalidation.Outcome freshen(ResponseHead notModified) {
        return Revalidation.freshen(stored, get(), notModified, TtlBounds.ORIGIN_ONLY, LATER, LATER);
    }

    private StoredResponse freshened(ResponseHead notModified) {
        return ((Freshened) freshen(notModified)).response();
    }

    private Revalidation.Outcome byHead(ResponseHead head) {
        return Revalidation.freshenByHead(stored, request("HEAD"), head, TtlBounds.ORIGIN_ONLY, LATER, LATER);
    }
}
