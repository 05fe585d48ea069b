package io.perigee.delivery.tier;

import io.perigee.cache.CacheSettings;
import io.perigee.node.config.ByteSize;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;

/** The memory tier of a node's cache. */
public record CacheConfig(
        @Setting(value = "What stored responses may take together, outside of the heap.", min = "1MiB")
        @Default("256MiB")
        ByteSize memory) {

    public CacheSettings settings() {
        return CacheSettings.ofMemory(memory.bytes());
    }
}
