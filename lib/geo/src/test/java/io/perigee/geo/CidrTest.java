package io.perigee.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @Test
    void anAddressWithoutPrefixIsABlockOfItsOwn() {
        assertThat(Cidr.parse("192.0.2.1")).isEqualTo(Cidr.parse("192.0.2.1/32"));
        assertThat(Cidr.parse("2001:db8::1")).isEqualTo(Cidr.parse("2001:db8::1/128"));
    }

    @Test
    void theWholeSpaceHoldsEveryAddressOfItsFamilyOnly() {
        assertThat(Cidr.parse("0.0.0.0/0")
                        .contains(AddressLiteral.parse("255.1.2.3").orElseThrow()))
                .isTrue();
        assertThat(Cidr.parse("0.0.0.0/0").contains(AddressLiteral.parse("::1").orElseThrow()))
                .isFalse();
        assertThat(Cidr.parse("::/0").contains(AddressLiteral.parse("1.2.3.4").orElseThrow()))
                .isFalse();
    }

    @Test
    void aBlockHoldsTheBlocksInsideIt() {
        assertThat(Cidr.parse("10.0.0.0/8").contains(Cidr.parse("10.255.0.0/16")))
                .isTrue();
        assertThat(Cidr.parse("10.0.0.0/8").contains(Cidr.parse("10.0.0.0/8"))).isTrue();
        assertThat(Cidr.parse("10.255.0.0/16").contains(Cidr.parse("10.0.0.0/8")))
                .isFalse();
    }

    @Test
    void bitsRightOfThePrefixAreRefusedWithTheBlockThatWasProbablyMeant() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cidr.parse("10.1.2.3/8"))
                .withMessage("\"10.1.2.3/8\" has bits set right of its prefix; expected 10.0.0.0/8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "10/8",
                "::/129",
                "::/1e2",
                "a/8"
            })
    void malformedBlocksAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cidr.parse(text))
                .withMessageContaining("\"" + text + "\"");
    }
}
