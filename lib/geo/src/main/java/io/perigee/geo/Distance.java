package io.perigee.geo;

/** Great-circle distance, by the haversine formula on a sphere of the Earth's mean radius (error below 0.6 %). */
public final class Distance {
    /** Mean radius of the Earth in km (IUGG R1). */
    static final double EARTH_RADIUS_KM = 6371.0088;

    private Distance() {}

    /** Distance in km, 0 to about 20015. Symmetric. */
    public static double km(Coordinates a, Coordinates b) {
        double latitude1 = Math.toRadians(a.latitude());
        double latitude2 = Math.toRadians(b.latitude());
        double sinHalfLatitude = Math.sin((latitude2 - latitude1) / 2);
        double sinHalfLongitude = Math.sin(Math.toRadians(b.longitude() - a.longitude()) / 2);
        double h = sinHalfLatitude * sinHalfLatitude
                + Math.cos(latitude1) * Math.cos(latitude2) * sinHalfLongitude * sinHalfLongitude;
        // Rounding may push h past 1 for antipodes, where asin is undefined.
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
    }
}
