package io.perigee.geo;

/**
 * A country or territory of ISO 3166-1.
 *
 * @param code alpha-2, upper case
 * @param name English short name
 * @param continent where most of its people live
 * @param coordinates a representative point: the capital, or where most people live, where that is far from it
 * @param timeZone IANA name of the zone that most of its people use
 * @param oneTimeZone whether that zone holds for the whole country
 */
public record Country(
        String code, String name, Continent continent, Coordinates coordinates, String timeZone, boolean oneTimeZone) {}
