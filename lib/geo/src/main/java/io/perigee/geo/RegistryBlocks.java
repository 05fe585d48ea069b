package io.perigee.geo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of the resource {@code registries.txt}. The longest prefix wins, so that special-purpose blocks can be cut
 * out of assigned ones.
 */
final class RegistryBlocks {
    /** The IPv4 /8 blocks, by first byte, without what is cut out of them. */
    private final @Nullable Registry[] ipv4 = new Registry[256];

    /** Blocks longer than /8, longest first. */
    private final List<Assignment> ipv4Exceptions = new ArrayList<>();

    /** Longest first. Some fifty entries: a walk costs less than what surrounds it. */
    private final List<Assignment> ipv6 = new ArrayList<>();

    private record Assignment(Cidr block, @Nullable Registry registry) {}

    static RegistryBlocks read() {
        RegistryBlocks blocks = new RegistryBlocks();
        for (String line : TextTable.lines("registries.txt")) {
            String[] fields = line.split("\\s+");
            Registry registry = fields[0].equals("SPECIAL") ? null : Registry.valueOf(fields[0]);
            for (int i = 1; i < fields.length; i++) {
                blocks.add(fields[i], registry);
            }
        }
        Comparator<Assignment> longestFirst =
                Comparator.comparingInt(assignment -> -assignment.block().prefixLength());
        blocks.ipv4Exceptions.sort(longestFirst);
        blocks.ipv6.sort(longestFirst);
        return blocks;
    }

    /** A CIDR block, a first byte {@code 41}, or a range of first bytes {@code 58-61}. */
    private void add(String text, @Nullable Registry registry) {
        if (text.indexOf('/') >= 0) {
            Cidr block = Cidr.parse(text);
            (block.isIpv4() ? ipv4Exceptions : ipv6).add(new Assignment(block, registry));
            return;
        }
        String[] range = text.split("-", 2);
        int first = Integer.parseInt(range[0]);
        int last = Integer.parseInt(range[range.length - 1]);
        for (int i = first; i <= last; i++) {
            if (ipv4[i] != null) {
                throw new IllegalStateException("registries.txt: " + i + "/8 is there twice");
            }
            ipv4[i] = registry;
        }
    }

    @Nullable
    Registry registryOf(byte[] address) {
        for (Assignment assignment : address.length == 4 ? ipv4Exceptions : ipv6) {
            if (assignment.block().contains(address)) {
                return assignment.registry();
            }
        }
        return address.length == 4 ? ipv4[address[0] & 0xff] : null;
    }
}
