package io.perigee.functions;

import java.time.Instant;
import java.util.Optional;

/**
 * What a key value store holds, as functions read it. Each method answers from what the node has applied by then; a function that
 * runs sees a change with its next look. Called by many threads.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions.html">Amazon CloudFront
 *     KeyValueStore</a>
 */
public interface KeyValues {
    /** The store's id, by which a function may ask for it: {@code cf.kvs('id')}. */
    String id();

    /** The value of that key, UTF-8 text of at most 1 KB; empty if there is none. */
    Optional<String> get(String key);

    /** Whether there is such a key. */
    default boolean exists(String key) {
        return get(key).isPresent();
    }

    /** How many keys there are. */
    int count();

    /** When the store was made. */
    Instant created();

    /** When its contents last changed. */
    Instant lastUpdated();
}
