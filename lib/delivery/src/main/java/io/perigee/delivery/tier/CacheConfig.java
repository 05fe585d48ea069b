package io.perigee.delivery.tier;

import io.perigee.cache.CacheSettings;
import io.perigee.node.config.ByteSize;
import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;

/**
 * The memory tier of a node's cache.
 *
 * @param memory what stored responses may take together, outside of the heap; 1 MiB or more
 */
public record CacheConfig(@Default("256MiB") ByteSize memory) {

    private static final long LEAST = 1 << 20;

    public CacheConfig {
        new ConfigChecks()
                .that(memory.bytes() >= LEAST, "memory", memory, "1MiB or more")
                .done();
    }

    public CacheSettings settings() {
        return CacheSettings.ofMemory(memory.bytes());
    }
}
