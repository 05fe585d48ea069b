package io.perigee.delivery.tier;

import io.perigee.cache.CacheSettings;
import io.perigee.node.config.ByteSize;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import org.jspecify.annotations.Nullable;

/** A node's cache. */
public record CacheConfig(
        @Setting(value = "What stored responses may take together, outside of the heap.", min = "1MiB")
        @Default("256MiB")
        ByteSize memory,

        @Setting(
                value =
                        "Longer bodies lie in slices, fetched as wanted; so do shorter ones that were first wanted from behind their first slice. "
                                + "At most an eighth of memory counts.",
                min = "1")
        @Default("8MiB")
        ByteSize sliceThreshold,

        @Setting(value = "The length of a slice; at most an eighth of memory counts.", min = "64KiB", max = "64MiB")
        @Default("1MiB")
        ByteSize sliceSize,

        @Setting("Where stored responses go that memory has no room for. Absent: nowhere.") @Nullable
        DiskConfig disk) {

    /** Without a disk, and with slices as by default. */
    public CacheConfig(ByteSize memory) {
        this(memory, new ByteSize(8 << 20), new ByteSize(1 << 20), null);
    }

    public CacheSettings settings() {
        return CacheSettings.ofMemory(memory.bytes()).withSlices(sliceThreshold.bytes(), (int) sliceSize.bytes());
    }
}
