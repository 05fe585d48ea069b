package io.perigee.cache;

/** How a reader gets on with a slice. */
sealed interface OpenedSlice {

    /** It is stored; with one reference to be given back. */
    record Stored(StoredBytes.Opened bytes) implements OpenedSlice {}

    /**
     * It is being fetched.
     *
     * @param reader at the slice's first byte
     * @param led whether the fetch was made for this reader
     */
    record Coming(BodyReader reader, boolean led) implements OpenedSlice {}

    /** The upstream gives no ranges: everything is coming, from the object's first byte on, for this reader alone. */
    record Everything(BodyReader reader) implements OpenedSlice {}

    /** The object is not any more the one that the slice was wanted of. */
    record Changed() implements OpenedSlice {}

    /** It cannot be had. */
    record Failed(Throwable cause) implements OpenedSlice {}

    /** Gives back what is held. */
    default void close() {
        switch (this) {
            case Stored stored -> stored.bytes.release();
            case Coming coming -> coming.reader.close();
            case Everything everything -> everything.reader.close();
            case Changed changed -> {}
            case Failed failed -> {}
        }
    }
}
