package io.perigee.functions.javascript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads on which scripts run: not event loops, since a script may hold its thread until its CPU time is spent, or longer.
 *
 * <p>Fair between functions: each has a queue of its own, threads go round the queues that are not empty, and no function has more than
 * so many of the threads. So one that loops in every call makes its own callers wait, and leaves the others a thread that is free soon.
 */
final class ScriptThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptThreads.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Deque<Queue> ready = new ArrayDeque<>();
    private final List<Worker> workers = new ArrayList<>();
    private final int perFunction;
    private int started;
    private boolean closed;

    /**
     * @param perFunction threads that one function may hold at a time; fewer than the processors, so that the node's own threads find one
     */
    ScriptThreads(int threads, int perFunction) {
        this.perFunction = perFunction;
        for (int i = 0; i < threads; i++) {
            addWorker();
        }
    }

    /** The waiting calls of one function. */
    final class Queue {
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private int running;

        /**
         * Runs that on one of the threads.
         *
         * @throws RejectedExecutionException if the threads have ended
         */
        void execute(Runnable call) {
            lock.lock();
            try {
                if (closed) {
                    throw new RejectedExecutionException("the node stops");
                }
                waiting.add(call);
                if (waiting.size() == 1 && running < perFunction) {
                    ready.add(this);
                    work.signal();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    Queue queue() {
        return new Queue();
    }

    private void addWorker() {
        started++;
        Worker worker = new Worker(started);
        workers.add(worker);
        worker.start();
    }

    /** That thread does not come back from V8: another one takes its place, and it ends when it does come back. */
    void replace(Thread stuck) {
        lock.lock();
        try {
            if (workers.remove(stuck) && !closed) {
                LOG.error("{} is stuck in a script; another thread takes its place", stuck.getName());
                addWorker();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private final class Worker extends Thread {
        Worker(int number) {
            super(null, null, "perigee-script-" + number, V8Engine.THREAD_STACK_BYTES);
            setDaemon(true);
        }

        @Override
        public void run() {
            Queue last = null;
            while (true) {
                Queue queue;
                Runnable call;
                lock.lock();
                try {
                    if (last != null) {
                        done(last);
                    }
                    queue = next();
                    if (queue == null) {
                        return;
                    }
                    call = queue.waiting.remove();
                    queue.running++;
                    if (!queue.waiting.isEmpty() && queue.running < perFunction) {
                        ready.add(queue);
                        work.signal();
                    }
                } finally {
                    lock.unlock();
                }
                try {
                    call.run();
                } catch (Throwable defect) {
                    // Nothing that a call does may end the thread, or the calls behind it would wait for ever.
                    LOG.error("a call of a script failed in the node", defect);
                }
                last = queue;
            }
        }

        private void done(Queue queue) {
            boolean wasFull = queue.running == perFunction;
            queue.running--;
            if (wasFull && !queue.waiting.isEmpty()) {
                ready.add(queue);
            }
        }

        private @Nullable Queue next() {
            while (true) {
                if (closed || !workers.contains(this)) {
                    return null;
                }
                Queue queue = ready.poll();
                if (queue != null) {
                    return queue;
                }
                work.awaitUninterruptibly();
            }
        }
    }
}
