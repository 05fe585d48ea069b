package io.perigee.httpcaching;

import static io.perigee.httpcaching.Messages.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "SUN, 06 nov 1994 08:49:37 gmt",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "Sun 06 Nov 1994 08:49:37 GMT",
                "Sun, 06  Nov  1994 08:49:37 GMT",
                "Sun, 06-Nov-1994 08:49:37 GMT",
                "Sun, 6 Nov 1994 8:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                " Sun, 06 Nov 1994 08:49:37 GMT ",
            })
    void readsTheThreeFormsAndWhatIsPlainToRead(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEqualTo(NOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "never",
                "2592000",
                "Sun, 06 Nov 1994 08.49.37 GMT",
                "Sun, 06 Nov 1994 24:49:37 GMT",
                "Sun, 06 Nov 1994 08:60:37 GMT",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 00 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 94444 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 EST",
                "Sun, 06 Nov 1994 08:49:37 +0100",
                "Sun, 06 Nov 1994",
                "Sun, 06 Nov 1994 08:49:37 GMT GMT",
                "1994-11-06T08:49:37Z",
                "99999999999999999999 Nov 1994 08:49:37 GMT",
            })
    void isInvalidWhenItIsNoDate(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEqualTo(HttpDate.INVALID);
    }

    @Test
    void aYearOfTwoDigitsIsAtMostFiftyYearsAhead() {
        long year2026 = 1_795_255_000_000L;
        assertThat(HttpDate.format(HttpDate.parse("Thursday, 18-Aug-50 02:01:18 GMT", year2026)))
                .contains("2050");
        assertThat(HttpDate.format(HttpDate.parse("Thursday, 18-Aug-76 02:01:18 GMT", year2026)))
                .contains("2076");
        assertThat(HttpDate.format(HttpDate.parse("Thursday, 18-Aug-77 02:01:18 GMT", year2026)))
                .contains("1977");
        assertThat(HttpDate.format(HttpDate.parse("Thursday, 18-Aug-10 02:01:18 GMT", 3_000_000_000_000L)))
                .contains("2110");
    }

    @Test
    void aLeapSecondIsTheSecondBeforeIt() {
        assertThat(HttpDate.parse("Sat, 31 Dec 2016 23:59:60 GMT")).isEqualTo(1_483_228_799_000L);
    }

    @Test
    void writesTheFixedForm() {
        assertThat(HttpDate.format(NOW + 999)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(HttpDate.format(Long.MAX_VALUE)).isEqualTo("Fri, 31 Dec 9999 23:59:59 GMT");
        assertThat(HttpDate.format(Long.MIN_VALUE)).isEqualTo("Sat, 01 Jan 0000 00:00:00 GMT");
    }
}
