package io.perigee.geo;

import java.net.InetAddress;
import java.util.List;

/** Where addresses are. Implementations are safe for use by many threads and never block on I/O in a look-up. */
public interface GeoDatabase {

    /** The place of an address; {@link Geography#UNKNOWN} when it is not known. Never throws on any address. */
    Geography lookup(InetAddress address);

    /**
     * Asks several databases in order: the place comes from the first that knows one, the ASN from the first that
     * knows that (so an ASN-only file can stand beside a city file).
     */
    static GeoDatabase firstKnown(List<GeoDatabase> databases) {
        List<GeoDatabase> inOrder = List.copyOf(databases);
        return address -> {
            Geography place = Geography.UNKNOWN;
            Long asn = null;
            for (GeoDatabase database : inOrder) {
                Geography found = database.lookup(address);
                if (place.isUnknown()) {
                    place = found;
                }
                if (asn == null) {
                    asn = found.asn();
                }
                if (!place.isUnknown() && asn != null) {
                    break;
                }
            }
            return asn == null || asn.equals(place.asn()) ? place : place.withAsn(asn);
        };
    }
}
