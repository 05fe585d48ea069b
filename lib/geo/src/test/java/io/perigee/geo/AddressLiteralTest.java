package io.perigee.geo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressLiteralTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, 0:0:0:0:0:0:0:0",
        "::1, 0:0:0:0:0:0:0:1",
        "1::, 1:0:0:0:0:0:0:0",
        "2001:DB8::8:800:200c:417a, 2001:db8:0:0:8:800:200c:417a",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "64:ff9b::192.0.2.33, 64:ff9b:0:0:0:0:c000:221",
        "1:2:3:4:5:6:192.0.2.33, 1:2:3:4:5:6:c000:221",
        "::ffff:192.0.2.1, 192.0.2.1"
    })
    void wellFormedAddressesAreRead(String text, String expected) {
        assertThat(AddressLiteral.parse(text))
                .hasValueSatisfying(
                        address -> assertThat(address.getHostAddress()).isEqualTo(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "127.1",
                "2130706433",
                "0x7f.0.0.1",
                "010.0.0.1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.4 ",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "1.2.3.0004",
                "١.٢.٣.٤",
                ":",
                ":::",
                "1:2",
                "::1::",
                "1::2::3",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "12345::",
                "g::",
                "fe80::1%eth0",
                "[::1]",
                "::1.2.3",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3.4:5",
                "٣::"
            })
    void anythingElseIsRefusedWithoutAskingDns(String text) {
        assertThat(AddressLiteral.parse(text)).isEmpty();
    }

    @Test
    void anAbsurdlyLongTextIsRefused() {
        assertThat(AddressLiteral.parse("1:".repeat(100_000))).isEmpty();
        assertThat(AddressLiteral.parse("1".repeat(100_000))).isEmpty();
    }
}
