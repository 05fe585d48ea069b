package io.perigee.cluster.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Which node owns a key, by rendezvous hashing (highest random weight; Thaler and Ravishankar 1996): every node scores
 * every key, and the highest score owns it. All nodes that know the same members agree without talking; a node that
 * joins or leaves moves only the keys that it gains or had. Weights follow Schindelhauer and Schomaker's logarithmic
 * method: a node of weight 2 owns twice what a node of weight 1 does, and changing a weight moves only the difference.
 *
 * <p>Immutable. Finding an owner takes time in proportion to the number of nodes and allocates nothing but the
 * {@link Optional}.
 *
 * @param <N> what stands for a node
 */
public final class RendezvousRing<N> {

    private final List<N> nodes;
    private final long[] seeds;
    private final double[] weights;

    private RendezvousRing(List<N> nodes, long[] seeds, double[] weights) {
        this.nodes = nodes;
        this.seeds = seeds;
        this.weights = weights;
    }

    /** A ring of nodes that own equal shares. Ids must be unique; the order of {@code nodes} has no effect. */
    public static <N> RendezvousRing<N> of(Collection<N> nodes, Function<? super N, String> id) {
        return of(nodes, id, node -> 1);
    }

    /**
     * A ring of nodes whose shares are in proportion to their weights.
     *
     * @throws IllegalArgumentException if two nodes have one id, or a weight is not a positive number
     */
    public static <N> RendezvousRing<N> of(
            Collection<N> nodes, Function<? super N, String> id, ToDoubleFunction<? super N> weight) {
        List<N> ordered = nodes.stream().sorted(Comparator.comparing(id)).toList();
        long[] seeds = new long[ordered.size()];
        double[] weights = new double[ordered.size()];
        for (int i = 0; i < seeds.length; i++) {
            N node = ordered.get(i);
            seeds[i] = hash(id.apply(node));
            weights[i] = weight.applyAsDouble(node);
            if (!(weights[i] > 0) || Double.isInfinite(weights[i])) {
                throw new IllegalArgumentException("a weight must be positive, was " + weights[i]);
            }
            if (i > 0 && id.apply(ordered.get(i - 1)).equals(id.apply(node))) {
                throw new IllegalArgumentException("two nodes have the id " + id.apply(node));
            }
        }
        return new RendezvousRing<>(ordered, seeds, weights);
    }

    /** The members, in the order of their ids. */
    public List<N> nodes() {
        return nodes;
    }

    /** The owner of {@code key}; empty if there are no nodes. */
    public Optional<N> owner(String key) {
        return owner(hash(key));
    }

    /** The owner of the key whose {@link #hash} is {@code keyHash}; empty if there are no nodes. */
    public Optional<N> owner(long keyHash) {
        int best = -1;
        double bestScore = 0;
        for (int i = 0; i < seeds.length; i++) {
            double score = score(i, keyHash);
            if (best < 0 || score > bestScore) {
                best = i;
                bestScore = score;
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(nodes.get(best));
    }

    /** The first {@code count} nodes to ask for {@code key}, its owner first; all nodes if there are fewer. */
    public List<N> owners(String key, int count) {
        return owners(hash(key), count);
    }

    /** The first {@code count} nodes to ask for the key whose {@link #hash} is {@code keyHash}, its owner first. */
    public List<N> owners(long keyHash, int count) {
        double[] scores = new double[seeds.length];
        Arrays.setAll(scores, i -> score(i, keyHash));
        List<N> owners = new ArrayList<>(Math.min(count, seeds.length));
        IntStream.range(0, seeds.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .limit(count)
                .forEach(i -> owners.add(nodes.get(i)));
        return List.copyOf(owners);
    }

    private double score(int node, long keyHash) {
        // The top 53 bits, moved off 0 and 1, give a uniform number whose logarithm is finite and not 0.
        double uniform = ((mix(keyHash ^ seeds[node]) >>> 11) + 0.5) * 0x1.0p-53;
        return -weights[node] / Math.log(uniform);
    }

    /** A 64-bit hash of {@code text}, the same in every process and version: rings must agree across the network. */
    public static long hash(String text) {
        long hash = 0x9E3779B97F4A7C15L ^ text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0xD6E8FEB86659FD93L;
            hash ^= hash >>> 32;
        }
        return mix(hash);
    }

    /** David Stafford's thirteenth variant of MurmurHash3's finalizer, the mix of SplitMix64. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
