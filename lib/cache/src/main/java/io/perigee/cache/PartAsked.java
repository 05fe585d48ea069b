package io.perigee.cache;

import io.perigee.httpcaching.ByteRange;

/** What is asked for in the place of everything when nothing is known of an object but the range that a viewer wants of it. */
sealed interface PartAsked {

    /** One slice, or what the object has of it. */
    record Slice(ByteRange range) implements PartAsked {}

    /**
     * The object's end: where that begins nobody knows before its length.
     *
     * @param count how many bytes, 1 or more; a shorter object comes whole
     */
    record End(long count) implements PartAsked {}

    /** The value of {@code Range}. */
    default String field() {
        return switch (this) {
            case Slice(ByteRange range) -> "bytes=" + range.first() + "-" + range.last();
            case End(long count) -> "bytes=-" + count;
        };
    }

    /** Whether this is what was asked for, all of it and nothing else. */
    default boolean isAnsweredBy(ContentRange got) {
        long last = got.completeLength() - 1;
        ByteRange wanted = switch (this) {
            case Slice(ByteRange range) ->
                range.first() > last ? null : new ByteRange(range.first(), Math.min(range.last(), last));
            case End(long count) -> new ByteRange(Math.max(0, got.completeLength() - count), last);
        };
        return got.range().equals(wanted);
    }
}
