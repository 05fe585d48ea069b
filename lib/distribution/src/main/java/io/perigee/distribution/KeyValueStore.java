package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A key value store that CloudFront Functions read, with all that is in it. Immutable.
 *
 * <p>See AWS on <a
 * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions.html">CloudFront KeyValueStore</a>.
 *
 * @param about what it is, without what is in it
 * @param items values by key
 * @param bytes of all keys and values in UTF-8
 */
public record KeyValueStore(About about, Map<String, String> items, long bytes) {

    public KeyValueStore {
        items = Collections.unmodifiableMap(items);
    }

    /**
     * A store without what is in it.
     *
     * @param created epoch milliseconds
     * @param changed epoch milliseconds of the last change
     * @param revision the log entry that changed it last; 0 in an entry itself
     */
    public record About(
            @Describes(value = "The store's name.", format = Format.KEY_VALUE_STORE)
            String name,

            @Describes(
                    value = "What it is for.",
                    defaultValue = "''",
                    maxLength = Limits.KEY_VALUE_STORE_COMMENT_LENGTH)
            String comment,

            long created,
            long changed,
            long revision) {

        /** The same as of another log entry. */
        public About at(long sequence) {
            return new About(name, comment, created, changed, sequence);
        }

        /** The same after a change at {@code time}. */
        public About changedAt(long time) {
            return new About(name, comment, created, time, revision);
        }

        /** The entity tag of the store as it is, in quotes: it changes with every change of the store. */
        public String etag() {
            return "\"" + revision + "\"";
        }
    }

    /** One key with its value. */
    public record Item(
            @Describes(value = "The key, of at most 512 bytes.", maxLength = Limits.KEY_BYTES)
            String key,

            @Describes(value = "Its value.", format = Format.STORED_VALUE, maxLength = Limits.VALUE_LENGTH)
            String value) {}

    /** Keys that are put and deleted together. */
    public record Update(
            @Describes(value = "What is put.", defaultValue = "[]", maxItems = Limits.UPDATED_KEYS)
            List<Item> puts,

            @Describes(
                    value = "What is deleted; a key that is not there is passed over.",
                    defaultValue = "[]",
                    maxItems = Limits.UPDATED_KEYS)
            List<DeletedKey> deletes) {

        public Update {
            puts = List.copyOf(puts);
            deletes = List.copyOf(deletes);
        }
    }

    /** A key that is deleted. */
    public record DeletedKey(
            @Describes(value = "The key.", maxLength = Limits.KEY_BYTES)
            String key) {}

    /** A store with these items. */
    public static KeyValueStore of(About about, List<Item> items) {
        return new KeyValueStore(about, Map.of(), 0).with(about, new Update(items, List.of()));
    }

    /** The store after one more change. */
    public KeyValueStore with(About changed, Update update) {
        Map<String, String> next = new HashMap<>(items);
        long size = bytes;
        for (DeletedKey delete : update.deletes()) {
            String old = next.remove(delete.key());
            size -= old == null ? 0 : size(delete.key()) + size(old);
        }
        for (Item item : update.puts()) {
            String old = next.put(item.key(), item.value());
            size += size(item.value()) - (old == null ? -size(item.key()) : size(old));
        }
        return new KeyValueStore(changed, next, size);
    }

    /** The bytes that a key or a value counts. */
    public static long size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
