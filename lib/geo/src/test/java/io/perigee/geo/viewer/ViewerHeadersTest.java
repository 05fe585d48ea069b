package io.perigee.geo.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.geo.AddressLiteral;
import io.perigee.geo.Geography;
import io.perigee.geo.places.NamedPlaces;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewerHeadersTest {
    private static final NamedPlaces PLACES = NamedPlaces.builtIn();
    private static final Viewer IN_SAN_FRANCISCO = viewer("San Francisco", "198.51.100.10", 46532);

    @ParameterizedTest
    @CsvSource({
        "CloudFront-Viewer-Address, 198.51.100.10:46532",
        "CloudFront-Viewer-ASN, 64500",
        "CloudFront-Viewer-City, San Francisco",
        "CloudFront-Viewer-Country, US",
        "CloudFront-Viewer-Country-Name, United States",
        "CloudFront-Viewer-Country-Region, CA",
        "CloudFront-Viewer-Country-Region-Name, California",
        "CloudFront-Viewer-Latitude, 37.77490",
        "CloudFront-Viewer-Longitude, -122.41940",
        "CloudFront-Viewer-Metro-Code, 807",
        "CloudFront-Viewer-Postal-Code, 94103",
        "CloudFront-Viewer-Time-Zone, America/Los_Angeles",
        "CloudFront-Is-Android-Viewer, false",
        "CloudFront-Is-Desktop-Viewer, false",
        "CloudFront-Is-IOS-Viewer, true",
        "CloudFront-Is-Mobile-Viewer, true",
        "CloudFront-Is-SmartTV-Viewer, false",
        "CloudFront-Is-Tablet-Viewer, false",
        "CloudFront-Forwarded-Proto, https",
        "CloudFront-Viewer-Http-Version, 2.0",
        "CloudFront-Viewer-TLS, TLSv1.3:TLS_AES_128_GCM_SHA256:fullHandshake",
        "cloudfront-viewer-country, US",
        "CLOUDFRONT-VIEWER-COUNTRY, US"
    })
    void aHeaderIsFoundByItsNameInAnyCase(String name, String value) {
        assertThat(ViewerHeaders.value(name, IN_SAN_FRANCISCO)).isEqualTo(value);
    }

    @Test
    void lettersOutsideAsciiArePercentEncoded() {
        Viewer viewer = viewer("São Paulo", "192.0.2.49", 1);

        assertThat(ViewerHeaders.value("CloudFront-Viewer-City", viewer)).isEqualTo("S%C3%A3o Paulo");
        assertThat(ViewerHeaders.value("CloudFront-Viewer-Country-Region-Name", viewer))
                .isEqualTo("S%C3%A3o Paulo");
    }

    @Test
    void aPlaceNameFromADatabaseCannotBreakOutOfItsHeader() {
        Geography hostile =
                Geography.builder().city("Evil\r\nX-Injected: 1 100%").build();
        Viewer viewer =
                new Viewer(AddressLiteral.parse("192.0.2.1").orElseThrow(), 1, hostile, null, "http", "1.1", null);

        assertThat(ViewerHeaders.value("CloudFront-Viewer-City", viewer)).isEqualTo("Evil%0D%0AX-Injected: 1 100%25");
    }

    @Test
    void whatIsNotKnownHasNoValue() {
        Viewer viewer = new Viewer(
                AddressLiteral.parse("10.0.0.1").orElseThrow(), 1, Geography.UNKNOWN, null, "http", "1.1", null);

        List<String> known = ViewerHeaders.names().stream()
                .filter(name -> ViewerHeaders.value(name, viewer) != null)
                .toList();
        assertThat(known)
                .containsExactly(
                        "CloudFront-Viewer-Address",
                        "CloudFront-Is-Android-Viewer",
                        "CloudFront-Is-Desktop-Viewer",
                        "CloudFront-Is-IOS-Viewer",
                        "CloudFront-Is-Mobile-Viewer",
                        "CloudFront-Is-SmartTV-Viewer",
                        "CloudFront-Is-Tablet-Viewer",
                        "CloudFront-Forwarded-Proto",
                        "CloudFront-Viewer-Http-Version");
    }

    @Test
    void anIpv6AddressStandsWithoutBracketsAndThePortAfterTheLastColon() {
        Viewer viewer = viewer("Tokyo", "2001:db8:1::7", 4711);

        assertThat(ViewerHeaders.value("CloudFront-Viewer-Address", viewer)).isEqualTo("2001:db8:1:0:0:0:0:7:4711");
    }

    @Test
    void otherHeadersAreNotViewerHeaders() {
        assertThat(ViewerHeaders.value("CloudFront-Viewer-Shoe-Size", IN_SAN_FRANCISCO))
                .isNull();
        assertThat(ViewerHeaders.isViewerHeader("Accept")).isFalse();
        assertThat(ViewerHeaders.isViewerHeader("cloudfront-is-ios-viewer")).isTrue();
        assertThat(ViewerHeaders.named("CloudFront-Viewer-TLS")).contains(ViewerHeader.TLS);
    }

    private static Viewer viewer(String city, String address, int port) {
        return new Viewer(
                AddressLiteral.parse(address).orElseThrow(),
                port,
                PLACES.named(city).orElseThrow().geography().withAsn(64500),
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
                "https",
                "2.0",
                "TLSv1.3:TLS_AES_128_GCM_SHA256:fullHandshake");
    }
}
