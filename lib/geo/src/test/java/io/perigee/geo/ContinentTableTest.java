package io.perigee.geo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContinentTableTest {
    private final ContinentTable table = new ContinentTable();

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, NORTH_AMERICA",
        "17.253.144.10, NORTH_AMERICA",
        "193.0.6.139, EUROPE",
        "53.1.2.3, EUROPE",
        "202.12.29.230, ASIA",
        "133.11.0.1, ASIA",
        "200.3.14.10, SOUTH_AMERICA",
        "196.216.2.6, AFRICA",
        "102.0.0.1, AFRICA",
        "172.217.1.1, NORTH_AMERICA",
        "192.1.2.3, NORTH_AMERICA",
        "198.20.0.1, NORTH_AMERICA",
        "2001:4860:4860::8888, NORTH_AMERICA",
        "2606:4700:4700::1111, NORTH_AMERICA",
        "2001:67c:2e8:22::c100:68b, EUROPE",
        "2a02:1234::1, EUROPE",
        "2001:dc0:2001:11::194, ASIA",
        "2404:6800::1, ASIA",
        "2001:13c7:7002:4000::10, SOUTH_AMERICA",
        "2804:14c::1, SOUTH_AMERICA",
        "2001:42d0:0:201::6, AFRICA",
        "2c0f:fb50::1, AFRICA"
    })
    void aPublicAddressIsOnTheContinentOfItsRegistry(String address, Continent continent) {
        Geography place = lookup(address);

        assertThat(place.continent()).isEqualTo(continent);
        assertThat(place.precision()).isEqualTo(Precision.CONTINENT);
        assertThat(place.coordinates()).isNotNull();
        assertThat(place.countryCode()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "169.254.1.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "ff02::1",
                "2001:db8::1",
                "2002:c000:204::1",
                "3fff::1",
                "4000::1"
            })
    void addressesThatBelongNowhereAreUnknown(String address) {
        assertThat(lookup(address)).isEqualTo(Geography.UNKNOWN);
    }

    @Test
    void everyUnicastBlockOfIpv4IsAssigned() {
        for (int first = 1; first < 224; first++) {
            if (first != 10 && first != 127) {
                assertThat(lookup(first + ".7.3.1").isUnknown())
                        .as(first + "/8")
                        .isFalse();
            }
        }
    }

    private Geography lookup(String address) {
        return table.lookup(AddressLiteral.parse(address).orElseThrow());
    }
}
