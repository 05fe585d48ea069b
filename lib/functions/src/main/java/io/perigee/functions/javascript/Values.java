package io.perigee.functions.javascript;

import io.perigee.functions.DisallowedHeaders;
import io.perigee.functions.HeaderField;
import io.perigee.functions.HeaderFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The three parts of a message that share a structure: query string, headers and cookies, each a map of names to one value or several.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html#functions-event-structure-query-header-cookie">Structure
 *     for a query string, header, or cookie</a>
 */
final class Values {
    private static final String COOKIE = "cookie";
    private static final String SET_COOKIE = "set-cookie";

    private Values() {}

    /**
     * One value of a name.
     *
     * @param attributes of a response's cookie; else empty
     */
    record Value(String value, String attributes) {
        static Value of(String value) {
            return new Value(value, "");
        }
    }

    /** Of a query string, still encoded. */
    static Map<String, List<Value>> ofQuery(String querystring) {
        Map<String, List<Value>> values = new LinkedHashMap<>();
        if (!querystring.isEmpty()) {
            for (String pair : querystring.split("&", -1)) {
                if (!pair.isEmpty()) {
                    int equals = pair.indexOf('=');
                    add(
                            values,
                            equals < 0 ? pair : pair.substring(0, equals),
                            Value.of(pair.substring(equals + 1)),
                            equals < 0);
                }
            }
        }
        return values;
    }

    /** All headers that functions see but cookies, by their names in lower case. */
    static Map<String, List<Value>> ofHeaders(HeaderFields headers) {
        Map<String, List<Value>> values = new LinkedHashMap<>();
        for (HeaderField field : headers) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (isShown(name)) {
                add(values, name, Value.of(field.value()), false);
            }
        }
        return values;
    }

    /** Whether it is among the headers of events: not cookies, and not what CloudFront keeps from functions. */
    static boolean isShown(String lowerName) {
        return !isCookie(lowerName) && !DisallowedHeaders.contains(lowerName);
    }

    static boolean isCookie(String lowerName) {
        return lowerName.equals(COOKIE) || lowerName.equals(SET_COOKIE);
    }

    /** Of a request's {@code Cookie} lines. */
    static Map<String, List<Value>> ofCookies(HeaderFields headers) {
        Map<String, List<Value>> values = new LinkedHashMap<>();
        for (String line : headers.all(COOKIE)) {
            for (String pair : line.split(";", -1)) {
                String trimmed = pair.strip();
                if (!trimmed.isEmpty()) {
                    int equals = trimmed.indexOf('=');
                    add(
                            values,
                            equals < 0 ? trimmed : trimmed.substring(0, equals).strip(),
                            Value.of(trimmed.substring(equals + 1).strip()),
                            equals < 0);
                }
            }
        }
        return values;
    }

    /** Of a response's {@code Set-Cookie} lines. */
    static Map<String, List<Value>> ofSetCookies(HeaderFields headers) {
        Map<String, List<Value>> values = new LinkedHashMap<>();
        for (String line : headers.all(SET_COOKIE)) {
            int semicolon = line.indexOf(';');
            String pair = semicolon < 0 ? line : line.substring(0, semicolon);
            String attributes =
                    semicolon < 0 ? "" : line.substring(semicolon + 1).strip();
            int equals = pair.indexOf('=');
            String value = equals < 0 ? "" : pair.substring(equals + 1).strip();
            add(
                    values,
                    equals < 0 ? pair.strip() : pair.substring(0, equals).strip(),
                    new Value(value, attributes),
                    false);
        }
        return values;
    }

    private static void add(Map<String, List<Value>> values, String name, Value value, boolean bare) {
        values.computeIfAbsent(name, first -> new ArrayList<>(1)).add(bare ? Value.of("") : value);
    }
}
