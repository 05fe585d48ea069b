package io.perigee.cache.disk;

import org.jspecify.annotations.Nullable;

/** Something to be stored, when its turn comes. */
public interface Write {
    /** What it will be found by; not 0. */
    long hash();

    /** Tells it from others with this hash; 0 to 2^24 - 1. */
    int variant();

    Content content();

    /** What describes it, asked for on the writing thread; null when it is not worth storing any more. */
    byte @Nullable [] meta();

    /**
     * It is over. Called once, on any thread; nothing of {@link #content} is used any more.
     *
     * @param body how to read it; null when it was not stored
     */
    void done(@Nullable DiskBody body);
}
