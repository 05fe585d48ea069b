package io.perigee.benchmarks.micro;

import io.perigee.benchmarks.cached.LocalCache;

/**
 * Each object once, all of one size: what fills a cache.
 *
 * @param count of objects
 * @param size of each body in bytes
 */
record Once(int count, int size) implements LocalCache.Requests {

    @Override
    public int object(int request) {
        return request;
    }

    @Override
    public int bytes(int object) {
        return size;
    }
}
