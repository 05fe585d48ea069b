package io.perigee.httpcaching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaryKeyTest {
    @Test
    void matchesTheSameValuesOfTheFieldsNamed() {
        VaryKey key = key("Foo, Bar", "foo", "1", "bar", "abc", "other", "2");
        assertThat(key.matches(Headers.of("Bar", "abc", "Foo", "1", "Other", "3")))
                .isTrue();
        assertThat(key.matches(Headers.of("Bar", "abc", "Foo", "2"))).isFalse();
        assertThat(key.matches(Headers.of("Bar", "abc4", "Foo", "1"))).isFalse();
    }

    @Test
    void anAbsentFieldMatchesAnAbsentOneOnly() {
        VaryKey key = key("Foo, Bar", "Foo", "1");
        assertThat(key.matches(Headers.of("Foo", "1"))).isTrue();
        assertThat(key.matches(Headers.of("Foo", "1", "Bar", ""))).isFalse();
        assertThat(key.matches(Headers.of())).isFalse();
    }

    @Test
    void aResponseWithoutVaryMatchesEveryRequest() {
        assertThat(VaryKey.of(Headers.of("Foo", "1"), Headers.of())).isSameAs(VaryKey.NONE);
        assertThat(VaryKey.NONE.matches(Headers.of("Foo", "2"))).isTrue();
    }

    @Test
    void comparesWithoutWhitespaceAndAcrossLines() {
        VaryKey key = key("Foo", "Foo", "1,2");
        assertThat(key.matches(Headers.of("Foo", " 1, 2 "))).isTrue();
        assertThat(key.matches(Headers.of("Foo", "1", "foo", "2"))).isTrue();
        assertThat(key.matches(Headers.of("Foo", "1,,2"))).isTrue();
        assertThat(key.matches(Headers.of("Foo", "2", "foo", "1"))).isFalse();
        assertThat(key.matches(Headers.of("Foo", "1,2", "foo", "3"))).isFalse();
        assertThat(key("Foo", "Foo", "\"1, 2\"").matches(Headers.of("Foo", "\"1,2\"")))
                .isFalse();
    }

    @Test
    void languagesAndCodingsHaveNoCase() {
        assertThat(key("Accept-Language", "Accept-Language", "en-US, DE")
                        .matches(Headers.of("accept-language", "EN-us,de")))
                .isTrue();
        assertThat(key("Foo", "Foo", "A").matches(Headers.of("Foo", "a"))).isFalse();
    }

    @Test
    void whatIsPreferredAmongLanguagesAndCodingsStandsInTheirWeights() {
        assertThat(key("Accept-Language", "Accept-Language", "en, de;q=0.5")
                        .matches(Headers.of("Accept-Language", "de;q=0.5,en")))
                .isTrue();
        assertThat(key("Accept-Encoding", "Accept-Encoding", "gzip, br")
                        .matches(Headers.of("Accept-Encoding", "br", "Accept-Encoding", "gzip")))
                .isTrue();
        assertThat(key("Accept-Language", "Accept-Language", "en, de;q=0.5")
                        .matches(Headers.of("Accept-Language", "de, en;q=0.5")))
                .isFalse();
    }

    @Test
    void spellingAndOrderOfVaryMakeNoDifference() {
        VaryKey key = key("Foo,bar", "Foo", "1", "Bar", "2");
        assertThat(key)
                .isEqualTo(key("BAR, foo, Foo", "bar", "2", "foo", "1"))
                .hasSameHashCodeAs(key("bar, foo", "bar", "2", "foo", "1"));
        assertThat(key.toString())
                .isEqualTo(key("BAR, foo", "bar", "2", "foo", "1").toString());
        assertThat(key.names()).containsExactly("bar", "foo");
        assertThat(VaryKey.select(List.of("bar", "foo"), Headers.of("Foo", "1", "bar", "2")))
                .isEqualTo(key);
    }

    @Test
    void textsOfDifferentKeysDiffer() {
        assertThat(key("a", "a", "1;1:b=1:2").toString())
                .isNotEqualTo(key("a,b", "a", "1", "b", "2").toString());
        assertThat(key("a", "a", "").toString()).isNotEqualTo(key("a").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*, *", ", *", "*, Foo", "Foo, *"})
    void aStarSelectsNothing(String vary) {
        assertThat(VaryKey.isAny(Headers.of("Vary", vary))).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> VaryKey.names(Headers.of("Vary", vary)));
    }

    @Test
    void aStarInALineOfItsOwnCounts() {
        assertThat(VaryKey.isAny(Headers.of("Vary", "", "Vary", "*"))).isTrue();
        assertThat(VaryKey.isAny(Headers.of("Vary", "Foo*"))).isFalse();
        assertThat(VaryKey.isAny(Headers.of())).isFalse();
    }

    private static VaryKey key(String vary, String... request) {
        return VaryKey.of(Headers.of(request), Headers.of("Vary", vary));
    }
}
