package io.perigee.functions;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and changes single parameters of a query string, leaving all others byte for byte as they were. */
final class QueryString {
    private QueryString() {}

    /** The first value of that name, decoded; a name without {@code =} has the empty value. */
    static Optional<String> first(String querystring, String name) {
        for (String pair : querystring.split("&", -1)) {
            if (!pair.isEmpty() && nameOf(pair).equals(name)) {
                int equals = pair.indexOf('=');
                return Optional.of(equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }

    static String with(String querystring, String name, String value) {
        String pair = encode(name) + '=' + encode(value);
        List<String> changed = new ArrayList<>();
        boolean placed = false;
        for (String old : pairs(querystring)) {
            if (!nameOf(old).equals(name)) {
                changed.add(old);
            } else if (!placed) {
                changed.add(pair);
                placed = true;
            }
        }
        if (!placed) {
            changed.add(pair);
        }
        return String.join("&", changed);
    }

    static String without(String querystring, String name) {
        return String.join(
                "&",
                pairs(querystring).stream()
                        .filter(pair -> !nameOf(pair).equals(name))
                        .toList());
    }

    private static List<String> pairs(String querystring) {
        return querystring.isEmpty() ? List.of() : List.of(querystring.split("&", -1));
    }

    private static String nameOf(String pair) {
        int equals = pair.indexOf('=');
        return decode(equals < 0 ? pair : pair.substring(0, equals));
    }

    /** What a viewer sent may not be decodable; then it stands for itself. */
    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notDecodable) {
            return encoded;
        }
    }

    private static String encode(String plain) {
        return URLEncoder.encode(plain, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
