package io.perigee.cache;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What has been invalidated, each with the sequence of the change log that says so. A response whose sequence is less than that
 * of a mark that covers it is dead. Accepting a mark costs the length of its path, however many objects there are: an
 * invalidation is a mark, not a scan.
 *
 * <p>Marks are dropped by raising the <em>floor</em>: a response below the floor is dead whatever its path, so a mark at or below it
 * says nothing that the floor does not say. Raising it is always safe; what it costs is the hits of responses that
 * are below it and were alive. The cache's sweep therefore first lifts living responses above the floor-to-be.
 *
 * <p>Every method may be called from any thread and none blocks for long: those that answer take no lock.
 */
public final class InvalidationMarks {
    private final ConcurrentMap<String, Namespace> namespaces = new ConcurrentHashMap<>();
    private final AtomicLong floor = new AtomicLong();
    // Of all marks and the floor; raised after them, so that who sees the new value finds what it stands for.
    private final AtomicLong newest = new AtomicLong();
    private final AtomicInteger acceptedSinceSweep = new AtomicInteger();
    private final int limit;
    private final Runnable onFull;
    private volatile MarkListener listener = MarkListener.NONE;

    /** Marks without a limit. */
    public InvalidationMarks() {
        this(Integer.MAX_VALUE, () -> {});
    }

    /** Marks that call {@code onFull} whenever {@code limit} more have been accepted. */
    InvalidationMarks(int limit, Runnable onFull) {
        this.limit = limit;
        this.onFull = onFull;
    }

    /**
     * Marks a path as CloudFront writes it.
     *
     * @param path starts with {@code /}, includes the query string where that is part of the key; a {@code *} is allowed as the last
     *     character and stands for anything, also nothing
     * @param sequence 1 or more
     * @throws IllegalArgumentException naming the path when it is not of that form
     */
    public void addPath(String namespace, String path, long sequence) {
        int star = path.indexOf('*');
        if (path.isEmpty() || path.charAt(0) != '/' || (star >= 0 && star != path.length() - 1)) {
            throw new IllegalArgumentException(
                    "path must start with '/' and have '*' at most as its last character, was \"" + path + '"');
        }
        if (star < 0) {
            addExactPath(namespace, path, sequence);
            return;
        }
        addPrefix(namespace, path.substring(0, star), sequence);
    }

    /** Marks every path that begins like this. */
    void addPrefix(String namespace, String prefix, long sequence) {
        Namespace marks = namespaces.computeIfAbsent(namespace, name -> new Namespace());
        marks.addPrefix(prefix, sequence);
        accepted(marks, sequence);
        listener.marked(MarkListener.Sort.PREFIX, namespace, prefix, sequence);
    }

    /** Marks this path, in which a {@code *} stands for itself. */
    void addExactPath(String namespace, String path, long sequence) {
        Namespace marks = namespaces.computeIfAbsent(namespace, name -> new Namespace());
        marks.paths.merge(path, sequence, Math::max);
        accepted(marks, sequence);
        listener.marked(MarkListener.Sort.PATH, namespace, path, sequence);
    }

    /** Marks every response that carries this cache tag (see {@link CacheTags}), or any. */
    public void addTag(String namespace, String tag, long sequence) {
        Namespace marks = namespaces.computeIfAbsent(namespace, name -> new Namespace());
        marks.tags.merge(tag, sequence, Math::max);
        marks.newestTag.accumulateAndGet(sequence, Math::max);
        accepted(marks, sequence);
        listener.marked(MarkListener.Sort.TAG, namespace, tag, sequence);
    }

    /** Marks everything in every namespace that was fetched before this sequence. */
    public void raiseFloor(long sequence) {
        floor.accumulateAndGet(sequence, Math::max);
        newest.accumulateAndGet(sequence, Math::max);
        listener.marked(MarkListener.Sort.EVERYTHING, "", "", sequence);
    }

    /** Tells of every mark that is made from here on. */
    void tell(MarkListener told) {
        listener = told;
    }

    /** What was fetched before this sequence is dead. */
    public long floor() {
        return floor.get();
    }

    /** The newest sequence of the marks that cover this key; the floor when there is none newer. Tags are not considered. */
    public long newestCovering(CacheKey key) {
        return newestCovering(key, List.of());
    }

    /** The newest sequence of the marks that cover this key or one of these tags; the floor when there is none newer. */
    public long newestCovering(CacheKey key, List<String> tags) {
        long newest = newestMark(key, tags);
        // Read after the marks: one that has just been dropped is covered by a floor that was raised before.
        return Math.max(newest, floor.get());
    }

    /** The newest sequence of the marks that cover this key or one of these tags, whatever the floor; 0 when there is none. */
    long newestMark(CacheKey key, List<String> tags) {
        Namespace marks = namespaces.get(key.namespace());
        return marks == null ? 0 : marks.newestCovering(key.path(), tags);
    }

    /** Whether a response with this key, these tags and this sequence is dead. One comparison when nothing is newer than the response. */
    public boolean covers(CacheKey key, List<String> tags, long sequence) {
        if (newest.get() <= sequence) {
            return false;
        }
        Namespace marks = namespaces.get(key.namespace());
        return (marks != null && marks.newest.get() > sequence && marks.newestCovering(key.path(), tags) > sequence)
                || floor.get() > sequence;
    }

    /** How many marks there are. */
    public int size() {
        int size = 0;
        for (Namespace marks : namespaces.values()) {
            size += marks.size();
        }
        return size;
    }

    private void accepted(Namespace marks, long sequence) {
        marks.newest.accumulateAndGet(sequence, Math::max);
        newest.accumulateAndGet(sequence, Math::max);
        if (acceptedSinceSweep.incrementAndGet() >= limit) {
            acceptedSinceSweep.set(0);
            onFull.run();
        }
    }

    /** Raises the floor to this sequence and drops the marks that it makes superfluous. */
    void dropThrough(long sequence) {
        // Nobody is told: it says nothing that the marks did not say.
        floor.accumulateAndGet(sequence, Math::max);
        for (Namespace marks : namespaces.values()) {
            marks.dropThrough(sequence);
        }
    }

    private static final class Namespace {
        private final ConcurrentMap<String, Long> paths = new ConcurrentHashMap<>();
        private final ConcurrentMap<String, Long> tags = new ConcurrentHashMap<>();
        // Raised after a mark is in place, so that who sees the new value finds the mark.
        private final AtomicLong newest = new AtomicLong();
        private final AtomicLong newestTag = new AtomicLong();
        private volatile PrefixTree prefixes = PrefixTree.EMPTY;

        synchronized void addPrefix(String prefix, long sequence) {
            prefixes = prefixes.with(prefix, sequence);
        }

        long newestCovering(String path, List<String> tagsOfResponse) {
            long covering = prefixes.newestCovering(path);
            covering = Math.max(covering, sequenceOf(paths.get(path)));
            if (!tagsOfResponse.isEmpty() && newestTag.get() > covering) {
                for (String tag : tagsOfResponse) {
                    long sequence = tag.equals(CacheTags.ANY) ? newestTag.get() : sequenceOf(tags.get(tag));
                    covering = Math.max(covering, sequence);
                }
            }
            return covering;
        }

        int size() {
            return paths.size() + tags.size() + prefixes.size();
        }

        synchronized void dropThrough(long sequence) {
            prefixes = prefixes.after(sequence);
            paths.values().removeIf(each -> each <= sequence);
            tags.values().removeIf(each -> each <= sequence);
        }

        private static long sequenceOf(@Nullable Long sequence) {
            return sequence == null ? 0 : sequence;
        }
    }
}
