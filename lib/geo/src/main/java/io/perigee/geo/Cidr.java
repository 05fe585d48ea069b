package io.perigee.geo;

import java.net.InetAddress;
import java.util.Arrays;

/** A block of IP addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3). Immutable; equal by value. */
public final class Cidr {
    private final byte[] network;
    private final int prefixLength;

    private Cidr(byte[] network, int prefixLength) {
        this.network = network;
        this.prefixLength = prefixLength;
    }

    /** Whether {@link #parse} takes the text. */
    public static boolean isBlock(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Parses {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or a single address, which is a block of its own.
     *
     * @throws IllegalArgumentException when it is no CIDR block, or has bits set right of the prefix
     *     ({@code 10.0.0.1/8}): such a block is more often a typing error than meant
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = AddressLiteral.parse(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> malformed(text));
        int bits = address.getAddress().length * 8;
        int prefix = slash < 0 ? bits : prefixLength(text.substring(slash + 1), bits, text);
        Cidr block = of(address, prefix);
        if (!Arrays.equals(block.network, address.getAddress())) {
            throw new IllegalArgumentException("\"" + text + "\" has bits set right of its prefix; expected " + block);
        }
        return block;
    }

    /**
     * The block of this prefix length that holds the address.
     *
     * @param prefixLength 0 to 32 for IPv4, 0 to 128 for IPv6
     */
    public static Cidr of(InetAddress address, int prefixLength) {
        byte[] bytes = address.getAddress();
        if (prefixLength < 0 || prefixLength > bytes.length * 8) {
            throw new IllegalArgumentException("prefix length " + prefixLength + ": expected 0 to " + bytes.length * 8);
        }
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(prefixLength - i * 8, 0, 8);
            bytes[i] &= (byte) (0xff00 >> kept);
        }
        return new Cidr(bytes, prefixLength);
    }

    /** Whether the address is in the block. An IPv4 block never holds an IPv6 address, nor the other way round. */
    public boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = prefixLength / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != network[i]) {
                return false;
            }
        }
        int rest = prefixLength % 8;
        return rest == 0 || ((address[whole] ^ network[whole]) & (0xff00 >> rest) & 0xff) == 0;
    }

    /** Whether every address of the other block is in this one. */
    public boolean contains(Cidr other) {
        return prefixLength <= other.prefixLength && contains(other.network);
    }

    /** The block's first address. */
    public InetAddress network() {
        return AddressLiteral.address(network);
    }

    public int prefixLength() {
        return prefixLength;
    }

    public boolean isIpv4() {
        return network.length == 4;
    }

    private static int prefixLength(String digits, int most, String text) {
        if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed(text);
        }
        int prefix = Integer.parseInt(digits);
        if (prefix > most || (digits.length() > 1 && digits.charAt(0) == '0')) {
            throw malformed(text);
        }
        return prefix;
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no CIDR block; expected for example 192.0.2.0/24 or 2001:db8::/32");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cidr block
                && prefixLength == block.prefixLength
                && Arrays.equals(network, block.network);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(network) + prefixLength;
    }

    /** CIDR notation, as {@link #parse} reads it. */
    @Override
    public String toString() {
        return network().getHostAddress() + "/" + prefixLength;
    }
}
