package io.perigee.geo.mmdb;

import io.perigee.geo.Continent;
import io.perigee.geo.Coordinates;
import io.perigee.geo.Geography;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the record schemas of GeoLite2/GeoIP2 City, Country, Enterprise and ASN and of DB-IP's City and Country, which
 * agree where they overlap. A field of another type than the schema's is taken as absent.
 */
final class MmdbRecord {
    private MmdbRecord() {}

    static Geography geography(Map<?, ?> data) {
        Map<?, ?> country = map(data, "country");
        if (!country.containsKey("iso_code")) {
            // Satellite providers and the like: no place, only where the block is registered.
            country = map(data, "registered_country");
        }
        Map<?, ?> location = map(data, "location");
        Map<?, ?> subdivision = firstOf(data.get("subdivisions"));
        String continent = text(map(data, "continent").get("code"));
        return Geography.builder()
                .continent(
                        continent == null ? null : Continent.withCode(continent).orElse(null))
                .country(text(country.get("iso_code")), name(country))
                .region(text(subdivision.get("iso_code")), name(subdivision))
                .city(name(map(data, "city")))
                .postalCode(text(map(data, "postal").get("code")))
                .metroCode(text(location.get("metro_code")))
                .coordinates(coordinates(location))
                .timeZone(text(location.get("time_zone")))
                .asn(asn(data))
                .build();
    }

    private static @Nullable Coordinates coordinates(Map<?, ?> location) {
        if (location.get("latitude") instanceof Number latitude
                && location.get("longitude") instanceof Number longitude
                && Math.abs(latitude.doubleValue()) <= 90
                && Math.abs(longitude.doubleValue()) <= 180) {
            return new Coordinates(latitude.doubleValue(), longitude.doubleValue());
        }
        return null;
    }

    private static @Nullable Long asn(Map<?, ?> data) {
        Object number = data.get("autonomous_system_number");
        if (number == null) {
            number = map(data, "traits").get("autonomous_system_number");
        }
        return number instanceof Number asn ? asn.longValue() : null;
    }

    private static @Nullable String name(Map<?, ?> place) {
        return text(map(place, "names").get("en"));
    }

    private static Map<?, ?> map(Map<?, ?> data, String key) {
        return data.get(key) instanceof Map<?, ?> inner ? inner : Map.of();
    }

    private static Map<?, ?> firstOf(@Nullable Object list) {
        return list instanceof List<?> elements && !elements.isEmpty() && elements.getFirst() instanceof Map<?, ?> first
                ? first
                : Map.of();
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case String string when !string.isEmpty() -> string;
            case Integer number -> number.toString();
            case Long number -> number.toString();
            case null, default -> null;
        };
    }
}
