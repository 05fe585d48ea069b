package io.perigee.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What Netty's leak detector found. It finds a leak when the garbage collector has taken the buffer and another buffer is
 * then allocated, so a check is a collection and an allocation.
 */
final class LeakReports {

    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    static {
        ByteBufUtil.setLeakListener((type, records) -> FOUND.add(type + records));
    }

    private LeakReports() {}

    /** Attributes what was leaked before to nobody: the detector has reported it where it was found. */
    static void forget() {
        FOUND.clear();
    }

    static void failIfAny() {
        System.gc();
        provokeReport();
        List<String> found = new ArrayList<>();
        for (String each = FOUND.poll(); each != null; each = FOUND.poll()) {
            found.add(each);
        }
        if (!found.isEmpty()) {
            throw new AssertionError(
                    "A buffer was leaked (not released before it was garbage): " + String.join("\n", found));
        }
    }

    private static void provokeReport() {
        ByteBuf buffer = UnpooledByteBufAllocator.DEFAULT.directBuffer(1);
        buffer.release();
    }
}
