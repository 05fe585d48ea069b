package io.perigee.httpcaching;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.httpcaching.RequestTarget.Accepted;
import io.perigee.httpcaching.RequestTarget.Reason;
import io.perigee.httpcaching.RequestTarget.Rejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTargetTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "/|/|none",
                "/a/b.css?v=1&w=%2F%00..\\|/a/b.css|v=1&w=%2F%00..\\",
                "/a?|/a|''",
                "/a??b|/a|?b",
                "/%61%7Eb%2d%5f|/a~b-_|none",
                "/%e4%bd%a0%2c|/%E4%BD%A0%2C|none",
                "/%25%32%65|/%252e|none",
                "/%E9|/%E9|none",
                "/%C3%80|/%C3%80|none",
                "/...|/...|none",
                "/.well-known/a..b|/.well-known/a..b|none",
                "/a;b=..|/a;b=..|none",
                "//a//b/|//a//b/|none",
                "/a|/a|none",
                "/{a}^`<b>|/{a}^`<b>|none",
            })
    void acceptsAndNormalisesAPath(String target, String path, String query) {
        assertThat(RequestTarget.parse(target)).isEqualTo(new Accepted(path, query, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "http://example.com/a?b|/a|b|example.com",
                "HTTPS://example.com:8443|/|none|example.com:8443",
                "http://[::1]?b|/|b|[::1]",
            })
    void acceptsTheAbsoluteForm(String target, String path, String query, String authority) {
        assertThat(RequestTarget.parse(target)).isEqualTo(new Accepted(path, query, authority));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|EMPTY",
                "*|NOT_A_PATH",
                "a/b|NOT_A_PATH",
                "ftp://a/b|NOT_A_PATH",
                "http:///a|NOT_A_PATH",
                "http://user@a/b|NOT_A_PATH",
                "example.com:443|NOT_A_PATH",
                "/a b|ILLEGAL_CHARACTER",
                "/a?b c|ILLEGAL_CHARACTER",
                "/a\\b|ILLEGAL_CHARACTER",
                "/a#b|ILLEGAL_CHARACTER",
                "/é|ILLEGAL_CHARACTER",
                "/a\u0000b|ILLEGAL_CHARACTER",
                "/a?\u007f|ILLEGAL_CHARACTER",
                "/a%|MALFORMED_ENCODING",
                "/a%2|MALFORMED_ENCODING",
                "/a%zz|MALFORMED_ENCODING",
                "/a%2/b|MALFORMED_ENCODING",
                "/%u0041|MALFORMED_ENCODING",
                "/a%00|ENCODED_CONTROL",
                "/a%0d%0a|ENCODED_CONTROL",
                "/a%7F|ENCODED_CONTROL",
                "/a%2fb|ENCODED_SLASH",
                "/a%2Fb|ENCODED_SLASH",
                "/a%5cb|ENCODED_SLASH",
                "/%c0%ae%c0%ae/|OVERLONG_ENCODING",
                "/%e0%80%af|OVERLONG_ENCODING",
                "/%f0%80%80%af|OVERLONG_ENCODING",
                "/.|DOT_SEGMENT",
                "/..|DOT_SEGMENT",
                "/a/./b|DOT_SEGMENT",
                "/a/../b|DOT_SEGMENT",
                "/a/..?b|DOT_SEGMENT",
                "/a/%2e%2E/b|DOT_SEGMENT",
                "/a/.%2e|DOT_SEGMENT",
                "/a/..;x=1/b|DOT_SEGMENT",
                "/a/..%3bx/b|DOT_SEGMENT",
                "/a/;/../b|DOT_SEGMENT",
            })
    void rejectsWhatTwoHopsCouldReadDifferently(String target, Reason reason) {
        assertThat(RequestTarget.parse(target)).isEqualTo(new Rejected(reason));
    }

    @Test
    void rejectsWhatIsTooLong() {
        assertThat(RequestTarget.parse("/" + "a".repeat(8191))).isInstanceOf(Accepted.class);
        assertThat(RequestTarget.parse("/" + "a".repeat(8192))).isEqualTo(new Rejected(Reason.TOO_LONG));
    }

    @Test
    void writesItselfInOriginForm() {
        assertThat(((Accepted) RequestTarget.parse("http://a/%61?b=%61")).target())
                .isEqualTo("/a?b=%61");
        assertThat(((Accepted) RequestTarget.parse("/a?")).target()).isEqualTo("/a?");
    }
}
