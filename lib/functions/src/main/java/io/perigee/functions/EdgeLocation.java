package io.perigee.functions;

/**
 * The edge that serves a request, as CloudFront Functions read it at viewer-request
 * (<a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/general-helper-methods.html">edgeLocation metadata</a>). What is not
 * known is empty.
 *
 * @param name the three-letter IATA code of the place
 * @param serverIp the address at which the viewer reached it
 * @param region that of the regional caches which it asks on a miss
 */
public record EdgeLocation(String name, String serverIp, String region) {

    public static final EdgeLocation UNKNOWN = new EdgeLocation("", "", "");

    private static final int CODE = 3;

    /**
     * A node's.
     *
     * @param location such as {@code FRA50-P1}
     */
    public static EdgeLocation of(String location, String region) {
        return new EdgeLocation(location.substring(0, Math.min(CODE, location.length())), "", region);
    }

    /** The same, reached at that address. */
    public EdgeLocation at(String address) {
        return new EdgeLocation(name, address, region);
    }
}
