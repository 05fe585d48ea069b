package io.perigee.httpcaching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadersTest {
    private final Headers headers = Headers.of("Via", "1.1 a", "Age", "3", "via", "1.1 b");

    @Test
    void findsNamesInAnyCase() {
        assertThat(headers.first("VIA")).isEqualTo("1.1 a");
        assertThat(headers.all("vIa")).containsExactly("1.1 a", "1.1 b");
        assertThat(headers.contains("age")).isTrue();
        assertThat(headers.count("via")).isEqualTo(2);
        assertThat(headers.first("Ages")).isNull();
        assertThat(headers.all("Etag")).isEmpty();
    }

    @Test
    void doesNotTakeLookAlikesOfUnicodeForLetters() {
        assertThat(Headers.of("Co\u212Aie", "a").contains("Cookie")).isFalse();
        assertThat(Headers.of("Coo\u212Aie", "a").contains("Cookie")).isFalse();
    }

    @Test
    void combinesLinesInOrder() {
        assertThat(headers.combined("Via")).isEqualTo("1.1 a, 1.1 b");
        assertThat(headers.combined("Age")).isEqualTo("3");
        assertThat(headers.combined("Date")).isNull();
    }

    @Test
    void keepsOrderAndSpelling() {
        assertThat(headers.entries())
                .containsExactly(Map.entry("Via", "1.1 a"), Map.entry("Age", "3"), Map.entry("via", "1.1 b"));
        List<String> names = new ArrayList<>();
        headers.forEach((name, value) -> names.add(name));
        assertThat(names).containsExactly("Via", "Age", "via");
        assertThat(headers.nameAt(2)).isEqualTo("via");
        assertThat(headers.valueAt(2)).isEqualTo("1.1 b");
    }

    @Test
    void replacesAllLinesInThePlaceOfTheFirst() {
        assertThat(headers.with("VIA", "x")).isEqualTo(Headers.of("VIA", "x", "Age", "3"));
        assertThat(headers.with("Date", "d").size()).isEqualTo(4);
    }

    @Test
    void addsAndRemovesWithoutChangingTheOriginal() {
        assertThat(headers.withAdded("Age", "4").all("Age")).containsExactly("3", "4");
        assertThat(headers.without("via", "Date")).isEqualTo(Headers.of("Age", "3"));
        assertThat(headers.without("Date")).isSameAs(headers);
        assertThat(headers.size()).isEqualTo(3);
    }

    @Test
    void linesOfCookiesAreJoinedAsCookiesAre() {
        assertThat(Headers.of("Cookie", "a=1", "cookie", "b=2").combined("cookie"))
                .isEqualTo("a=1; b=2");
        assertThat(Headers.of("Via", "1.1 a", "via", "1.1 b").combined("Via")).isEqualTo("1.1 a, 1.1 b");
    }

    @Test
    void aBuilderGoesOnAfterBuilding() {
        Headers.Builder builder = Headers.builder().add("A", "1");
        Headers first = builder.build();
        builder.set("A", "2").setIfAbsent("A", "3").setIfAbsent("B", "4").addAll(headers);
        assertThat(first).isEqualTo(Headers.of("A", "1"));
        assertThat(builder.build().toString()).isEqualTo("A: 2; B: 4; Via: 1.1 a; Age: 3; via: 1.1 b");
        assertThat(builder.remove("via").build().size()).isEqualTo(3);
    }

    @Test
    void growsPastItsFirstCapacity() {
        Headers.Builder builder = Headers.builder();
        for (int i = 0; i < 100; i++) {
            builder.add("N" + i, "v" + i);
        }
        assertThat(builder.build().first("n99")).isEqualTo("v99");
        assertThat(Headers.of().toBuilder().addAll(builder.build()).build().size())
                .isEqualTo(100);
    }

    @Test
    void equalityIgnoresTheCaseOfNamesOnly() {
        assertThat(Headers.of("A", "x")).isEqualTo(Headers.of("a", "x")).hasSameHashCodeAs(Headers.of("a", "x"));
        assertThat(Headers.of("A", "x")).isNotEqualTo(Headers.of("A", "X"));
        assertThat(Headers.of("A", "x", "B", "y")).isNotEqualTo(Headers.of("B", "y", "A", "x"));
    }

    @Test
    void refusesANameWithoutAValue() {
        assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("A"));
    }
}
