package io.perigee.delivery.tier;

import io.perigee.cache.DiskSettings;
import io.perigee.node.config.ByteSize;
import io.perigee.node.config.Setting;
import java.nio.file.Path;

/** The disk beneath a node's cache. */
public record DiskConfig(
        @Setting(
                "A folder for this node's cache alone. It survives restarts; it may be deleted while the node is stopped.")
        Path path,

        @Setting(
                value = "What the files in it are long together, exactly. They are allocated as they are filled.",
                min = "64MiB")
        ByteSize size) {

    DiskSettings settings(boolean followsLog) {
        return new DiskSettings(path, size.bytes(), followsLog);
    }
}
