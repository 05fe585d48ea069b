package io.perigee.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The regions that a demo network can have, in the order in which they are taken, each with the cities of its edges. */
public enum DemoRegion {
    EU(
            "Europe",
            new City("Frankfurt", "FRA", 50.1109, 8.6821),
            new City("Paris", "CDG", 48.8566, 2.3522),
            new City("Stockholm", "ARN", 59.3293, 18.0686),
            new City("Madrid", "MAD", 40.4168, -3.7038)),
    NA(
            "North America",
            new City("Ashburn", "IAD", 39.0438, -77.4874),
            new City("San Francisco", "SFO", 37.7749, -122.4194),
            new City("Dallas", "DFW", 32.7767, -96.7970),
            new City("Toronto", "YTO", 43.6532, -79.3832)),
    AP(
            "Asia-Pacific",
            new City("Tokyo", "NRT", 35.6895, 139.6917),
            new City("Sydney", "SYD", -33.8688, 151.2093),
            new City("Singapore", "SIN", 1.3521, 103.8198),
            new City("Mumbai", "BOM", 19.0760, 72.8777)),
    SA(
            "South America",
            new City("São Paulo", "GRU", -23.5505, -46.6333),
            new City("Buenos Aires", "EZE", -34.6037, -58.3816),
            new City("Bogotá", "BOG", 4.7110, -74.0721)),
    AF(
            "Africa",
            new City("Johannesburg", "JNB", -26.2041, 28.0473),
            new City("Nairobi", "NBO", -1.2921, 36.8219),
            new City("Lagos", "LOS", 6.5244, 3.3792)),
    ME("Middle East", new City("Dubai", "DXB", 25.2048, 55.2708), new City("Tel Aviv", "TLV", 32.0853, 34.7818));

    /** Europe, North America and Asia-Pacific. */
    public static final List<DemoRegion> DEFAULT = List.of(EU, NA, AP);

    private final String title;

    // List.of makes lists that nobody can change, which the type does not say.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<City> cities;

    DemoRegion(String title, City... cities) {
        this.title = title;
        this.cities = List.of(cities);
    }

    /**
     * A city.
     *
     * @param code its airport's, in lower case in node ids and in upper case in {@code X-Amz-Cf-Pop}
     * @param latitude degrees north
     * @param longitude degrees east
     */
    public record City(String name, String code, double latitude, double longitude) {}

    /** The region's name in configurations, such as {@code eu}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The region's name for people. */
    public String title() {
        return title;
    }

    /** Where the region's edge at {@code index} is: each city in turn, then the same ones again. */
    City city(int index) {
        return cities.get(index % cities.size());
    }

    /** Which one of its city's edges the edge at {@code index} is, from 1. */
    int numberInCity(int index) {
        return index / cities.size() + 1;
    }

    /**
     * Reads what {@code --regions} gets: how many, or which ones.
     *
     * @param text a number from 1 to 6, or ids separated by commas such as {@code eu,ap}
     * @throws IllegalArgumentException saying what was expected
     */
    public static List<DemoRegion> parse(String text) {
        String expected = "expected a number from 1 to " + values().length + " or a list of "
                + String.join(", ", Arrays.stream(values()).map(DemoRegion::id).toList());
        if (text.matches("[0-9]{1,3}")) {
            int count = Integer.parseInt(text);
            if (count < 1 || count > values().length) {
                throw new IllegalArgumentException(text + ": " + expected);
            }
            return List.of(values()).subList(0, count);
        }
        List<DemoRegion> regions = Arrays.stream(text.split(",", -1))
                .map(id -> Arrays.stream(values())
                        .filter(region -> region.id().equals(id.strip().toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("'" + id + "': " + expected)))
                .toList();
        if (regions.stream().distinct().count() != regions.size()) {
            throw new IllegalArgumentException("'" + text + "': expected each region once");
        }
        return regions;
    }
}
