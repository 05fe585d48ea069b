package io.perigee.cache;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;

/**
 * Memory outside the heap for bodies.
 *
 * <p>Not pooled: what is stored lives long and in all sizes, and would pin whole arenas of a pool that is made for buffers that live
 * as long as a request. Allocation happens once per miss.
 */
final class Memory {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

    ByteBuf allocate(int bytes) {
        return allocator.directBuffer(bytes, bytes);
    }

    /** What is allocated now, in bytes. */
    long used() {
        return allocator.metric().usedDirectMemory();
    }
}
