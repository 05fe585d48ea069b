package io.perigee.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What Netty's leak detector found. It finds a leak when the garbage collector has taken the buffer and another buffer is
 * then allocated, so a check is a collection and an allocation.
 */
final class LeakReports {

    /** References of one collection are queued in any order; those of the one before are all queued. */
    private static final int ROUNDS = 2;

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
        collectGarbage();
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

    /** Returns when the references that a collection found have been handed to their queues, the leak detector's too. */
    private static void collectGarbage() {
        for (int round = 0; round < ROUNDS; round++) {
            var queue = new ReferenceQueue<Object>();
            var sentinel = new WeakReference<>(new Object(), queue);
            System.gc();
            try {
                queue.remove(Await.LIMIT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                Reference.reachabilityFence(sentinel);
            }
        }
    }

    private static void provokeReport() {
        ByteBuf buffer = UnpooledByteBufAllocator.DEFAULT.directBuffer(1);
        buffer.release();
    }
}
