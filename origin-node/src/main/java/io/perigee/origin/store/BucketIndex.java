package io.perigee.origin.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** One bucket's objects in memory, in the order of their keys' UTF-8 bytes. */
final class BucketIndex {

    private final Bucket bucket;
    private final ConcurrentNavigableMap<String, StoredObject> objects =
            new ConcurrentSkipListMap<>(ObjectKey::compareByUtf8);

    /** Held shared by changes of objects, and exclusively by the bucket's deletion. */
    private final ReentrantReadWriteLock lifetime = new ReentrantReadWriteLock();

    BucketIndex(BucketName name, Instant created) {
        this.bucket = new Bucket(name, created);
    }

    Bucket bucket() {
        return bucket;
    }

    ReentrantReadWriteLock lifetime() {
        return lifetime;
    }

    Optional<StoredObject> get(ObjectKey key) {
        return Optional.ofNullable(objects.get(key.value()));
    }

    void put(StoredObject object) {
        objects.put(object.key().value(), object);
    }

    void remove(ObjectKey key) {
        objects.remove(key.value());
    }

    boolean isEmpty() {
        return objects.isEmpty();
    }

    Iterable<StoredObject> all() {
        return objects.values();
    }

    /** One page; a common prefix costs one look-up, however many keys it stands for. */
    Listing list(ListRequest request) {
        List<StoredObject> page = new ArrayList<>();
        List<String> commonPrefixes = new ArrayList<>();
        Map.@Nullable Entry<String, StoredObject> next = request.maximum() == 0 ? null : first(request);
        while (next != null && next.getKey().startsWith(request.prefix())) {
            String key = next.getKey();
            if (page.size() + commonPrefixes.size() == request.maximum()) {
                return new Listing(page, commonPrefixes, Optional.of(key));
            }
            int delimiter = request.delimiter().isEmpty()
                    ? -1
                    : key.indexOf(request.delimiter(), request.prefix().length());
            if (delimiter < 0) {
                page.add(next.getValue());
                next = objects.higherEntry(key);
            } else {
                String common = key.substring(0, delimiter + request.delimiter().length());
                commonPrefixes.add(common);
                next = pastPrefix(common);
            }
        }
        return new Listing(page, commonPrefixes, Optional.empty());
    }

    private Map.@Nullable Entry<String, StoredObject> first(ListRequest request) {
        String prefix = request.prefix();
        if (request.resumeAt().isPresent()) {
            return objects.ceilingEntry(later(request.resumeAt().get(), prefix));
        }
        return !request.startAfter().isEmpty() && ObjectKey.compareByUtf8(request.startAfter(), prefix) >= 0
                ? objects.higherEntry(request.startAfter())
                : objects.ceilingEntry(prefix);
    }

    private static String later(String a, String b) {
        return ObjectKey.compareByUtf8(a, b) > 0 ? a : b;
    }

    /** The first key that sorts after all that start with the prefix. */
    private Map.@Nullable Entry<String, StoredObject> pastPrefix(String prefix) {
        for (int end = prefix.length(); end > 0; ) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                // No key holds a lone surrogate, so the successor of the last code point before them comes after them.
                int successor = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return objects.ceilingEntry(prefix.substring(0, end) + Character.toString(successor));
            }
        }
        return null;
    }
}
