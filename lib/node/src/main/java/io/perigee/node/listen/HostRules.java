package io.perigee.node.listen;

/** The grammar of {@code Host} (RFC 9110, section 7.2), narrowed to names and addresses that can be a distribution's. */
final class HostRules {

    private static final int MAX_LENGTH = 261;

    private HostRules() {}

    /** A registered name, an IPv4 address or an IPv6 address in brackets, with a port or without. */
    static boolean isHost(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            return false;
        }
        int end = value.charAt(0) == '[' ? value.indexOf(']') + 1 : value.indexOf(':');
        if (end < 0) {
            end = value.length();
        }
        boolean validHost = value.charAt(0) == '[' ? isIpv6(value, end) : isName(value, end);
        return validHost && (end == value.length() || isPort(value, end));
    }

    private static boolean isName(String value, int end) {
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            boolean valid = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || (c == '.' && i > 0 && value.charAt(i - 1) != '.');
            if (!valid) {
                return false;
            }
        }
        return end > 0;
    }

    private static boolean isIpv6(String value, int end) {
        if (end < 4) {
            return false;
        }
        for (int i = 1; i < end - 1; i++) {
            char c = value.charAt(i);
            if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isPort(String value, int colon) {
        if (value.charAt(colon) != ':' || value.length() - colon > 6) {
            return false;
        }
        int port = 0;
        for (int i = colon + 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            port = 10 * port + (c - '0');
        }
        return port <= 65_535;
    }
}
