package io.perigee.geo;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Parses IP addresses as text. Unlike {@link InetAddress#getByName} it never asks DNS and refuses the forms that have
 * fooled access lists: {@code 127.1}, {@code 0x7f.0.0.1}, {@code 010.0.0.1}, scope ids.
 */
public final class AddressLiteral {
    private AddressLiteral() {}

    /**
     * An IPv4 dotted quad, or an IPv6 address (RFC 4291, section 2.2), without brackets, port or scope.
     * IPv4-mapped IPv6 addresses ({@code ::ffff:192.0.2.1}) give the IPv4 address.
     */
    public static Optional<InetAddress> parse(String text) {
        byte[] bytes = text.indexOf(':') >= 0 ? ipv6(text) : ipv4(text);
        return bytes.length == 0 ? Optional.empty() : Optional.of(address(bytes));
    }

    static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(bytes.length + " bytes: expected 4 or 16", e);
        }
    }

    private static final byte[] INVALID = {};

    private static byte[] ipv4(String text) {
        byte[] bytes = new byte[4];
        int at = 0;
        for (int part = 0; part < 4; part++) {
            int start = at;
            int value = 0;
            while (at < text.length() && at - start < 3 && isDigit(text.charAt(at))) {
                value = value * 10 + text.charAt(at++) - '0';
            }
            int digits = at - start;
            if (digits == 0 || value > 255 || (digits > 1 && text.charAt(start) == '0')) {
                return INVALID;
            }
            bytes[part] = (byte) value;
            if (part < 3 && (at >= text.length() || text.charAt(at++) != '.')) {
                return INVALID;
            }
        }
        return at == text.length() ? bytes : INVALID;
    }

    private static byte[] ipv6(String text) {
        if (text.length() > 45) {
            return INVALID;
        }
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] all = groups(text);
            return all.length == 16 ? all : INVALID;
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return INVALID;
        }
        String headText = text.substring(0, gap);
        String tailText = text.substring(gap + 2);
        byte[] head = headText.indexOf('.') >= 0 ? INVALID : groups(headText);
        byte[] tail = groups(tailText);
        boolean headBroken = head.length == 0 && !headText.isEmpty();
        boolean tailBroken = tail.length == 0 && !tailText.isEmpty();
        if (headBroken || tailBroken || head.length + tail.length > 14) {
            return INVALID;
        }
        byte[] bytes = new byte[16];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(tail, 0, bytes, 16 - tail.length, tail.length);
        return bytes;
    }

    /** Groups of one to four hexadecimal digits between single colons, the last one possibly a dotted quad. */
    private static byte[] groups(String text) {
        if (text.isEmpty()) {
            return INVALID;
        }
        byte[] bytes = new byte[16];
        int filled = 0;
        int at = 0;
        while (true) {
            int end = text.indexOf(':', at);
            String group = text.substring(at, end < 0 ? text.length() : end);
            if (end < 0 && group.indexOf('.') >= 0) {
                byte[] quad = ipv4(group);
                if (quad.length == 0 || filled > 12) {
                    return INVALID;
                }
                System.arraycopy(quad, 0, bytes, filled, 4);
                filled += 4;
            } else {
                int value = hexadecimal(group);
                if (value < 0 || filled > 14) {
                    return INVALID;
                }
                bytes[filled++] = (byte) (value >> 8);
                bytes[filled++] = (byte) value;
            }
            if (end < 0) {
                return Arrays.copyOf(bytes, filled);
            }
            at = end + 1;
        }
    }

    private static int hexadecimal(String group) {
        if (group.isEmpty() || group.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < group.length(); i++) {
            char c = group.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
