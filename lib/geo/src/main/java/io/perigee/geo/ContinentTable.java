package io.perigee.geo;

import java.net.InetAddress;

/**
 * The continent of an address, from the public registry assignments: which of the five regional Internet registries
 * administers the IPv4 /8 (IANA, ipv4-address-space) or the IPv6 block (IANA, ipv6-unicast-address-assignments).
 *
 * <p>That is coarse and honest about it: {@link Precision#CONTINENT}. Addresses are used far from their registry
 * (transfers, global networks), so this serves to pick a region when the operator mounted no database, not to restrict
 * by country. Private, loopback, documentation, benchmark and other special-purpose addresses (RFC 6890) are unknown.
 */
public final class ContinentTable implements GeoDatabase {
    private static final RegistryBlocks BLOCKS = RegistryBlocks.read();

    @Override
    public Geography lookup(InetAddress address) {
        Registry registry = BLOCKS.registryOf(address.getAddress());
        return registry == null ? Geography.UNKNOWN : registry.geography();
    }
}
