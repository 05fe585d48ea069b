package io.perigee.functions.lambda;

import io.perigee.functions.Invocation.Outcome;
import io.perigee.functions.lambda.process.ProcessTable;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution environment: a process that is started, initialises its handler, takes one call at a time and is ended, with
 * all that it started, when it idles, takes too long, uses too much, or ends itself.
 *
 * <p>Called by event loops, by the warden and by the thread that sees the process end; its lock is held for moments only.
 */
final class Environment implements RuntimeApi.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Environment.class);

    private enum State {
        /** Until the process asks for its first event. */
        INITIALISING,
        /** Takes a call. */
        IDLE,
        BUSY,
        /** Takes no calls any more; the process has ended or is about to. */
        CLOSED
    }

    private final LambdaFunction function;
    private final LambdaNode node;
    private final String name;
    private final boolean provisioned;
    private final long createdAt;
    private final EnvironmentProcess process;
    private final CallCost cost = new CallCost();

    private State state = State.INITIALISING;
    private RuntimeApi.@Nullable Waiting waiting;
    private @Nullable LambdaCall call;
    private boolean delivered;
    private long startedAt;
    private long deadline;
    private long idleSince;
    private @Nullable Duration initDuration;
    private long peakBytes;
    private boolean measure;
    private long killAt = Long.MAX_VALUE;

    /**
     * @param first what it is started for; null to keep it ready
     */
    Environment(LambdaFunction function, LambdaNode node, String name, @Nullable LambdaCall first) {
        this.function = function;
        this.node = node;
        this.name = name;
        call = first;
        provisioned = first == null;
        createdAt = node.now();
        deadline = createdAt + node.settings().initTimeout().toNanos();
        process = new EnvironmentProcess(function, node, name, this);
    }

    /** Starts its process. What goes wrong is its call's failure. */
    void start() {
        process.gone().onComplete(left -> node.warden().forget(this));
        process.start(provisioned, this::exited).onFailure(cause -> {
            LOG.error("no environment of {} can be started", function.id(), cause);
            end(Answer.Failed.of("Sandbox.Failure", "the environment cannot be started"), Outcome.ERROR);
        });
    }

    /** Gives it that call; false where it has ended, and the call is for another one. */
    synchronized boolean offer(LambdaCall offered) {
        if (state != State.IDLE) {
            return false;
        }
        state = State.BUSY;
        call = offered;
        delivered = false;
        deadline = node.now() + offered.limit().toNanos();
        deliver();
        return true;
    }

    private void deliver() {
        LambdaCall next = call;
        RuntimeApi.Waiting asked = waiting;
        if (next == null || asked == null) {
            return;
        }
        waiting = null;
        delivered = true;
        startedAt = node.now();
        deadline = startedAt + next.limit().toNanos();
        cost.begin();
        node.warden().started(this, next.requestId());
        asked.give(next, node.currentTimeMillis() + next.limit().toMillis(), function.arn());
    }

    @Override
    public void next(RuntimeApi.Waiting asked) {
        boolean initialised = false;
        boolean idle = false;
        synchronized (this) {
            waiting = asked;
            if (state == State.INITIALISING) {
                initialised = true;
                initDuration = Duration.ofNanos(node.now() - createdAt);
                measure = true;
                state = call == null ? State.IDLE : State.BUSY;
                idle = call == null;
                idleSince = node.now();
            }
            if (state == State.BUSY && !delivered) {
                deliver();
            }
        }
        if (initialised) {
            function.initialised(this);
        }
        if (idle) {
            function.idle(this);
        }
    }

    @Override
    public synchronized void gone(RuntimeApi.Waiting left) {
        if (left.equals(waiting)) {
            waiting = null;
        }
    }

    @Override
    public boolean answered(String requestId, Answer answer) {
        LambdaCall answered;
        synchronized (this) {
            answered = call;
            if (state != State.BUSY
                    || !delivered
                    || answered == null
                    || !answered.requestId().equals(requestId)) {
                return false;
            }
            call = null;
            delivered = false;
            state = State.IDLE;
            idleSince = node.now();
            cost.end();
            settle(answered, answer, answer instanceof Answer.Returned ? Outcome.SUCCESS : Outcome.ERROR);
        }
        function.answered(this);
        function.idle(this);
        answered.answer().complete(answer);
        return true;
    }

    @Override
    public boolean initFailed(Answer.Failed error) {
        synchronized (this) {
            if (state != State.INITIALISING) {
                return false;
            }
        }
        end(error, Outcome.ERROR);
        return true;
    }

    /** Tells the warden what the call cost. */
    private void settle(LambdaCall settled, Answer answer, Outcome outcome) {
        Duration init = initDuration;
        boolean first = init != null;
        initDuration = null;
        node.warden()
                .ended(new EndedCall(
                        this,
                        settled,
                        answer,
                        outcome,
                        Duration.ofNanos(node.now() - startedAt),
                        first && !provisioned ? init : null));
    }

    private void exited(int status) {
        String how = status == 0
                ? "Runtime exited without providing a reason"
                : "Runtime exited with error: "
                        + (status > 128 ? "signal: " + (status - 128) : "exit status " + status);
        String requestId;
        synchronized (this) {
            requestId = call == null ? "" : call.requestId();
        }
        end(Answer.Failed.of("Runtime.ExitError", "RequestId: " + requestId + " Error: " + how), Outcome.ERROR);
    }

    /** Ends it for good: what it has under way ends with that answer, or goes to another one if it has not begun. */
    private void end(Answer answer, Outcome outcome) {
        LambdaCall last;
        boolean begun;
        boolean initialising;
        boolean waited;
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            initialising = state == State.INITIALISING;
            // What it waited for may be slow, which is not its doing.
            waited = outcome == Outcome.TIMEOUT && !initialising && !cost.isHigh();
            cost.end();
            last = call;
            begun = delivered || initialising;
            state = State.CLOSED;
            call = null;
            if (last != null && begun) {
                if (initialising) {
                    startedAt = node.now();
                    node.warden().started(this, last.requestId());
                }
                settle(last, answer, outcome);
            }
        }
        if (initialising) {
            function.notInitialised(this, answer);
        } else if (waited) {
            function.left(this);
        } else {
            function.endedItself(this, answer);
        }
        process.kill();
        if (last != null && begun) {
            last.answer().complete(answer);
        } else if (last != null) {
            function.give(last);
        }
    }

    /** Asks it to end, as Lambda does: {@code SIGTERM}, and a little later {@code SIGKILL}. Only when it is idle, or nothing else matters. */
    void retire() {
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            killAt = node.now() + node.settings().stopGrace().toNanos();
        }
        function.left(this);
        process.terminate();
    }

    /** Completes when nothing of it is left. */
    Future<Void> gone() {
        return process.gone();
    }

    /** Does what is due. By the warden only. */
    void check(long now, boolean provisionedAnyway) {
        Answer answer = null;
        boolean kill;
        boolean retire;
        synchronized (this) {
            LambdaCall late = call;
            if (state == State.INITIALISING && now - deadline > 0) {
                answer = new Answer.Late(node.settings().initTimeout());
            } else if (state == State.BUSY && late != null && now - deadline > 0) {
                answer = new Answer.Late(late.limit());
                delivered = true;
            }
            kill = state == State.CLOSED && now - killAt > 0;
            retire = state == State.IDLE
                    && !provisionedAnyway
                    && now - idleSince > node.settings().idleTimeout().toNanos();
        }
        if (answer != null) {
            end(answer, Outcome.TIMEOUT);
        }
        if (kill) {
            process.kill();
        }
        if (retire) {
            function.retireIdle(this);
        }
    }

    /** Reads what it printed. By the warden only. */
    void read(long now) {
        OutputLines out = lines();
        if (out != null) {
            out.read(now);
        }
    }

    @Nullable
    OutputLines lines() {
        return process.lines();
    }

    /** Whether its memory is to be looked at: while it works, and once when it has been initialised. */
    synchronized boolean wantsMeasuring() {
        boolean wanted = state == State.BUSY || state == State.INITIALISING || measure;
        measure = false;
        return wanted;
    }

    /** Looks at its memory and its temporary directory, and ends it if it has too much. By the warden only. */
    void measure(ProcessTable table, boolean disk) {
        Optional<EnvironmentProcess.Use> use = process.use(table);
        if (use.isEmpty()) {
            return;
        }
        long bytes = use.get().residentBytes();
        String requestId;
        OutputLines out = lines();
        boolean heldUp = out != null && out.isHeldUp();
        boolean costsNoMore;
        synchronized (this) {
            requestId = call == null ? "" : call.requestId();
            peakBytes = Math.max(peakBytes, bytes);
            costsNoMore = delivered && cost.look(use.get().cpuNanos(), heldUp);
        }
        function.uses(bytes);
        if (costsNoMore) {
            function.serveWaiting();
        }
        if (bytes > function.memoryBytes()) {
            end(Answer.OutOfMemory.in(requestId), Outcome.OUT_OF_MEMORY);
        } else if (disk && process.isDiskFull()) {
            end(
                    Answer.Failed.of(
                            "Runtime.ExitError",
                            "RequestId: " + requestId + " Error: more than "
                                    + node.settings().limits().temporaryBytes() + " bytes in the temporary directory"),
                    Outcome.ERROR);
        }
    }

    /** The most that it has had, MB; at most what it may have, since it is ended for more. */
    synchronized int peakMegabytes() {
        return (int) Math.min(function.memoryBytes() >> 20, (peakBytes + (1 << 20) - 1) >> 20);
    }

    /** Whether it has asked for its first event, and has not ended. */
    synchronized boolean isInitialised() {
        return state == State.IDLE || state == State.BUSY;
    }

    /** Whether its call has been costing the node much, and still does. */
    boolean isCostly() {
        return cost.isHigh();
    }

    LambdaFunction function() {
        return function;
    }

    synchronized long idleSince() {
        return idleSince;
    }

    @Override
    public String toString() {
        return function.id() + " in " + name;
    }
}
