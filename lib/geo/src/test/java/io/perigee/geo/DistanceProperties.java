package io.perigee.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DistanceProperties {

    @Property
    void distanceIsSymmetricAndAtMostHalfTheEarth(@ForAll("points") Coordinates a, @ForAll("points") Coordinates b) {
        assertThat(Distance.km(a, b)).isEqualTo(Distance.km(b, a)).isBetween(0.0, 20_015.2);
    }

    @Property
    void aPointIsNowhereFromItself(@ForAll("points") Coordinates a) {
        assertThat(Distance.km(a, a)).isCloseTo(0, within(1e-9));
    }

    @Property
    void aDetourIsNeverShorter(
            @ForAll("points") Coordinates a, @ForAll("points") Coordinates b, @ForAll("points") Coordinates c) {
        assertThat(Distance.km(a, c)).isLessThanOrEqualTo(Distance.km(a, b) + Distance.km(b, c) + 1e-3);
    }

    @Provide
    Arbitrary<Coordinates> points() {
        return Combinators.combine(
                        Arbitraries.doubles().between(-90, 90),
                        Arbitraries.doubles().between(-180, 180))
                .as(Coordinates::new);
    }
}
