package io.perigee.distribution.describe;

import java.util.regex.Pattern;

/** Host names (RFC 1123, section 2.1) and IP literals as documents write them: lower case, IPv6 without brackets. */
final class HostNames {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Pattern IPV6_GROUP = Pattern.compile("[0-9a-f]{1,4}");

    private HostNames() {}

    static boolean isAlias(String text) {
        if (text.startsWith("*.")) {
            String rest = text.substring(2);
            return isName(rest) && !isIpv4(rest);
        }
        return isHost(text);
    }

    static boolean isHost(String text) {
        return text.indexOf(':') >= 0 ? isIpv6(text) : looksLikeIpv4(text) ? isIpv4(text) : isName(text);
    }

    private static boolean isName(String text) {
        if (text.isEmpty() || text.length() > 253) {
            return false;
        }
        for (String label : text.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return true;
    }

    private static boolean looksLikeIpv4(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
    }

    private static boolean isIpv4(String text) {
        if (!IPV4.matcher(text).matches()) {
            return false;
        }
        for (String part : text.split("\\.")) {
            if (Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == 8;
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        int before = gap == 0 ? 0 : groups(text.substring(0, gap));
        String tail = text.substring(gap + 2);
        int after = tail.isEmpty() ? 0 : groups(tail);
        return before >= 0 && after >= 0 && before + after <= 7;
    }

    private static int groups(String text) {
        String[] parts = text.split(":", -1);
        for (String part : parts) {
            if (!IPV6_GROUP.matcher(part).matches()) {
                return -1;
            }
        }
        return parts.length;
    }
}
