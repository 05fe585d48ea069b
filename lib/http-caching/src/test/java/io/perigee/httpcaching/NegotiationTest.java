package io.perigee.httpcaching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {
    private static final List<String> AVAILABLE = List.of("br", "gzip", "identity");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, deflate, br|br gzip identity",
                "gzip|gzip identity",
                "GZip ; Q=0.5|gzip identity",
                "x-gzip|gzip identity",
                "gzip;q=1.0, br;q=0.9|gzip br identity",
                "gzip;q=0.001, br;q=0|gzip identity",
                "*|br gzip identity",
                "*;q=0|''",
                "*;q=0, gzip|gzip",
                "*;q=0.5, br;q=0|gzip identity",
                "identity;q=0, gzip|gzip",
                "identity;q=0|''",
                "identity, gzip;q=0.5|identity gzip",
                "deflate|identity",
                "gzip;q=foo|identity",
                "gzip;q=1.5|gzip identity",
                "gzip;q=2|identity",
                "gzip;q=0.0001|identity",
                "gzip;q=|gzip identity",
                "gzip;foo=1;q=0|identity",
                "''|identity",
                ",;,|identity",
            })
    void ordersWhatIsAcceptableByTheViewersLiking(String field, String expected) {
        assertThat(String.join(" ", Negotiation.acceptable(field, AVAILABLE))).isEqualTo(expected);
    }

    @Test
    void whoSendsNothingGetsIdentity() {
        assertThat(Negotiation.acceptable(null, AVAILABLE)).containsExactly("identity");
        assertThat(Negotiation.acceptable(null, List.of("br"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "gzip, deflate, br|true|true|br,gzip",
                "gzip, deflate, br, zstd|true|true|br,gzip",
                "gzip, deflate, br|true|false|gzip",
                "gzip, deflate, br|false|true|br",
                "gzip, deflate, br|false|false|none",
                "gzip, deflate, brx|true|true|gzip",
                "gzip, deflate, br;q=0|true|true|gzip",
                "br|true|true|br",
                "BR, GZIP|true|true|br,gzip",
                "deflate|true|true|none",
                "identity|true|true|none",
                "*|true|true|br,gzip",
                "gzip, zstd|true|true|zstd,gzip",
                "zstd,gzip|true|true|zstd,gzip",
                "zstd|true|true|zstd",
                "ZSTD;q=0.1|false|true|zstd",
                "gzip, zstd|true|false|gzip",
                "gzip, zstd;q=0|true|true|gzip",
                "br;q=0, zstd, gzip;q=0|true|true|zstd",
                "br;q=0, *|true|true|zstd,gzip",
                "gzip;q=1.0, br;q=0.9|true|true|gzip",
                "gzip;q=0.9, br|true|true|br,gzip",
                "gzip, zstd;q=0.5|true|true|gzip",
                "identity, gzip;q=0.5|true|true|none",
                "identity;q=0.5, gzip;q=0.5|true|true|gzip",
                "identity;q=0.7, br;q=0.5, gzip|true|true|gzip",
                "identity;q=0, gzip;q=0.1|true|true|gzip",
                "none|true|true|none",
            })
    void aKeySeesOnlyWhatCloudFrontCompresses(String field, boolean gzip, boolean brotli, String expected) {
        assertThat(Negotiation.normalised(field, gzip, brotli)).isEqualTo(expected);
    }
}
