package io.perigee.geo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The countries of ISO 3166-1, from the resource {@code countries.txt}. */
public final class Countries {
    private static final Map<String, Country> BY_CODE = read();

    private Countries() {}

    /** The country with this alpha-2 code, upper case. */
    public static Optional<Country> withCode(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** All countries, ordered by code. */
    public static List<Country> all() {
        return new ArrayList<>(BY_CODE.values());
    }

    private static Map<String, Country> read() {
        Map<String, Country> countries = new TreeMap<>();
        for (String line : TextTable.lines("countries.txt")) {
            String[] fields = TextTable.fields(line, 6);
            boolean oneTimeZone = !fields[4].endsWith("+");
            Country country = new Country(
                    fields[0],
                    fields[5],
                    Continent.withCode(fields[1])
                            .orElseThrow(() -> new IllegalStateException("countries.txt: " + line)),
                    new Coordinates(Double.parseDouble(fields[2]), Double.parseDouble(fields[3])),
                    oneTimeZone ? fields[4] : fields[4].substring(0, fields[4].length() - 1),
                    oneTimeZone);
            if (countries.put(country.code(), country) != null) {
                throw new IllegalStateException("countries.txt: " + country.code() + " is there twice");
            }
        }
        return Collections.unmodifiableMap(countries);
    }
}
