package io.perigee.demo;

/**
 * The ports of a demo network.
 *
 * <pre>
 *   control plane      base          7400
 *   origin             base + 100    7500   its S3 API: base + 101
 *   router             base + 200    7600
 *   regional caches    base + 300    7700 up
 *   edges              base + 681    8081 up, and with HTTPS 400 above: 8481 up
 * </pre>
 *
 * <p>Ports that only the nodes themselves use (health, cluster) are any that are free.
 *
 * @param base the control plane's port, from which all others keep their distance; 0: any free ports
 */
public record DemoPorts(int base) {

    /** The control plane's port by default. */
    public static final int DEFAULT_BASE = 7400;

    /** How many edges there are ports for. */
    public static final int MAX_EDGES = 400;

    private static final int ORIGIN = 100;
    private static final int ORIGIN_API = 101;
    private static final int ROUTER = 200;
    private static final int REGIONAL = 300;
    private static final int EDGE = 681;
    private static final int HTTPS = 400;
    private static final int HIGHEST_BASE = 65_535 - EDGE - HTTPS - MAX_EDGES;

    /** @throws IllegalArgumentException if the ports would be privileged or beyond 65535 */
    public DemoPorts {
        if (base != 0 && (base < 1024 || base > HIGHEST_BASE)) {
            throw new IllegalArgumentException(base + ": expected 1024 to " + HIGHEST_BASE);
        }
    }

    /** Any free ports: for tests. */
    public static DemoPorts free() {
        return new DemoPorts(0);
    }

    public int control() {
        return at(0);
    }

    public int origin() {
        return at(ORIGIN);
    }

    public int originApi() {
        return at(ORIGIN_API);
    }

    public int router() {
        return at(ROUTER);
    }

    /** Of the regional cache at {@code index}, from 0, counted over all regions. */
    public int regional(int index) {
        return at(REGIONAL + index);
    }

    /** Of the edge at {@code index}, from 0, counted over all regions. */
    public int edge(int index) {
        return at(EDGE + index);
    }

    /** The same edge's with HTTPS. */
    public int edgeHttps(int index) {
        return at(EDGE + HTTPS + index);
    }

    private int at(int distance) {
        return base == 0 ? 0 : base + distance;
    }
}
