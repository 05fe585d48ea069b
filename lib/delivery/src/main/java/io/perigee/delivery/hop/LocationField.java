package io.perigee.delivery.hop;

import io.perigee.functions.ViewerLocation;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A viewer's location as one header value: seven percent-encoded fields separated by {@code ;}, empty where nothing is known. */
final class LocationField {

    private static final int FIELDS = 7;

    private LocationField() {}

    static String write(ViewerLocation location) {
        return String.join(
                ";",
                text(location.country()),
                text(location.countryName()),
                text(location.region()),
                text(location.city()),
                number(location.latitude()),
                number(location.longitude()),
                text(location.timeZone()));
    }

    static @Nullable ViewerLocation read(String value) {
        String[] fields = value.split(";", -1);
        if (fields.length != FIELDS) {
            return null;
        }
        try {
            return new ViewerLocation(
                    decoded(fields[0]),
                    decoded(fields[1]),
                    decoded(fields[2]),
                    decoded(fields[3]),
                    decoded(fields[4]).map(number -> degrees(number, 90)),
                    decoded(fields[5]).map(number -> degrees(number, 180)),
                    decoded(fields[6]));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static String text(Optional<String> field) {
        return field.map(known -> URLEncoder.encode(known, StandardCharsets.UTF_8))
                .orElse("");
    }

    private static String number(Optional<Double> field) {
        return field.map(String::valueOf).orElse("");
    }

    private static Double degrees(String number, double greatest) {
        double degrees = Double.parseDouble(number);
        if (!(Math.abs(degrees) <= greatest)) {
            throw new IllegalArgumentException(number + " is not between -" + greatest + " and " + greatest);
        }
        return degrees;
    }

    private static Optional<String> decoded(String field) {
        return field.isEmpty() ? Optional.empty() : Optional.of(URLDecoder.decode(field, StandardCharsets.UTF_8));
    }
}
