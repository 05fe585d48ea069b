package io.perigee.geo;

/** How finely a {@link Geography} places an address. */
public enum Precision {
    /** The city is known. */
    CITY,
    /** The country is known; coordinates may be those of a subdivision or the country's representative point. */
    COUNTRY,
    /** Only the continent is known; coordinates are the continent's representative point. */
    CONTINENT,
    /** The address belongs nowhere (private, reserved) or the database does not know it. */
    UNKNOWN
}
