package io.perigee.geo.places;

import io.perigee.geo.Cidr;
import io.perigee.geo.Geography;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * A city and the addresses that stand for it.
 *
 * @param name English name, in its own letters: {@code São Paulo}
 * @param geography what a database made of this place answers
 * @param blocks its addresses, at least one block; blocks of different places do not overlap
 */
public record Place(String name, Geography geography, List<Cidr> blocks) {

    /** @throws IllegalArgumentException when there is no block */
    public Place {
        blocks = List.copyOf(blocks);
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException(name + " has no block of addresses: expected at least one");
        }
    }

    /** The address that stands for the place: the first one after its first block's network address. */
    public InetAddress address() {
        byte[] bytes = blocks.getFirst().network().getAddress();
        bytes[bytes.length - 1] |= 1;
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
