package io.perigee.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HeaderFieldsProperties {
    @Provide
    Arbitrary<HeaderFields> headers() {
        Arbitrary<String> names = Arbitraries.of("A", "a", "B", "b", "C");
        Arbitrary<String> values = Arbitraries.strings().alpha().ofMaxLength(2);
        return Combinators.combine(names, values)
                .as(HeaderField::new)
                .list()
                .ofMaxSize(8)
                .map(HeaderFields::of);
    }

    @Property
    void settingGivesThatOneLineAndLeavesAllOthersInOrder(@ForAll("headers") HeaderFields headers) {
        HeaderFields changed = headers.with("a", "new");

        assertThat(changed.all("A")).containsExactly("new");
        assertThat(changed.without("A")).isEqualTo(headers.without("A"));
    }

    @Property
    void settingKeepsThePlaceOfTheFirstLine(@ForAll("headers") HeaderFields headers) {
        List<String> before = names(headers);
        int place = before.indexOf("a") >= 0 ? before.indexOf("a") : before.size();

        assertThat(names(headers.with("A", "new")).indexOf("a")).isEqualTo(place);
    }

    @Property
    void addingPutsTheLineLast(@ForAll("headers") HeaderFields headers) {
        HeaderFields changed = headers.adding("a", "new");

        assertThat(changed.size()).isEqualTo(headers.size() + 1);
        assertThat(changed.fields().getLast()).isEqualTo(new HeaderField("a", "new"));
        assertThat(changed.fields().subList(0, headers.size())).isEqualTo(headers.fields());
    }

    @Property
    void removingLeavesNoLineOfAnySpelling(@ForAll("headers") HeaderFields headers) {
        assertThat(names(headers.without("b"))).doesNotContain("b");
        assertThat(headers.without("B").contains("b")).isFalse();
    }

    private static List<String> names(HeaderFields headers) {
        return headers.fields().stream()
                .map(field -> field.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
