package io.perigee.geo.viewer;

import static io.perigee.geo.viewer.ClientAddress.Source.SOCKET;
import static io.perigee.geo.viewer.ClientAddress.Source.X_FORWARDED_FOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.geo.AddressLiteral;
import io.perigee.geo.Cidr;
import io.perigee.geo.viewer.ClientAddress.Resolved;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private static final String PROXY = "10.0.0.1";
    private static final ClientAddress BEHIND_PROXIES =
            new ClientAddress(List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("2001:db8:ff::/48")));

    @Test
    void withoutTrustedProxiesTheHeaderIsNotRead() {
        assertThat(ClientAddress.SOCKET.resolve(ip(PROXY), 4711, List.of("198.51.100.7")))
                .isEqualTo(new Resolved(ip(PROXY), 4711, SOCKET));
    }

    @Test
    void aViewerThatIsNoProxyCannotForgeItsAddress() {
        assertThat(BEHIND_PROXIES.resolve(ip("198.51.100.7"), 4711, List.of("8.8.8.8")))
                .isEqualTo(new Resolved(ip("198.51.100.7"), 4711, SOCKET));
    }

    @Test
    void aTrustedProxyIsBelieved() {
        assertThat(resolve("198.51.100.7")).isEqualTo(new Resolved(ip("198.51.100.7"), 0, X_FORWARDED_FOR));
    }

    @Test
    void whatTheViewerWroteItselfIsLeftOfWhatTheProxyWroteAndIgnored() {
        assertThat(resolve("8.8.8.8, 1.1.1.1, 198.51.100.7").address()).isEqualTo(ip("198.51.100.7"));
    }

    @Test
    void aForgedChainOfTrustedAddressesLeftOfTheViewerIsIgnored() {
        assertThat(resolve("8.8.8.8, 10.0.0.9, 198.51.100.7, 10.0.0.2").address())
                .isEqualTo(ip("198.51.100.7"));
    }

    @Test
    void aChainOfTrustedProxiesIsFollowedToTheViewer() {
        assertThat(resolve("198.51.100.7, 10.0.0.3, 10.0.0.2").address()).isEqualTo(ip("198.51.100.7"));
    }

    @Test
    void severalFieldsAreOneList() {
        ClientAddress.Resolved viewer =
                BEHIND_PROXIES.resolve(ip(PROXY), 1, List.of("8.8.8.8", "198.51.100.7", "10.0.0.3 ,\t10.0.0.2"));

        assertThat(viewer.address()).isEqualTo(ip("198.51.100.7"));
    }

    @Test
    void aViewerInsideTheTrustedNetworkIsTheLeftmostEntry() {
        assertThat(resolve("10.1.1.1, 10.0.0.2").address()).isEqualTo(ip("10.1.1.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "unknown",
                "_hidden",
                "198.51.100.7,",
                "8.8.8.8, garbage",
                "8.8.8.8, 1.2.3.4:99999",
                "[::1",
                "[::1]x",
                "1.2.3.4:"
            })
    void anUnreadableEntryStopsAtWhoSentIt(String value) {
        assertThat(resolve(value)).isEqualTo(new Resolved(ip(PROXY), 4711, SOCKET));
    }

    @Test
    void anUnreadableEntryFurtherLeftStopsAtTheLastProxy() {
        assertThat(resolve("8.8.8.8, garbage, 10.0.0.2").address()).isEqualTo(ip("10.0.0.2"));
    }

    @Test
    void portsAndBracketsAreUnderstood() {
        assertThat(resolve("198.51.100.7:1234")).isEqualTo(new Resolved(ip("198.51.100.7"), 1234, X_FORWARDED_FOR));
        assertThat(resolve("2001:db8::7")).isEqualTo(new Resolved(ip("2001:db8::7"), 0, X_FORWARDED_FOR));
        assertThat(resolve("[2001:db8::7]")).isEqualTo(new Resolved(ip("2001:db8::7"), 0, X_FORWARDED_FOR));
        assertThat(resolve("[2001:db8::7]:1234, 2001:db8:ff::1"))
                .isEqualTo(new Resolved(ip("2001:db8::7"), 1234, X_FORWARDED_FOR));
    }

    @Test
    void aTrustedProxyThatReportsNobodyIsTheViewer() {
        assertThat(BEHIND_PROXIES.resolve(ip(PROXY), 4711, List.of())).isEqualTo(new Resolved(ip(PROXY), 4711, SOCKET));
    }

    private static Resolved resolve(String forwardedFor) {
        return BEHIND_PROXIES.resolve(ip(PROXY), 4711, List.of(forwardedFor));
    }

    private static InetAddress ip(String text) {
        return AddressLiteral.parse(text).orElseThrow();
    }
}
