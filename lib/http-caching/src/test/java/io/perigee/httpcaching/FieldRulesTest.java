package io.perigee.httpcaching;

import static io.perigee.httpcaching.Messages.get;
import static io.perigee.httpcaching.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.httpcaching.FieldRules.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldRulesTest {
    @Test
    void aCommonRequestHasNoViolation() {
        assertThat(FieldRules.check(get("Host", "example.com:8080", "X-A", "a\tb \u00ff", "Content-Length", "0")))
                .isNull();
        assertThat(FieldRules.check(request("POST", "Transfer-Encoding", "Chunked")))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r", "é", "a\u0000", "(a)", "a\"", "\u212A"})
    void namesAndMethodsAreTokens(String text) {
        assertThat(FieldRules.isName(text)).isFalse();
        assertThat(FieldRules.check(Headers.of(text, "1")))
                .isEqualTo(new Violation(text, "1", "a name of token characters"));
        assertThat(FieldRules.check(request(text))).isEqualTo(new Violation("method", text, "a token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\nb", "a\u0000", "a\u0001", "\u007f", "\u2028", "\u0100"})
    void valuesHaveNoControlCharacters(String value) {
        assertThat(FieldRules.isValue(value)).isFalse();
        assertThat(FieldRules.check(get("Foo", value)))
                .isEqualTo(new Violation("Foo", value, "a value without control characters"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "a_b", "[::1]:80", "127.0.0.1:65535", "xn--a.example", "localhost:0"})
    void hostsThatAreNoneMayPass(String host) {
        assertThat(FieldRules.isAuthority(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ":80", "a b", "a/b", "user@a", "a:65536", "a:", "a:b", "[::1", "[]", "a,b", "a\\b", "é.com", "a?b",
                "::1", "[a]b"
            })
    void aMalformedHostIsAViolation(String host) {
        assertThat(FieldRules.isAuthority(host)).isFalse();
        assertThat(FieldRules.check(get("Host", host))).extracting("field").isEqualTo("Host");
    }

    @Test
    void severalHostsAreAViolation() {
        assertThat(FieldRules.check(get("Host", "a", "host", "a")))
                .isEqualTo(new Violation("Host", "a, a", "one line"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1 ", "0x1", "1,1", "1234567890123456789", "99999999999999999999"})
    void aMalformedLengthIsAViolation(String length) {
        assertThat(FieldRules.check(get("Content-Length", length)))
                .extracting("field")
                .isEqualTo("Content-Length");
    }

    @Test
    void whereABodyEndsMustNotBeInDoubt() {
        assertThat(FieldRules.check(get("Content-Length", "5", "content-length", "6")))
                .isNotNull();
        assertThat(FieldRules.check(get("Content-Length", "5", "content-length", "5")))
                .isNull();
        assertThat(FieldRules.check(get("Content-Length", "5", "Transfer-Encoding", "chunked")))
                .isEqualTo(new Violation("Transfer-Encoding", "chunked", "no Content-Length beside it"));
        for (String coding :
                new String[] {"gzip, chunked", "identity", "chunked, chunked", "xchunked", " chunked", ""}) {
            assertThat(FieldRules.check(get("Transfer-Encoding", coding)))
                    .as(coding)
                    .isNotNull();
        }
        assertThat(FieldRules.check(get("Transfer-Encoding", "chunked", "Transfer-Encoding", "chunked")))
                .isNotNull();
    }
}
