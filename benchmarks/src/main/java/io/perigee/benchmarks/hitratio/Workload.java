package io.perigee.benchmarks.hitratio;

import io.perigee.benchmarks.cached.LocalCache;
import java.util.Arrays;

/**
 * Requests for objects, in the order in which they came.
 *
 * @param name where they are from
 * @param objects for each request the object's number, from 0 on
 * @param sizes for each object the bytes of its body
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers, which nobody compares or prints
public record Workload(String name, int[] objects, int[] sizes) implements LocalCache.Requests {

    @Override
    public int count() {
        return objects.length;
    }

    @Override
    public int object(int request) {
        return objects[request];
    }

    @Override
    public int bytes(int object) {
        return sizes[object];
    }

    /** The bytes of all objects together. */
    long distinctBytes() {
        return Arrays.stream(sizes).asLongStream().sum();
    }

    /** The bytes that all answers have together. */
    long requestedBytes() {
        return Arrays.stream(objects).mapToLong(object -> sizes[object]).sum();
    }
}
