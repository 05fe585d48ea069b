package io.perigee.geo.places;

import io.perigee.geo.Cidr;
import io.perigee.geo.Coordinates;
import io.perigee.geo.Countries;
import io.perigee.geo.Geography;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of a places file. */
final class PlaceLine {
    private static final int FIELDS = 10;

    private PlaceLine() {}

    static Place parse(String line) {
        String[] fields = line.split("\\|", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(fields.length + " fields: expected " + FIELDS);
        }
        for (int i = 0; i < FIELDS; i++) {
            fields[i] = fields[i].strip();
        }
        String name = fields[0];
        String country = fields[1];
        if (name.isEmpty()) {
            throw new IllegalArgumentException("no city: expected a name");
        }
        if (Countries.withCode(country).isEmpty()) {
            throw new IllegalArgumentException("country \"" + country + "\": expected an ISO 3166-1 alpha-2 code");
        }
        Geography geography = Geography.builder()
                .city(name)
                .country(country, null)
                .region(orNull(fields[2]), orNull(fields[3]))
                .coordinates(coordinates(fields[4], fields[5]))
                .timeZone(orNull(fields[6]))
                .postalCode(orNull(fields[7]))
                .metroCode(orNull(fields[8]))
                .build();
        List<Cidr> blocks = Arrays.stream(fields[9].split("\\s+"))
                .filter(block -> !block.isEmpty())
                .map(Cidr::parse)
                .toList();
        return new Place(name, geography, blocks);
    }

    private static @Nullable Coordinates coordinates(String latitude, String longitude) {
        if (latitude.isEmpty() && longitude.isEmpty()) {
            return null;
        }
        return new Coordinates(Double.parseDouble(latitude), Double.parseDouble(longitude));
    }

    private static @Nullable String orNull(String field) {
        return field.isEmpty() ? null : field;
    }
}
