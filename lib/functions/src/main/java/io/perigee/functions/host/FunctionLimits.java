package io.perigee.functions.host;

import io.perigee.functions.EventType;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What the functions of one node may use. Defaults are Lambda@Edge's where it has them
 * (<a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-lambda-at-edge">Quotas
 * on Lambda@Edge</a>).
 *
 * @param concurrency calls under way at a time, further ones are throttled
 * @param viewerTimeout time limit of a call at a viewer point
 * @param originTimeout time limit of a call at an origin point
 * @param maxBodyBytes the longest body that a function may read, or answer with, at an origin point; 1 MiB to 32 MiB
 * @param bodyMemory bytes of bodies that all calls of one function may have read at a time, further reads are throttled; at
 *     least {@code maxBodyBytes}
 * @param maxJarBytes the biggest jar that is loaded
 * @param startTimeout time limit of all instances' {@code start()}
 * @param drainTimeout how long a replaced version may finish its calls, and then its {@code stop()}, before it is let go
 * @param blockedAfter how long a handler may hold an event loop before that is reported
 * @param eventLoopInstances instances of a function that runs on event loops; from 1
 * @param blockingInstances instances, and so calls that really block at a time, of a {@code @Blocking} function; from 1
 * @param breaker when a function that keeps failing is left alone
 */
public record FunctionLimits(
        ConcurrencyLimits concurrency,
        Duration viewerTimeout,
        Duration originTimeout,
        int maxBodyBytes,
        long bodyMemory,
        long maxJarBytes,
        Duration startTimeout,
        Duration drainTimeout,
        Duration blockedAfter,
        int eventLoopInstances,
        int blockingInstances,
        BreakerSettings breaker) {
    private static final int MIB = 1 << 20;

    public static final FunctionLimits DEFAULT = new FunctionLimits(
            ConcurrencyLimits.DEFAULT,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            MIB,
            64L * MIB,
            50L * MIB,
            Duration.ofSeconds(10),
            Duration.ofSeconds(40),
            Duration.ofMillis(500),
            2 * Runtime.getRuntime().availableProcessors(),
            16,
            BreakerSettings.DEFAULT);

    public FunctionLimits {
        requirePositive("viewerTimeout", viewerTimeout);
        requirePositive("originTimeout", originTimeout);
        require(maxBodyBytes >= MIB && maxBodyBytes <= 32 * MIB, "maxBodyBytes", maxBodyBytes, "1 MiB to 32 MiB");
        require(bodyMemory >= maxBodyBytes, "bodyMemory", bodyMemory, "maxBodyBytes or more");
        require(maxJarBytes >= 1, "maxJarBytes", maxJarBytes, "1 or more");
        requirePositive("startTimeout", startTimeout);
        requirePositive("drainTimeout", drainTimeout);
        requirePositive("blockedAfter", blockedAfter);
        require(eventLoopInstances >= 1, "eventLoopInstances", eventLoopInstances, "1 or more");
        require(blockingInstances >= 1, "blockingInstances", blockingInstances, "1 or more");
    }

    /** The time limit of a call at that point. */
    public Duration timeout(EventType type) {
        return type.isViewer() ? viewerTimeout : originTimeout;
    }

    public FunctionLimits withConcurrency(ConcurrencyLimits concurrency) {
        return with(changed -> changed.concurrency = concurrency);
    }

    public FunctionLimits withBodies(int maxBodyBytes, long bodyMemory) {
        return with(changed -> {
            changed.maxBodyBytes = maxBodyBytes;
            changed.bodyMemory = bodyMemory;
        });
    }

    public FunctionLimits withMaxJarBytes(long maxJarBytes) {
        return with(changed -> changed.maxJarBytes = maxJarBytes);
    }

    public FunctionLimits withInstances(int eventLoopInstances, int blockingInstances) {
        return with(changed -> {
            changed.eventLoopInstances = eventLoopInstances;
            changed.blockingInstances = blockingInstances;
        });
    }

    public FunctionLimits withBreaker(BreakerSettings breaker) {
        return with(changed -> changed.breaker = breaker);
    }

    private FunctionLimits with(Consumer<Changed> change) {
        Changed changed = new Changed(this);
        change.accept(changed);
        return changed.limits();
    }

    /** The one place where all fields are copied. */
    private static final class Changed {
        private ConcurrencyLimits concurrency;
        private Duration viewerTimeout;
        private Duration originTimeout;
        private int maxBodyBytes;
        private long bodyMemory;
        private long maxJarBytes;
        private Duration startTimeout;
        private Duration drainTimeout;
        private Duration blockedAfter;
        private int eventLoopInstances;
        private int blockingInstances;
        private BreakerSettings breaker;

        Changed(FunctionLimits from) {
            concurrency = from.concurrency;
            viewerTimeout = from.viewerTimeout;
            originTimeout = from.originTimeout;
            maxBodyBytes = from.maxBodyBytes;
            bodyMemory = from.bodyMemory;
            maxJarBytes = from.maxJarBytes;
            startTimeout = from.startTimeout;
            drainTimeout = from.drainTimeout;
            blockedAfter = from.blockedAfter;
            eventLoopInstances = from.eventLoopInstances;
            blockingInstances = from.blockingInstances;
            breaker = from.breaker;
        }

        FunctionLimits limits() {
            return new FunctionLimits(
                    concurrency,
                    viewerTimeout,
                    originTimeout,
                    maxBodyBytes,
                    bodyMemory,
                    maxJarBytes,
                    startTimeout,
                    drainTimeout,
                    blockedAfter,
                    eventLoopInstances,
                    blockingInstances,
                    breaker);
        }
    }

    private static void requirePositive(String field, Duration value) {
        require(value.isPositive(), field, value, "more than zero");
    }

    private static void require(boolean holds, String field, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(field + " is " + value + ", expected " + expected);
        }
    }
}
