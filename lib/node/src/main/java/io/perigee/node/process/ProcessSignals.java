package io.perigee.node.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties a node to its process: SIGTERM and SIGINT stop it, and the exit code says whether that went cleanly. */
public final class ProcessSignals {

    /** Exit code of a stop that finished every request. */
    public static final int CLEAN = 0;

    /** Exit code of a stop that cut something. */
    public static final int CUT = 1;

    private static final Logger LOG = LoggerFactory.getLogger(ProcessSignals.class);

    private ProcessSignals() {}

    /**
     * From now on a signal stops the node and then ends the process with {@link #CLEAN} or {@link #CUT}, also if something
     * hangs. To be called once per process.
     */
    public static void stopOnSignal(NodeProcess node) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("drain").unstarted(() -> {
            int exitCode = stop(node);
            // Without this the JVM would end with 128 + the signal's number.
            Runtime.getRuntime().halt(exitCode);
        }));
    }

    /** Blocks the calling thread for as long as the process lives. */
    public static void awaitSignal() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    static int stop(NodeProcess node) {
        try {
            node.stop()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(node.longestStop().toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("{}: stopped", node.name());
            return CLEAN;
        } catch (ExecutionException e) {
            LOG.warn("{}: stopped, but not cleanly: {}", node.name(), String.valueOf(e.getCause()));
            return CUT;
        } catch (TimeoutException e) {
            LOG.warn("{}: did not stop in time", node.name());
            return CUT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CUT;
        }
    }
}
