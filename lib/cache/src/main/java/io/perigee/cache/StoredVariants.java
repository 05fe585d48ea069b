package io.perigee.cache;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is stored under one key, the newest first: several responses when {@code Vary} tells them apart. Holds a reference to each. */
record StoredVariants(List<StoredObject> objects) {
    StoredVariants {
        objects = List.copyOf(objects);
    }

    /** The response that this request selects, the newest first (RFC 9111 section 4.1). */
    @Nullable
    StoredObject select(CacheCall call) {
        for (int i = 0; i < objects.size(); i++) {
            StoredObject object = objects.get(i);
            if (object.answers(call)) {
                return object;
            }
        }
        return null;
    }

    /** The fields that the newest response varies by. */
    List<String> varyNames() {
        return objects.get(0).response().varyKey().names();
    }

    /** With this one in front, in the place of the one that it replaces; at most so many. Takes a reference to each of the others. */
    StoredVariants with(StoredObject object, int most) {
        List<StoredObject> kept = Stream.concat(
                        Stream.of(object),
                        objects.stream()
                                .filter(other -> !other.response()
                                                .varyKey()
                                                .equals(object.response().varyKey())
                                        || !other.response()
                                                .method()
                                                .equals(object.response().method())))
                .limit(most)
                .toList();
        return retaining(kept, object);
    }

    /** Without this one, null when it was the only one. Takes a reference to each of the others. */
    @Nullable
    StoredVariants without(StoredObject object) {
        List<StoredObject> kept =
                objects.stream().filter(other -> other != object).toList();
        return kept.isEmpty() ? null : retaining(kept, null);
    }

    void release() {
        objects.forEach(StoredObject::release);
    }

    long weight() {
        long weight = objects.get(0).key().weight();
        for (StoredObject object : objects) {
            weight += object.weight();
        }
        return weight;
    }

    private static StoredVariants retaining(List<StoredObject> kept, @Nullable StoredObject alreadyHeld) {
        for (StoredObject object : kept) {
            if (object != alreadyHeld && !object.tryRetain()) {
                throw new IllegalStateException("a stored response has no memory: " + object.key());
            }
        }
        return new StoredVariants(kept);
    }
}
