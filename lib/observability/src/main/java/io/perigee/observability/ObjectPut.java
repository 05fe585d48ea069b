package io.perigee.observability;

import java.io.IOException;

/** Puts objects into buckets of an object store. */
@FunctionalInterface
public interface ObjectPut {

    /**
     * Puts an object, in place of one of the same name. Waits until the store has it.
     *
     * @throws IOException if the store does not answer, or refuses
     */
    void put(String bucket, String key, byte[] object) throws IOException, InterruptedException;
}
