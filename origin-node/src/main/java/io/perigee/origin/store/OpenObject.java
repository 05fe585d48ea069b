package io.perigee.origin.store;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * An object whose bytes can be read: bytes 0 to {@link StoredObject#size()} of the channel. They stay those of this
 * version even if the object is replaced or deleted meanwhile.
 *
 * @param object what is known of it
 * @param channel its file; what lies after the object's size is none of the reader's business
 */
public record OpenObject(StoredObject object, FileChannel channel) implements AutoCloseable {

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
