package io.perigee.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DistanceTest {
    private static final Coordinates TOKYO = new Coordinates(35.6895, 139.6917);
    private static final Coordinates BERLIN = new Coordinates(52.52, 13.405);
    private static final Coordinates NEW_YORK = new Coordinates(40.7128, -74.006);
    private static final Coordinates SAN_FRANCISCO = new Coordinates(37.7749, -122.4194);

    @Test
    void distancesBetweenCitiesAreThePublishedOnes() {
        assertThat(Distance.km(TOKYO, BERLIN)).isCloseTo(8918, within(20.0));
        assertThat(Distance.km(NEW_YORK, BERLIN)).isCloseTo(6385, within(15.0));
        assertThat(Distance.km(NEW_YORK, SAN_FRANCISCO)).isCloseTo(4130, within(10.0));
    }

    @Test
    void theShortWayLeadsOverTheDateLine() {
        assertThat(Distance.km(new Coordinates(0, 179.5), new Coordinates(0, -179.5)))
                .isCloseTo(111.2, within(0.1));
    }

    @Test
    void antipodesAreHalfAnEquatorApart() {
        assertThat(Distance.km(new Coordinates(12.3, 45.6), new Coordinates(-12.3, -134.4)))
                .isCloseTo(Math.PI * Distance.EARTH_RADIUS_KM, within(0.01));
    }

    @Test
    void coordinatesOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Coordinates(90.1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Coordinates(0, -180.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Coordinates(Double.NaN, 0));
    }

    @Test
    void aRoundTripGrowsWithTheDistanceFromALocalConstant() {
        assertThat(RoundTripTime.betweenKm(0)).isEqualTo(RoundTripTime.LOCAL);
        assertThat(RoundTripTime.betweenKm(1000)).isEqualTo(Duration.ofMillis(18));
        assertThat(RoundTripTime.between(TOKYO, BERLIN)).isBetween(Duration.ofMillis(140), Duration.ofMillis(150));
        assertThatIllegalArgumentException().isThrownBy(() -> RoundTripTime.betweenKm(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> RoundTripTime.betweenKm(Double.NaN));
    }
}
