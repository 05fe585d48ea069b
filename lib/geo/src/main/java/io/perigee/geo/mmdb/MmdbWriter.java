package io.perigee.geo.mmdb;

import io.perigee.geo.Cidr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes databases in MaxMind's format, version 2.0, for demonstrations and tests: IPv6 trees (IPv4 under {@code ::/96})
 * with 32-bit records. The whole tree is kept in memory, so it suits thousands of blocks, not millions.
 *
 * @see <a href="https://maxmind.github.io/MaxMind-DB/">MaxMind DB File Format Specification</a>
 */
public final class MmdbWriter {
    private static final byte[] METADATA_MARKER = {
        (byte) 0xab, (byte) 0xcd, (byte) 0xef, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
    };
    private static final int SEPARATOR_BYTES = 16;
    private static final int IPV6_BITS = 128;

    private final String databaseType;
    private final String description;
    private final Instant builtAt;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * @param databaseType as readers see it in the metadata, for example {@code GeoLite2-City}
     * @param description English
     */
    public MmdbWriter(String databaseType, String description, Instant builtAt) {
        this.databaseType = databaseType;
        this.description = description;
        this.builtAt = builtAt;
    }

    private record Entry(Cidr block, Map<String, ?> data) {}

    /**
     * Adds a block. A block inside another one wins for its own addresses, in whichever order they come; the same block
     * given again replaces what was there.
     *
     * @param data made of String, Double, Boolean, Integer (from 0, written as unsigned 32 bits), Long (from 0,
     *     written as unsigned 64 bits), List and Map with String keys
     */
    public void put(Cidr block, Map<String, ?> data) {
        entries.add(new Entry(block, data));
    }

    /**
     * The database file's content.
     *
     * @throws IllegalArgumentException when a value is of a type that {@link #put} does not name
     */
    public byte[] toBytes() {
        MmdbEncoder data = new MmdbEncoder();
        Node root = new Node();
        entries.stream()
                .sorted(Comparator.comparingInt(entry -> depth(entry.block())))
                .forEachOrdered(entry -> insert(root, entry.block(), new Leaf(data.offsetOf(entry.data()))));
        List<Node> nodes = numbered(root);

        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (Node node : nodes) {
            for (Branch child : node.children) {
                writeInt(file, record(child, nodes.size()));
            }
        }
        file.writeBytes(new byte[SEPARATOR_BYTES]);
        file.writeBytes(data.toBytes());
        file.writeBytes(METADATA_MARKER);
        file.writeBytes(metadata(nodes.size()));
        return file.toByteArray();
    }

    /** Writes the database in one step: a reader of the path sees the old file or the whole new one. */
    public void writeTo(Path path) throws IOException {
        Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        Files.write(unfinished, toBytes());
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private sealed interface Branch permits Node, Leaf {}

    private record Leaf(int dataOffset) implements Branch {}

    private static final class Node implements Branch {
        final @Nullable Branch[] children = new Branch[2];
        int number;
    }

    private static int depth(Cidr block) {
        return block.isIpv4() ? block.prefixLength() + 96 : block.prefixLength();
    }

    private static void insert(Node root, Cidr block, Leaf leaf) {
        int depth = depth(block);
        byte[] network = block.network().getAddress();
        int offset = IPV6_BITS - network.length * 8;
        if (depth == 0) {
            root.children[0] = leaf;
            root.children[1] = leaf;
            return;
        }
        Node node = root;
        for (int bit = 0; bit < depth - 1; bit++) {
            node = descend(node, bit(network, bit - offset));
        }
        node.children[bit(network, depth - 1 - offset)] = leaf;
    }

    /** The child node, made if it is not there; a leaf that is in the way goes to both of the new node's sides. */
    private static Node descend(Node parent, int side) {
        Branch child = parent.children[side];
        if (child instanceof Node node) {
            return node;
        }
        Node made = new Node();
        made.children[0] = child;
        made.children[1] = child;
        parent.children[side] = made;
        return made;
    }

    /** Bits left of the address, of an IPv4 address in an IPv6 tree, are zero. */
    private static int bit(byte[] address, int index) {
        return index < 0 ? 0 : address[index / 8] >> (7 - index % 8) & 1;
    }

    private static List<Node> numbered(Node root) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(root);
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).number = i;
            for (Branch child : nodes.get(i).children) {
                if (child instanceof Node node) {
                    nodes.add(node);
                }
            }
        }
        return nodes;
    }

    private static int record(@Nullable Branch child, int nodeCount) {
        return switch (child) {
            case null -> nodeCount;
            case Node node -> node.number;
            case Leaf leaf -> nodeCount + SEPARATOR_BYTES + leaf.dataOffset();
        };
    }

    private byte[] metadata(int nodeCount) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("binary_format_major_version", 2);
        fields.put("binary_format_minor_version", 0);
        fields.put("build_epoch", builtAt.getEpochSecond());
        fields.put("database_type", databaseType);
        fields.put("description", Map.of("en", description));
        fields.put("ip_version", 6);
        fields.put("languages", List.of("en"));
        fields.put("node_count", nodeCount);
        fields.put("record_size", 32);
        MmdbEncoder encoder = new MmdbEncoder();
        encoder.offsetOf(fields);
        return encoder.toBytes();
    }

    private static void writeInt(ByteArrayOutputStream out, int value) {
        out.write(value >>> 24);
        out.write(value >>> 16);
        out.write(value >>> 8);
        out.write(value);
    }
}
