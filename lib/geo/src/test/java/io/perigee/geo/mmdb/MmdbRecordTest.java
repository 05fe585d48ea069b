package io.perigee.geo.mmdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.geo.Continent;
import io.perigee.geo.Coordinates;
import io.perigee.geo.Geography;
import io.perigee.geo.Precision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MmdbRecordTest {

    @Test
    void aGeoLite2CityRecordIsReadWhole() {
        Geography place = MmdbRecord.geography(Map.of(
                "city", Map.of("geoname_id", 5391959L, "names", Map.of("de", "San Franzisko", "en", "San Francisco")),
                "continent", Map.of("code", "NA", "names", Map.of("en", "North America")),
                "country", Map.of("iso_code", "US", "names", Map.of("en", "United States")),
                "location",
                        Map.of(
                                "accuracy_radius",
                                20,
                                "latitude",
                                37.7749,
                                "longitude",
                                -122.4194,
                                "metro_code",
                                807,
                                "time_zone",
                                "America/Los_Angeles"),
                "postal", Map.of("code", "94103"),
                "registered_country", Map.of("iso_code", "CA"),
                "subdivisions",
                        List.of(
                                Map.of("iso_code", "CA", "names", Map.of("en", "California")),
                                Map.of("iso_code", "XX", "names", Map.of("en", "finer"))),
                "traits", Map.of("autonomous_system_number", 64500L)));

        assertThat(place)
                .isEqualTo(new Geography(
                        Precision.CITY,
                        Continent.NORTH_AMERICA,
                        "US",
                        "United States",
                        "CA",
                        "California",
                        "San Francisco",
                        "94103",
                        "807",
                        new Coordinates(37.7749, -122.4194),
                        "America/Los_Angeles",
                        64500L));
    }

    @Test
    void aCountryRecordIsCompletedFromTheTableOfCountries() {
        Geography place = MmdbRecord.geography(Map.of(
                "continent", Map.of("code", "AS"),
                "country", Map.of("iso_code", "JP", "names", Map.of("en", "Japan"))));

        assertThat(place.precision()).isEqualTo(Precision.COUNTRY);
        assertThat(place.coordinates()).isNotNull();
        assertThat(place.timeZone()).isEqualTo("Asia/Tokyo");
        assertThat(place.city()).isNull();
    }

    @Test
    void aDbIpRecordWithoutSubdivisionCodesKeepsTheName() {
        Geography place = MmdbRecord.geography(Map.of(
                "city", Map.of("names", Map.of("en", "Berlin")),
                "country", Map.of("iso_code", "DE", "is_in_european_union", true, "names", Map.of("en", "Germany")),
                "location", Map.of("latitude", 52.52f, "longitude", 13.405f),
                "subdivisions", List.of(Map.of("names", Map.of("en", "Land Berlin")))));

        assertThat(place.regionCode()).isNull();
        assertThat(place.regionName()).isEqualTo("Land Berlin");
        assertThat(place.coordinates()).isNotNull();
        assertThat(place.timeZone()).isEqualTo("Europe/Berlin");
    }

    @Test
    void anAsnRecordHasNoPlace() {
        Geography place = MmdbRecord.geography(
                Map.of("autonomous_system_number", 4294967295L, "autonomous_system_organization", "Example"));

        assertThat(place.isUnknown()).isTrue();
        assertThat(place.asn()).isEqualTo(4294967295L);
    }

    @Test
    void aBlockWithoutACountryIsInTheCountryItIsRegisteredIn() {
        Geography place =
                MmdbRecord.geography(Map.of("country", Map.of(), "registered_country", Map.of("iso_code", "LU")));

        assertThat(place.countryCode()).isEqualTo("LU");
    }

    @Test
    void fieldsOfOtherTypesAreTakenAsAbsent() {
        Geography place = MmdbRecord.geography(Map.of(
                "city", "Tokyo",
                "continent", List.of("AS"),
                "country", Map.of("iso_code", 81.5, "names", List.of()),
                "location", Map.of("latitude", "35", "longitude", 139.0, "time_zone", ""),
                "postal", 1,
                "subdivisions", List.of("13"),
                "autonomous_system_number", "AS64500"));

        assertThat(place).isEqualTo(Geography.UNKNOWN);
    }

    @Test
    void coordinatesOffTheGlobeAreTakenAsAbsent() {
        Geography place = MmdbRecord.geography(
                Map.of("country", Map.of("iso_code", "US"), "location", Map.of("latitude", 91.0, "longitude", 500.0)));

        assertThat(place.coordinates()).isEqualTo(new Coordinates(39.83, -98.58));
    }
}
