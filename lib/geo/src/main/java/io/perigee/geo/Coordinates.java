package io.perigee.geo;

import com.google.errorprone.annotations.Immutable;

/**
 * A point on the Earth (WGS 84).
 *
 * @param latitude degrees, -90 to 90, north is positive
 * @param longitude degrees, -180 to 180, east is positive
 */
@Immutable
public record Coordinates(double latitude, double longitude) {

    /** @throws IllegalArgumentException when a value is out of its range or not a number */
    public Coordinates {
        if (!(latitude >= -90 && latitude <= 90)) {
            throw new IllegalArgumentException("latitude " + latitude + ": expected -90 to 90");
        }
        if (!(longitude >= -180 && longitude <= 180)) {
            throw new IllegalArgumentException("longitude " + longitude + ": expected -180 to 180");
        }
    }
}
