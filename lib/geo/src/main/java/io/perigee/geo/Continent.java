package io.perigee.geo;

import java.util.Optional;

/** A continent, by the two-letter codes that MaxMind's and DB-IP's databases use. */
public enum Continent {
    AFRICA("AF", "Africa", new Coordinates(4.0, 20.0)),
    ANTARCTICA("AN", "Antarctica", new Coordinates(-80.0, 0.0)),
    ASIA("AS", "Asia", new Coordinates(25.0, 105.0)),
    EUROPE("EU", "Europe", new Coordinates(50.0, 10.0)),
    NORTH_AMERICA("NA", "North America", new Coordinates(39.0, -95.0)),
    OCEANIA("OC", "Oceania", new Coordinates(-28.0, 145.0)),
    SOUTH_AMERICA("SA", "South America", new Coordinates(-15.0, -58.0));

    private final String code;
    private final String englishName;
    private final Coordinates representative;

    Continent(String code, String englishName, Coordinates representative) {
        this.code = code;
        this.englishName = englishName;
        this.representative = representative;
    }

    /** Two upper-case letters, for example {@code EU}. */
    public String code() {
        return code;
    }

    public String englishName() {
        return englishName;
    }

    /** A point near where most of the continent's viewers live; good for ranking regions, not for a map. */
    public Coordinates representative() {
        return representative;
    }

    /** The continent with this two-letter upper-case code, or empty. */
    public static Optional<Continent> withCode(String code) {
        for (Continent continent : values()) {
            if (continent.code.equals(code)) {
                return Optional.of(continent);
            }
        }
        return Optional.empty();
    }
}
