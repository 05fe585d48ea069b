package io.perigee.geo.mmdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.maxmind.db.Reader;
import io.perigee.geo.Cidr;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MmdbRoundTripProperties {

    @Property(tries = 300)
    void anAddressHasTheDataOfTheLongestBlockThatHoldsIt(
            @ForAll("blocks") List<Cidr> blocks, @ForAll("addresses") List<InetAddress> addresses) throws IOException {
        Map<Cidr, String> model = new LinkedHashMap<>();
        MmdbWriter writer = new MmdbWriter("Test", "a test", Instant.EPOCH);
        for (int i = 0; i < blocks.size(); i++) {
            model.put(blocks.get(i), "block " + i);
            writer.put(blocks.get(i), Map.of("name", "block " + i));
        }

        try (Reader reader = new Reader(new ByteArrayInputStream(writer.toBytes()))) {
            for (InetAddress address : addresses) {
                String expected = model.entrySet().stream()
                        .filter(entry -> entry.getKey().contains(address))
                        .max(Comparator.comparingInt(entry -> entry.getKey().prefixLength()))
                        .map(Map.Entry::getValue)
                        .orElse(null);
                Map<?, ?> found = reader.get(address, Map.class);
                assertThat(found == null ? null : found.get("name"))
                        .as(address.toString())
                        .isEqualTo(expected);
            }
        }
    }

    @Provide
    Arbitrary<List<Cidr>> blocks() {
        Arbitrary<Cidr> ipv4 = Combinators.combine(
                        ipv4(), Arbitraries.integers().between(1, 32))
                .as(Cidr::of);
        // From /8 on, and with a first bit set: IPv4 lives in the part of the IPv6 space that begins with zeros.
        Arbitrary<Cidr> ipv6 = Combinators.combine(
                        ipv6(), Arbitraries.integers().between(8, 128))
                .as(Cidr::of);
        return Arbitraries.oneOf(ipv4, ipv6).list().ofMinSize(1).ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<InetAddress>> addresses() {
        return Arbitraries.oneOf(ipv4(), ipv6()).list().ofSize(50);
    }

    /** Few distinct bytes, so that blocks nest and addresses hit them. */
    private static Arbitrary<InetAddress> ipv4() {
        return addressOf(4, (byte) 0);
    }

    private static Arbitrary<InetAddress> ipv6() {
        return addressOf(16, (byte) 0x20);
    }

    private static Arbitrary<InetAddress> addressOf(int length, byte firstBits) {
        return Arbitraries.of((byte) 0, (byte) 1, (byte) 0x80, (byte) 0xff)
                .array(byte[].class)
                .ofSize(length)
                .map(bytes -> {
                    bytes[0] |= firstBits;
                    return address(bytes);
                });
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
