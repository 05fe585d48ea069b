package io.perigee.httpcaching;

import static io.perigee.httpcaching.Messages.NOW;
import static io.perigee.httpcaching.Messages.date;
import static io.perigee.httpcaching.Messages.get;
import static io.perigee.httpcaching.Messages.ok;
import static io.perigee.httpcaching.Messages.request;
import static io.perigee.httpcaching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoredResponseTest {
    @Test
    void keepsWhatIsServedAndDropsTheRest() {
        StoredResponse stored = stored(
                "Cache-Control", "max-age=60, private=\"X-User\"",
                "Connection", "X-Hop",
                "X-Hop", "1",
                "Keep-Alive", "timeout=5",
                "Transfer-Encoding", "chunked",
                "Age", "5",
                "X-User", "me",
                "Date", date(-1),
                "Content-Type", "text/css");
        assertThat(stored.head().headers())
                .isEqualTo(Headers.of(
                        "Cache-Control",
                        "max-age=60, private=\"X-User\"",
                        "Date",
                        date(-1),
                        "Content-Type",
                        "text/css"));
    }

    @Test
    void aResponseWithoutADateGetsTheTimeOfItsArrival() {
        assertThat(stored("Cache-Control", "max-age=60").head().headers().first("Date"))
                .isEqualTo(date(0));
    }

    @Test
    void agesFromItsInitialAge() {
        StoredResponse stored = stored("Cache-Control", "max-age=60", "Age", "10");
        assertThat(stored.ageSeconds(NOW)).isEqualTo(10);
        assertThat(stored.ageMillis(NOW + 1999)).isEqualTo(11_999);
        assertThat(stored.ageSeconds(NOW + 1999)).isEqualTo(11);
        assertThat(stored.remainingMillis(NOW + 1000)).isEqualTo(49_000);
        assertThat(stored.expiresAtMillis()).isEqualTo(NOW + 50_000);
    }

    @Test
    void doesNotGrowYoungerWhenTheClockGoesBack() {
        assertThat(stored("Cache-Control", "max-age=60", "Age", "10").ageSeconds(NOW - 100_000))
                .isEqualTo(10);
    }

    @Test
    void sMaxageForbidsStaleUseUnlessTheOriginPermitsItBeside() {
        assertThat(stored("Cache-Control", "s-maxage=60").mustRevalidate()).isTrue();
        assertThat(stored("Cache-Control", "proxy-revalidate, max-age=60").mustRevalidate())
                .isTrue();
        assertThat(stored("Cache-Control", "s-maxage=60, stale-while-revalidate=5")
                        .mustRevalidate())
                .isFalse();
        assertThat(stored("Cache-Control", "s-maxage=60, must-revalidate, stale-if-error=5")
                        .mustRevalidate())
                .isTrue();
    }

    @Test
    void whatAnsweredAGetAnswersHeadButNotTheOtherWayRound() {
        StoredResponse get = stored("Cache-Control", "max-age=60");
        StoredResponse head = stored(request("HEAD"), ok("Cache-Control", "max-age=60"), TtlBounds.ORIGIN_ONLY);
        assertThat(get.answers("GET") && get.answers("HEAD")).isTrue();
        assertThat(head.answers("HEAD")).isTrue();
        assertThat(head.answers("GET")).isFalse();
        assertThat(get.answers("OPTIONS")).isFalse();
    }

    @Test
    void keepsWhatItsRequestSelectedItBy() {
        StoredResponse stored =
                stored(get("Foo", "1"), ok("Cache-Control", "max-age=60", "Vary", "Foo"), TtlBounds.ORIGIN_ONLY);
        assertThat(stored.varyKey().matches(Headers.of("foo", "1"))).isTrue();
        assertThat(stored.varyKey().matches(Headers.of("foo", "2"))).isFalse();
    }
}
