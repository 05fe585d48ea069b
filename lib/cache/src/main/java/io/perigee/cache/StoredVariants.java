package io.perigee.cache;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is stored under one key: one response, or several that {@code Vary} tells apart. Holds a reference to each. */
sealed interface StoredVariants permits StoredObject, StoredVariants.Several {

    /** What all of them are stored under. */
    CacheKey key();

    /** The responses, the newest first; at least one. */
    List<StoredObject> objects();

    /** The response that this request selects, the newest first (RFC 9111 section 4.1). */
    @Nullable
    StoredObject select(ForwardedRequest request);

    /** What it takes in memory, in bytes. */
    long weight();

    void release();

    /** More than one. */
    record Several(List<StoredObject> objects) implements StoredVariants {
        public Several {
            objects = List.copyOf(objects);
        }

        @Override
        public CacheKey key() {
            return objects.get(0).key();
        }

        @Override
        public @Nullable StoredObject select(ForwardedRequest request) {
            for (int i = 0; i < objects.size(); i++) {
                StoredObject selected = objects.get(i).select(request);
                if (selected != null) {
                    return selected;
                }
            }
            return null;
        }

        @Override
        public long weight() {
            long weight = key().weight();
            for (StoredObject object : objects) {
                weight += object.ownWeight();
            }
            return weight;
        }

        @Override
        public void release() {
            objects.forEach(StoredObject::release);
        }
    }

    /** The fields that the newest response varies by. */
    default List<String> varyNames() {
        return objects().get(0).response().varyKey().names();
    }

    /** With this one in front, in the place of the one that it replaces; at most so many. Takes a reference to each of the others. */
    default StoredVariants with(StoredObject object, int most) {
        List<StoredObject> kept = Stream.concat(
                        Stream.of(object), objects().stream().filter(other -> !inPlaceOf(other, object)))
                .limit(most)
                .toList();
        return retaining(kept, object);
    }

    /** With this one behind the others, unless one is in its place or there are so many already. Takes a reference to each of the others. */
    default StoredVariants withOlder(StoredObject object, int most) {
        boolean replaced = objects().size() >= most || objects().stream().anyMatch(other -> inPlaceOf(other, object));
        return replaced
                ? this
                : retaining(Stream.concat(objects().stream(), Stream.of(object)).toList(), object);
    }

    /** Without this one, null when it was the only one. Takes a reference to each of the others. */
    default @Nullable StoredVariants without(StoredObject object) {
        List<StoredObject> kept =
                objects().stream().filter(other -> other != object).toList();
        return kept.isEmpty() ? null : retaining(kept, null);
    }

    /** Whether both answer the same requests. */
    private static boolean inPlaceOf(StoredObject one, StoredObject other) {
        return one.response().varyKey().equals(other.response().varyKey())
                && one.response().method().equals(other.response().method());
    }

    private static StoredVariants retaining(List<StoredObject> kept, @Nullable StoredObject alreadyHeld) {
        for (StoredObject object : kept) {
            if (object != alreadyHeld && !object.tryRetain()) {
                throw new IllegalStateException("a stored response has no memory: " + object.key());
            }
        }
        return kept.size() == 1 ? kept.get(0) : new Several(kept);
    }
}
