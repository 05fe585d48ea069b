package io.perigee.functions.lambda;

import io.perigee.functions.EventType;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.lambda.process.Trees;
import io.perigee.functions.runtime.CallFailure;
import io.perigee.functions.runtime.DeployedFunction;
import io.perigee.functions.runtime.FunctionInstance;
import io.perigee.functions.runtime.FunctionSource.LambdaPackage;
import io.perigee.functions.runtime.RunningFunction;
import io.perigee.functions.runtime.RuntimeCounters;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One version with its environments: a call gets the one that was used last, or a new one where all are busy. Calls wait only
 * while as many start as may at a time, and take what is ready first; where there can be no more, they are throttled, as Lambda's are.
 */
final class LambdaFunction implements RunningFunction {
    /** Lambda@Edge's limits of a function's time limit. */
    private static final Duration MAX_VIEWER_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration MAX_ORIGIN_TIMEOUT = Duration.ofSeconds(30);
    /** The environment's own limits are noticed before the host's, which are there for what goes wrong here. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private static final int PROCESSORS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final FunctionId id;
    private final LambdaPackage source;
    private final LambdaNode node;
    private final Path code;
    private final List<String> command;
    private final EnvironmentVariables variables;
    private final LambdaInstance instance = new LambdaInstance(this);
    private final ProvisionedEnvironments provisioned;

    private final LongAdder coldStarts = new LongAdder();
    private final LongAdder warmStarts = new LongAdder();
    private final LongAccumulator maxBytes = new LongAccumulator(Math::max, 0);

    // Guarded by this.
    private final Deque<Environment> idle = new ArrayDeque<>();
    private final Set<Environment> environments = new HashSet<>();
    private final Starts starts = new Starts(PROCESSORS);
    /** What calls have started, as long as it counts as starting. */
    private final Set<Environment> starting = new HashSet<>();

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean stopped;

    /** A call that needs an environment, which cannot be started at once. */
    private record Waiting(LambdaCall call, long since) {}

    LambdaFunction(FunctionId id, LambdaPackage source, LambdaNode node, Path code, List<String> command) {
        this.id = id;
        this.source = source;
        this.node = node;
        this.code = code;
        this.command = command;
        variables = new EnvironmentVariables(id, source, node.settings().region(), code);
        provisioned = new ProvisionedEnvironments(this, node);
    }

    FunctionId id() {
        return id;
    }

    Path code() {
        return code;
    }

    List<String> command() {
        return command;
    }

    Map<String, String> variables(String runtimeApi, String environment, boolean provisioned) {
        return variables.of(runtimeApi, environment, provisioned);
    }

    String arn() {
        return variables.arn();
    }

    int memorySize() {
        return source.memorySize();
    }

    long memoryBytes() {
        return (long) source.memorySize() << 20;
    }

    @Override
    public DeployedFunction description() {
        return new DeployedFunction(id, FunctionTier.LAMBDA, source.handler(), EnumSet.allOf(EventType.class));
    }

    /** What a handler may take at that point. */
    Duration limit(EventType type) {
        Duration most = type.isViewer() ? MAX_VIEWER_TIMEOUT : MAX_ORIGIN_TIMEOUT;
        return source.timeout().compareTo(most) < 0 ? source.timeout() : most;
    }

    /** What a handler may take for a call with a payload of its own. */
    Duration limit() {
        return source.timeout();
    }

    @Override
    public Duration timeout(EventType type) {
        return beforeGivingUp(limit(type));
    }

    @Override
    public Duration timeout() {
        return beforeGivingUp(limit());
    }

    private Duration beforeGivingUp(Duration limit) {
        return limit.plus(node.settings().initTimeout()).plus(MARGIN);
    }

    @Override
    public FunctionInstance instance() {
        return instance;
    }

    /** Gives that call to an environment, or fails it. */
    void give(LambdaCall call) {
        while (true) {
            Environment environment = provisioned.poll();
            if (environment == null) {
                environment = lastUsed();
            }
            if (environment == null) {
                if (startFor(call)) {
                    return;
                }
                continue;
            }
            if (environment.offer(call)) {
                warmStarts.increment();
                provisioned.called(environment);
                return;
            }
        }
    }

    private synchronized @Nullable Environment lastUsed() {
        return idle.pollLast();
    }

    /** Starts one, or lets the call wait, or fails it; false where one has become ready meanwhile. */
    private boolean startFor(LambdaCall call) {
        Environment environment = environment(call);
        Answer error;
        synchronized (this) {
            long now = node.now();
            error = starts.error(now);
            if (error == null && !(hasProcessor() && starts.begin())) {
                if (isAnyReady()) {
                    return false;
                }
                waiting.addLast(new Waiting(call, now));
                return true;
            }
            if (error == null) {
                starting.add(environment);
            }
        }
        if (error != null) {
            refuse(call, error);
        } else if (start(environment)) {
            coldStarts.increment();
            provisioned.spilledOver();
        } else {
            startDone(environment);
            throttle(call);
        }
        return true;
    }

    /**
     * Whether one more could do anything but take the processors, or the log, from those whose calls have been costing much: calls then
     * wait for one of these to end.
     */
    private boolean hasProcessor() {
        return environments.stream().filter(Environment::isCostly).count() < PROCESSORS;
    }

    private boolean isAnyReady() {
        return !idle.isEmpty() || provisioned.isAnyReady();
    }

    private static void refuse(LambdaCall call, Answer answer) {
        call.answer().complete(answer);
        call.record().fail("no environment was started for it");
    }

    private void throttle(LambdaCall call) {
        CallFailure throttled = new CallFailure.Throttled("as many Lambda environments as this node may have are busy, "
                + node.settings().environments());
        call.answer().fail(throttled);
        call.record().fail(throttled);
    }

    private synchronized void startDone(Environment environment) {
        if (starting.remove(environment)) {
            starts.done();
        }
    }

    /** Gives those that wait what there is now. */
    void serveWaiting() {
        while (true) {
            Waiting next;
            long now = node.now();
            synchronized (this) {
                boolean canBeSettled =
                        isAnyReady() || (hasProcessor() && starts.hasRoom()) || starts.error(now) != null;
                next = canBeSettled ? waiting.pollFirst() : null;
            }
            if (next == null) {
                return;
            }
            Duration limit = node.settings().initTimeout();
            if (now - next.since() > limit.toNanos()) {
                refuse(next.call(), new Answer.Late(limit));
            } else {
                give(next.call());
            }
        }
    }

    /**
     * A new one, to be started.
     *
     * @param first what it is started for; null to keep it ready
     */
    Environment environment(@Nullable LambdaCall first) {
        return new Environment(this, node, UUID.randomUUID().toString().replace("-", ""), first);
    }

    /** Starts that one; false where there is no room for it. */
    boolean start(Environment environment) {
        synchronized (this) {
            if (stopped) {
                return false;
            }
            environments.add(environment);
        }
        if (!node.admit(environment)) {
            synchronized (this) {
                environments.remove(environment);
            }
            return false;
        }
        environment.gone().onComplete(gone -> {
            synchronized (this) {
                environments.remove(environment);
            }
        });
        environment.start();
        return true;
    }

    /** An environment has been seen to use so much. */
    void uses(long bytes) {
        maxBytes.accumulate(Math.min(bytes, memoryBytes()));
    }

    @Override
    public RuntimeCounters counters() {
        int alive;
        synchronized (this) {
            alive = environments.size();
        }
        return new RuntimeCounters(
                coldStarts.sum(), warmStarts.sum(), alive, (int) (maxBytes.get() >> 20), 0, provisioned.use());
    }

    @Override
    public synchronized boolean isHeldBack() {
        return starts.error(node.now()) != null || !hasProcessor();
    }

    @Override
    public void provision(int count) {
        provisioned.keep(count);
    }

    /** That one takes the next call. */
    void idle(Environment environment) {
        boolean late;
        synchronized (this) {
            late = stopped;
            if (!late && !provisioned.idle(environment)) {
                idle.addLast(environment);
            }
        }
        if (late) {
            environment.retire();
        } else {
            serveWaiting();
        }
    }

    /** That one has asked for its first event. */
    void initialised(Environment environment) {
        synchronized (this) {
            if (!starts.isTrying()) {
                startDone(environment);
            }
        }
        serveWaiting();
    }

    /** That one has answered, and can answer the next call. */
    synchronized void answered(Environment environment) {
        starts.answered();
        startDone(environment);
    }

    /** That one has failed to initialise, and takes no calls. */
    void notInitialised(Environment environment, Answer answer) {
        synchronized (this) {
            starts.notInitialised(answer, node.now());
        }
        left(environment);
    }

    /** That one has ended itself, or had to be ended for what it did, and takes no calls any more; its call failed with that, if it had one. */
    void endedItself(Environment environment, Answer answer) {
        synchronized (this) {
            starts.endedItself(answer, node.now());
        }
        left(environment);
    }

    /** That one takes no calls any more. */
    void left(Environment environment) {
        synchronized (this) {
            idle.remove(environment);
        }
        startDone(environment);
        node.left(environment);
        provisioned.left(environment);
        serveWaiting();
    }

    /** Whether it is kept though it idles. */
    boolean keeps(Environment environment) {
        return provisioned.contains(environment);
    }

    /** Whether another function may have its room. */
    synchronized boolean canSpare(Environment environment) {
        return idle.contains(environment);
    }

    /** Ends one that idles, unless it has just got a call. */
    void retireIdle(Environment environment) {
        boolean mine;
        synchronized (this) {
            mine = idle.remove(environment);
        }
        if (mine) {
            environment.retire();
        }
    }

    @Override
    public Future<Void> stop() {
        List<Environment> all;
        List<Waiting> unserved;
        provisioned.stop();
        synchronized (this) {
            stopped = true;
            idle.clear();
            all = new ArrayList<>(environments);
            unserved = List.copyOf(waiting);
            waiting.clear();
        }
        unserved.forEach(one -> throttle(one.call()));
        List<Future<Void>> gone = new ArrayList<>();
        for (Environment environment : all) {
            environment.retire();
            gone.add(environment.gone());
        }
        return Future.join(gone)
                .transform(done -> node.vertx()
                        .<Void>executeBlocking(
                                () -> {
                                    Trees.delete(code);
                                    return null;
                                },
                                false));
    }
}
