package io.perigee.geo.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.perigee.geo.AddressLiteral;
import io.perigee.geo.Cidr;
import io.perigee.geo.GeoDatabase;
import io.perigee.geo.Geography;
import io.perigee.geo.Precision;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedPlacesTest {
    private final NamedPlaces places = NamedPlaces.builtIn();

    @Test
    void everyBuiltInPlaceIsFoundInItsDatabaseByEveryBlock() {
        GeoDatabase database = places.database();

        assertThat(places.all()).hasSizeGreaterThanOrEqualTo(40);
        for (Place place : places.all()) {
            assertThat(place.geography().precision()).isEqualTo(Precision.CITY);
            assertThat(place.geography().timeZone()).isNotNull();
            assertThat(database.lookup(place.address())).isEqualTo(place.geography());
            for (Cidr block : place.blocks()) {
                assertThat(database.lookup(block.network())).isEqualTo(place.geography());
            }
        }
    }

    @Test
    void blocksOfBuiltInPlacesDoNotOverlapAndLieInReservedRanges() {
        List<Cidr> blocks =
                places.all().stream().flatMap(place -> place.blocks().stream()).toList();
        List<Cidr> reserved = List.of(
                Cidr.parse("192.0.2.0/24"),
                Cidr.parse("198.51.100.0/24"),
                Cidr.parse("203.0.113.0/24"),
                Cidr.parse("198.18.0.0/15"),
                Cidr.parse("2001:db8::/32"));

        for (Cidr block : blocks) {
            assertThat(reserved).anyMatch(range -> range.contains(block));
            assertThat(blocks).filteredOn(other -> other.contains(block)).containsExactly(block);
        }
    }

    @Test
    void addressesThatBelongToNoPlaceAreUnknown() {
        GeoDatabase database = places.database();

        assertThat(database.lookup(ip("8.8.8.8"))).isEqualTo(Geography.UNKNOWN);
        assertThat(database.lookup(ip("2600::1"))).isEqualTo(Geography.UNKNOWN);
        assertThat(database.lookup(ip("203.0.113.255"))).isEqualTo(Geography.UNKNOWN);
    }

    @Test
    void aNameIsFoundWhateverItsCaseAccentsAndBlanks() {
        Place saoPaulo = places.named("São Paulo").orElseThrow();

        assertThat(places.named("sao paulo")).contains(saoPaulo);
        assertThat(places.named(" SAO-PAULO ")).contains(saoPaulo);
        assertThat(places.named("Sa\u0303oPaulo")).contains(saoPaulo);
        assertThat(places.named("Atlantis")).isEmpty();
        assertThat(places.named("")).isEmpty();
    }

    @Test
    void aClaimIsAPlacesNameOrAnAddress() {
        assertThat(places.addressOf("tokyo"))
                .contains(places.named("Tokyo").orElseThrow().address());
        assertThat(places.addressOf("8.8.8.8")).contains(ip("8.8.8.8"));
        assertThat(places.addressOf("2001:db8:5::7")).contains(ip("2001:db8:5::7"));
        assertThat(places.addressOf("localhost")).isEmpty();
        assertThat(places.addressOf("127.1")).isEmpty();
    }

    @Test
    void aMalformedLineIsRefusedWithItsNumber() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamedPlaces.parse("# comment\nTokyo | JP | 13"))
                .withMessage("line 2: 3 fields: expected 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamedPlaces.parse("Tokyo | XX | | | | | | | | 192.0.2.0/28"))
                .withMessageContaining("country \"XX\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamedPlaces.parse("Tokyo | JP | | | | | | | | "))
                .withMessageContaining("expected at least one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamedPlaces.parse("Tokyo | JP | | | | | | | | 192.0.2.1/28"))
                .withMessageContaining("192.0.2.0/28");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamedPlaces.parse("Tokyo|JP||||||||192.0.2.0/28\nTÓKYO|JP||||||||192.0.2.16/28"))
                .withMessageContaining("twice");
    }

    @Test
    void theSamePlacesGiveTheSameBytes() {
        assertThat(places.toMmdb()).isEqualTo(NamedPlaces.builtIn().toMmdb());
    }

    private static InetAddress ip(String text) {
        return AddressLiteral.parse(text).orElseThrow();
    }
}
