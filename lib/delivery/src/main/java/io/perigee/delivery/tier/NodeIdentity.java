package io.perigee.delivery.tier;

import io.perigee.node.config.ConfigChecks;
import java.util.regex.Pattern;

/**
 * Who and where a node is.
 *
 * @param id unique in the network and stable over restarts, such as {@code edge-fra-1}; letters, digits, {@code .}, {@code _} and
 *     {@code -}, at most 64
 * @param region the region's name, such as {@code eu}
 * @param location the place, as viewers read it in {@code X-Amz-Cf-Pop}, such as {@code FRA50-P1}
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 */
public record NodeIdentity(String id, String region, String location, double latitude, double longitude) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public NodeIdentity {
        String name = "1 to 64 letters, digits, '.', '_' or '-'";
        new ConfigChecks()
                .that(NAME.matcher(id).matches(), "id", id, name)
                .that(NAME.matcher(region).matches(), "region", region, name)
                .that(NAME.matcher(location).matches(), "location", location, name)
                .that(Math.abs(latitude) <= 90, "latitude", latitude, "-90 to 90")
                .that(Math.abs(longitude) <= 180, "longitude", longitude, "-180 to 180")
                .done();
    }

    /** This node's name in {@code Via}. */
    public String via() {
        return "1.1 " + id + ".perigee (Perigee)";
    }
}
