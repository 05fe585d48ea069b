package io.perigee.delivery.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.ViewerLocation;
import io.perigee.httpcaching.FieldRules;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LocationFieldProperties {

    @Property(tries = 500)
    void whateverIsKnownOfAPlaceReadsBackFromAHeaderValue(@ForAll("places") ViewerLocation place) {
        String written = LocationField.write(place);

        assertThat(FieldRules.isValue(written)).isTrue();
        assertThat(LocationField.read(written)).isEqualTo(place);
    }

    @Property(tries = 500)
    void whateverIsSentReadingItDoesNotFail(@ForAll String sent) {
        ViewerLocation read = LocationField.read(sent);

        assertThat(read == null || LocationField.read(LocationField.write(read)) != null)
                .isTrue();
    }

    @Provide
    Arbitrary<ViewerLocation> places() {
        Arbitrary<Optional<String>> text = Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(value -> value.codePoints().noneMatch(c -> c >= 0xd800 && c < 0xe000))
                .optional();
        return Combinators.combine(
                        text,
                        text,
                        text,
                        text,
                        Arbitraries.doubles().between(-90, 90).ofScale(6).optional(),
                        Arbitraries.doubles().between(-180, 180).ofScale(6).optional(),
                        text)
                .as(ViewerLocation::new);
    }
}
