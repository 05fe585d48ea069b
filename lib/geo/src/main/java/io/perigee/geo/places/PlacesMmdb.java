package io.perigee.geo.places;

import io.perigee.geo.Continent;
import io.perigee.geo.Coordinates;
import io.perigee.geo.Geography;
import io.perigee.geo.mmdb.MmdbWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes places in GeoLite2-City's record schema. */
final class PlacesMmdb {
    private PlacesMmdb() {}

    static byte[] bytes(List<Place> places) {
        // The same places give the same bytes: the build time is fixed.
        MmdbWriter writer = new MmdbWriter("Perigee-Places-City", "Perigee's named places", Instant.EPOCH);
        for (Place place : places) {
            Map<String, Object> data = record(place.geography());
            place.blocks().forEach(block -> writer.put(block, data));
        }
        return writer.toBytes();
    }

    private static Map<String, Object> record(Geography place) {
        Map<String, Object> data = new LinkedHashMap<>();
        put(data, "city", named(null, place.city()));
        Continent continent = place.continent();
        if (continent != null) {
            data.put("continent", Map.of("code", continent.code(), "names", Map.of("en", continent.englishName())));
        }
        put(data, "country", named(place.countryCode(), place.countryName()));
        put(data, "location", location(place));
        if (place.postalCode() != null) {
            data.put("postal", Map.of("code", place.postalCode()));
        }
        Map<String, Object> subdivision = named(place.regionCode(), place.regionName());
        if (!subdivision.isEmpty()) {
            data.put("subdivisions", List.of(subdivision));
        }
        return data;
    }

    private static Map<String, Object> location(Geography place) {
        Map<String, Object> location = new LinkedHashMap<>();
        Coordinates coordinates = place.coordinates();
        if (coordinates != null) {
            location.put("latitude", coordinates.latitude());
            location.put("longitude", coordinates.longitude());
        }
        if (place.metroCode() != null) {
            location.put("metro_code", Integer.valueOf(place.metroCode()));
        }
        if (place.timeZone() != null) {
            location.put("time_zone", place.timeZone());
        }
        return location;
    }

    private static Map<String, Object> named(@Nullable String code, @Nullable String name) {
        Map<String, Object> place = new LinkedHashMap<>();
        if (code != null) {
            place.put("iso_code", code);
        }
        if (name != null) {
            place.put("names", Map.of("en", name));
        }
        return place;
    }

    private static void put(Map<String, Object> data, String key, Map<String, Object> value) {
        if (!value.isEmpty()) {
            data.put(key, value);
        }
    }
}
