package io.perigee.cache;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The newest sequence by path prefix: an immutable radix tree. Adding copies the nodes on one path, so it costs the prefix's length,
 * whatever the number of prefixes; readers need no lock.
 */
final class PrefixTree {
    static final PrefixTree EMPTY = new PrefixTree("", 0, new PrefixTree[0]);

    private final String label;
    private final long sequence;
    // Sorted by the first character of their labels, which differ. Never written after construction.
    private final PrefixTree[] children;

    private PrefixTree(String label, long sequence, PrefixTree[] children) {
        this.label = label;
        this.sequence = sequence;
        this.children = children;
    }

    /** With {@code prefix} marked at {@code newer}, unless it is marked at a later sequence already. */
    PrefixTree with(String prefix, long newer) {
        return with(prefix, 0, newer);
    }

    /** The newest sequence of all prefixes of {@code path}; 0 when there is none. */
    long newestCovering(String path) {
        long newest = sequence;
        PrefixTree node = this;
        int at = 0;
        while (at < path.length()) {
            PrefixTree next = node.child(path.charAt(at));
            if (next == null || !path.startsWith(next.label, at)) {
                break;
            }
            at += next.label.length();
            newest = Math.max(newest, next.sequence);
            node = next;
        }
        return newest;
    }

    /** Without the prefixes whose sequence is {@code floor} or less. */
    PrefixTree after(long floor) {
        PrefixTree pruned = prune(floor);
        return pruned == null ? EMPTY : pruned;
    }

    /** The number of prefixes. */
    int size() {
        int size = sequence > 0 ? 1 : 0;
        for (PrefixTree child : children) {
            size += child.size();
        }
        return size;
    }

    private PrefixTree with(String prefix, int at, long newer) {
        if (at == prefix.length()) {
            return new PrefixTree(label, Math.max(sequence, newer), children);
        }
        int slot = slot(prefix.charAt(at));
        if (slot < 0) {
            return withChild(-slot - 1, true, new PrefixTree(prefix.substring(at), newer, EMPTY.children));
        }
        PrefixTree child = children[slot];
        int common = commonLength(child.label, prefix, at);
        if (common == child.label.length()) {
            return withChild(slot, false, child.with(prefix, at + common, newer));
        }
        PrefixTree lower = new PrefixTree(child.label.substring(common), child.sequence, child.children);
        PrefixTree fork = new PrefixTree(child.label.substring(0, common), 0, new PrefixTree[] {lower});
        return withChild(slot, false, fork.with(prefix, at + common, newer));
    }

    private PrefixTree withChild(int slot, boolean insert, PrefixTree child) {
        PrefixTree[] copy;
        if (insert) {
            copy = Arrays.copyOf(children, children.length + 1);
            System.arraycopy(children, slot, copy, slot + 1, children.length - slot);
        } else {
            copy = children.clone();
        }
        copy[slot] = child;
        return new PrefixTree(label, sequence, copy);
    }

    private @Nullable PrefixTree prune(long floor) {
        PrefixTree[] kept = new PrefixTree[children.length];
        int count = 0;
        for (PrefixTree child : children) {
            PrefixTree pruned = child.prune(floor);
            if (pruned != null) {
                kept[count++] = pruned;
            }
        }
        long left = sequence > floor ? sequence : 0;
        if (left == 0 && count == 0) {
            return null;
        }
        return new PrefixTree(label, left, Arrays.copyOf(kept, count));
    }

    private @Nullable PrefixTree child(char first) {
        int slot = slot(first);
        return slot < 0 ? null : children[slot];
    }

    /** Where the child that starts with this character is, or {@code -(where it belongs) - 1}. */
    private int slot(char first) {
        int low = 0;
        int high = children.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int difference = Character.compare(children[middle].label.charAt(0), first);
            if (difference == 0) {
                return middle;
            }
            if (difference < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    private static int commonLength(String label, String prefix, int at) {
        int limit = Math.min(label.length(), prefix.length() - at);
        int common = 0;
        while (common < limit && label.charAt(common) == prefix.charAt(at + common)) {
            common++;
        }
        return common;
    }
}
