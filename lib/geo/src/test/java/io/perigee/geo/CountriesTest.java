package io.perigee.geo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CountriesTest {

    @Test
    void theTableIsCompleteAndHoldsNothingElse() {
        assertThat(Countries.all()).extracting(Country::code).containsExactlyInAnyOrder(Locale.getISOCountries());
    }

    @Test
    void everyTimeZoneExists() {
        assertThat(Countries.all()).extracting(Country::timeZone).allMatch(ZoneId.getAvailableZoneIds()::contains);
    }

    @Test
    void everyNameIsThereOnce() {
        List<String> names = Countries.all().stream().map(Country::name).toList();

        assertThat(names).doesNotHaveDuplicates().noneMatch(String::isBlank);
    }

    /** A swapped sign or column puts a country thousands of kilometres off its clock. */
    @Test
    void everyPointIsWhereItsClockIs() {
        for (Country country : Countries.all()) {
            double hours = ZoneId.of(country.timeZone())
                            .getRules()
                            .getStandardOffset(Instant.parse("2026-01-15T12:00:00Z"))
                            .getTotalSeconds()
                    / 3600.0;
            double off = Math.abs(country.coordinates().longitude() / 15 - hours);
            boolean clockSetByGeography = !List.of("BV", "UM").contains(country.code());
            if (clockSetByGeography) {
                assertThat(Math.min(off, 24 - off)).as(country.name()).isLessThan(3.3);
            }
        }
    }

    @Test
    void namesWithLettersOutsideAsciiAreReadAsUtf8() {
        assertThat(Countries.withCode("CI")).map(Country::name).contains("Côte d'Ivoire");
        assertThat(Countries.withCode("TR")).map(Country::name).contains("Türkiye");
    }

    @Test
    void onlyACountryWithOneTimeZoneImpliesIt() {
        assertThat(Geography.builder().country("JP", null).build().timeZone()).isEqualTo("Asia/Tokyo");
        assertThat(Geography.builder().country("US", null).build().timeZone()).isNull();
    }

    @Test
    void aCountryImpliesItsNameContinentAndPoint() {
        Geography japan = Geography.builder().country("JP", null).build();

        assertThat(japan.precision()).isEqualTo(Precision.COUNTRY);
        assertThat(japan.countryName()).isEqualTo("Japan");
        assertThat(japan.continent()).isEqualTo(Continent.ASIA);
        assertThat(japan.coordinates()).isNotNull();
        assertThat(japan.describe()).isEqualTo("Japan, Asia");
    }

    @Test
    void whatADatabaseSaysGoesBeforeWhatTheCountryImplies() {
        Coordinates osaka = new Coordinates(34.7, 135.5);
        Geography place = Geography.builder()
                .country("JP", "Nippon")
                .coordinates(osaka)
                .timeZone("Asia/Osaka")
                .build();

        assertThat(place.countryName()).isEqualTo("Nippon");
        assertThat(place.coordinates()).isEqualTo(osaka);
        assertThat(place.timeZone()).isEqualTo("Asia/Osaka");
    }

    @Test
    void aCountryCodeThatIsNoneIsKeptWithoutImplyingAnything() {
        Geography place = Geography.builder().country("XK", "Kosovo").build();

        assertThat(place.precision()).isEqualTo(Precision.COUNTRY);
        assertThat(place.coordinates()).isNull();
        assertThat(place.continent()).isNull();
    }

    @Test
    void anUnknownPlaceSaysSo() {
        assertThat(Geography.UNKNOWN.isUnknown()).isTrue();
        assertThat(Geography.UNKNOWN.describe()).isEqualTo("unknown");
        assertThat(Geography.UNKNOWN.withAsn(64500).isUnknown()).isTrue();
    }
}
