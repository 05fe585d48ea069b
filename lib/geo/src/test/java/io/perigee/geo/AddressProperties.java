package io.perigee.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.math.BigInteger;
import java.net.InetAddress;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AddressProperties {

    @Property
    void anAddressIsReadBackFromItsText(@ForAll("addresses") InetAddress address) {
        assertThat(AddressLiteral.parse(address.getHostAddress())).contains(address);
    }

    @Property
    void noTextMakesTheParserFail(@ForAll String text) {
        assertThat(AddressLiteral.parse(text)).isNotNull();
    }

    @Property
    void textOfAddressCharactersNeverMakesTheParserFail(@ForAll("addressCharacters") String text) {
        AddressLiteral.parse(text)
                .ifPresent(address -> assertThat(AddressLiteral.parse(address.getHostAddress()))
                        .contains(address));
    }

    @Property
    void aBlockHoldsWhatSharesItsPrefixAndNothingElse(
            @ForAll("addresses") InetAddress a,
            @ForAll("addresses") InetAddress b,
            @ForAll("fractions") double fraction) {
        int bits = a.getAddress().length * 8;
        int prefix = (int) Math.round(fraction * bits);
        Cidr block = Cidr.of(a, prefix);

        assertThat(block.contains(a)).isTrue();
        assertThat(block.contains(b))
                .isEqualTo(b.getAddress().length * 8 == bits
                        && number(a).shiftRight(bits - prefix).equals(number(b).shiftRight(bits - prefix)));
    }

    @Property
    void oneBitInsideThePrefixDecides(@ForAll("addresses") InetAddress a, @ForAll("fractions") double fraction) {
        int bits = a.getAddress().length * 8;
        int prefix = (int) Math.round(fraction * bits);
        assumeThat(prefix).isPositive();
        byte[] other = a.getAddress();
        other[(prefix - 1) / 8] ^= (byte) (0x80 >> (prefix - 1) % 8);

        assertThat(Cidr.of(a, prefix).contains(other)).isFalse();
    }

    @Property
    void aBlockIsReadBackFromItsText(@ForAll("addresses") InetAddress a, @ForAll("fractions") double fraction) {
        Cidr block = Cidr.of(a, (int) Math.round(fraction * a.getAddress().length * 8));

        assertThat(Cidr.parse(block.toString())).isEqualTo(block).hasSameHashCodeAs(block);
    }

    @Provide
    Arbitrary<InetAddress> addresses() {
        Arbitrary<byte[]> ipv4 = Arbitraries.bytes().array(byte[].class).ofSize(4);
        Arbitrary<byte[]> ipv6 = Arbitraries.bytes().array(byte[].class).ofSize(16);
        return Arbitraries.oneOf(ipv4, ipv6).map(AddressLiteral::address);
    }

    @Provide
    Arbitrary<Double> fractions() {
        return Arbitraries.doubles().between(0, 1);
    }

    @Provide
    Arbitrary<String> addressCharacters() {
        return Arbitraries.strings().withChars("0123456789abcdefF:.%/[]").ofMaxLength(48);
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }
}
