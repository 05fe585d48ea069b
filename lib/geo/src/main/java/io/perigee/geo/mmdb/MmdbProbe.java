package io.perigee.geo.mmdb;

import com.maxmind.db.InvalidDatabaseException;
import io.perigee.geo.AddressLiteral;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out by sampling whether a database is whole: four addresses of each IPv4 /8 and some of each allocated IPv6
 * block must be readable. Reading all of a City database would take tens of seconds; this takes milliseconds and finds
 * truncation, foreign content and gross damage. What it misses shows as unknown places, not as failures.
 */
final class MmdbProbe {
    private static final List<InetAddress> SAMPLE = sample();

    private MmdbProbe() {}

    static void check(MmdbSnapshot snapshot) throws IOException {
        int ipVersion = snapshot.metadata().ipVersion();
        if (ipVersion != 4 && ipVersion != 6) {
            throw new InvalidDatabaseException("ip_version " + ipVersion + ": expected 4 or 6");
        }
        for (InetAddress address : SAMPLE) {
            try {
                snapshot.read(address);
            } catch (RuntimeException e) {
                throw new IOException("unreadable at " + address.getHostAddress(), e);
            }
        }
    }

    private static List<InetAddress> sample() {
        List<InetAddress> addresses = new ArrayList<>();
        for (int first = 1; first < 224; first++) {
            for (int second = 7; second < 256; second += 64) {
                add(addresses, first + "." + second + ".0.1");
            }
        }
        for (String block : List.of("2001:", "2400:", "2600:", "2800:", "2a00:", "2c00:")) {
            for (int step = 0; step < 16; step++) {
                add(addresses, block + Integer.toHexString(step * 0x1000 + 0x100) + "::1");
            }
        }
        return List.copyOf(addresses);
    }

    private static void add(List<InetAddress> addresses, String text) {
        addresses.add(AddressLiteral.parse(text).orElseThrow());
    }
}
