package io.perigee.delivery.key;

import java.util.function.Predicate;

/** Takes parts out of query strings and {@code Cookie} headers by name, in their order and as they are written. */
final class Selection {

    private Selection() {}

    /** The query (without {@code ?}) with only the parameters whose name is selected. */
    static String query(String query, Predicate<String> selected) {
        return parts(query, '&', "&", selected);
    }

    /** The cookie pairs whose name is selected, separated by {@code "; "}. */
    static String cookies(String cookies, Predicate<String> selected) {
        return parts(cookies, ';', "; ", selected);
    }

    private static String parts(String text, char separator, String joint, Predicate<String> selected) {
        StringBuilder kept = new StringBuilder();
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf(separator, start);
            if (end < 0) {
                end = text.length();
            }
            String part = text.substring(start, end).strip();
            int equals = part.indexOf('=');
            if (!part.isEmpty() && selected.test(equals < 0 ? part : part.substring(0, equals))) {
                kept.append(kept.isEmpty() ? "" : joint).append(part);
            }
            start = end + 1;
        }
        return kept.toString();
    }
}
