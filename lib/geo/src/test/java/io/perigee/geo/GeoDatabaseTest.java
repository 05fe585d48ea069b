package io.perigee.geo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeoDatabaseTest {
    private static final InetAddress ADDRESS = AddressLiteral.parse("192.0.2.1").orElseThrow();
    private static final Geography JAPAN =
            Geography.builder().country("JP", null).build();
    private static final Geography ASIA =
            Geography.builder().continent(Continent.ASIA).build();

    @Test
    void thePlaceComesFromTheFirstDatabaseThatKnowsOne() {
        assertThat(firstKnown(Geography.UNKNOWN, JAPAN, ASIA)).isEqualTo(JAPAN);
        assertThat(firstKnown(ASIA, JAPAN)).isEqualTo(ASIA);
        assertThat(firstKnown()).isEqualTo(Geography.UNKNOWN);
    }

    @Test
    void anAsnFileStandsBesideACityFile() {
        Geography asnOnly = Geography.UNKNOWN.withAsn(64500);

        assertThat(firstKnown(JAPAN, asnOnly)).isEqualTo(JAPAN.withAsn(64500));
        assertThat(firstKnown(asnOnly, JAPAN)).isEqualTo(JAPAN.withAsn(64500));
        assertThat(firstKnown(JAPAN.withAsn(64501), asnOnly)).isEqualTo(JAPAN.withAsn(64501));
    }

    private static Geography firstKnown(Geography... answers) {
        List<GeoDatabase> databases = List.of(answers).stream()
                .map(answer -> (GeoDatabase) address -> answer)
                .toList();
        return GeoDatabase.firstKnown(databases).lookup(ADDRESS);
    }
}
