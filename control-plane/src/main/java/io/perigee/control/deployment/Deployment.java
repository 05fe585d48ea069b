package io.perigee.control.deployment;

import io.perigee.control.output.FunctionHealth;
import io.perigee.distribution.AliasDeployment;
import io.perigee.distribution.DeploymentHooks;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.VersionWeight;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as it is at one moment. All that happens to it is a new one of these, which follows from the one before, the time, the alias and
 * how the new version fares; nothing here waits, reads or writes.
 *
 * <pre>
 *   CREATED ► BEFORE_ALLOW_TRAFFIC ► ALLOW_TRAFFIC ► BAKING ► AFTER_ALLOW_TRAFFIC ► SUCCEEDED
 *             hook                   10 %, 20 % …    100 %    hook                  alias stands for the new version
 *                │                      │ alarm        │ alarm   │ hook, alarm
 *                └──────────────────────┴──────────────┴─────────┴► FAILED: alias stands for the old version
 * </pre>
 *
 * <p>The new version's weight only grows, step by step, until it is all, or goes back to nothing. A step that is late moves later ones: after
 * hours without a control plane the next step is the next share, not the last one.
 *
 * @param plan what was asked for; {@code functionVersion} is a number
 * @param currentVersion what the alias stood for
 * @param targetVersion what it is to stand for
 * @param createdAt in epoch milliseconds, as the other times
 * @param since since when it is at this stage and weight; while a hook cannot be called, when that was tried last
 * @param weight the share of the calls that the new version has, in ten-thousandths
 * @param trafficSince since when the new version has calls; 0: it has had none
 * @param tries how often the stage's hook could not be called
 * @param endedAt 0: it goes on
 * @param failure why it has not succeeded
 * @param message the same in words; empty where there is nothing to say
 */
public record Deployment(
        String id,
        String function,
        String alias,
        int currentVersion,
        int targetVersion,
        AliasDeployment plan,
        long createdAt,
        Stage stage,
        long since,
        int weight,
        long trafficSince,
        int tries,
        long endedAt,
        @Nullable FailureCode failure,
        String message) {

    /** Between two tries to call a hook that no node can run now. */
    static final Duration BETWEEN_TRIES = Duration.ofSeconds(10);

    /** Five minutes of such tries. */
    static final int MOST_TRIES = 30;

    private static final int MESSAGE_LENGTH = 1_000;

    /** One that has done nothing yet. */
    static Deployment created(String id, FunctionAlias alias, int targetVersion, AliasDeployment plan, Instant now) {
        return new Deployment(
                id,
                alias.function(),
                alias.name(),
                alias.functionVersion(),
                targetVersion,
                plan,
                now.toEpochMilli(),
                Stage.CREATED,
                now.toEpochMilli(),
                0,
                0,
                0,
                0,
                null,
                "");
    }

    /** The alias with its calls divided as they are to be at this moment. */
    FunctionAlias routed(FunctionAlias present) {
        return new FunctionAlias(
                function,
                alias,
                present.description(),
                weight == VersionWeight.WHOLE ? targetVersion : currentVersion,
                weight == 0 || weight == VersionWeight.WHOLE
                        ? List.of()
                        : List.of(new VersionWeight(targetVersion, weight)));
    }

    /** Whether the alias is as this deployment has left it. */
    boolean isAt(@Nullable FunctionAlias present) {
        return present != null && routed(present).equals(present);
    }

    /** Whether the next step depends on how the new version fares. */
    boolean isWatched() {
        return plan.alarms().any() && trafficSince > 0 && !stage.isEnd();
    }

    /** From when on the new version's invocations count. */
    Instant watchedSince(Instant now) {
        Instant window = now.minus(Alarm.WINDOW);
        Instant traffic = Instant.ofEpochMilli(trafficSince);
        return traffic.isAfter(window) ? traffic : window;
    }

    /** What the deployment waits for, if it is for a time. */
    public Optional<Instant> nextStepAt() {
        return switch (stage) {
            case ALLOW_TRAFFIC -> Optional.of(sinceInstant().plus(shift().interval()));
            case BAKING -> Optional.of(sinceInstant().plus(plan.bakeTime()));
            case CREATED, BEFORE_ALLOW_TRAFFIC, AFTER_ALLOW_TRAFFIC, SUCCEEDED, FAILED, STOPPED -> Optional.empty();
        };
    }

    /**
     * What is to be done now. Of a deployment that has not ended.
     *
     * @param present the alias as it is; null: it is gone
     * @param health how the new version fares; null where the deployment is not watched
     */
    Step next(Instant now, @Nullable FunctionAlias present, @Nullable FunctionHealth health) {
        if (!isAt(present)) {
            return new Step.Become(overtaken(now));
        }
        Optional<String> alarm = health == null ? Optional.empty() : Alarm.raised(plan.alarms(), health, targetVersion);
        if (alarm.isPresent()) {
            return new Step.Become(failed(now, FailureCode.ALARM_ACTIVE, alarm.get()));
        }
        DeploymentHooks hooks = plan.hooks();
        return switch (stage) {
            case CREATED -> new Step.Become(at(Stage.BEFORE_ALLOW_TRAFFIC, now));
            case BEFORE_ALLOW_TRAFFIC -> hooked(now, hooks.beforeAllowTraffic());
            case ALLOW_TRAFFIC -> after(shift().interval(), now, shifted(now));
            case BAKING -> after(plan.bakeTime(), now, at(Stage.AFTER_ALLOW_TRAFFIC, now));
            case AFTER_ALLOW_TRAFFIC -> hooked(now, hooks.afterAllowTraffic());
            case SUCCEEDED, FAILED, STOPPED -> throw new IllegalStateException(id + " has ended");
        };
    }

    private Step after(Duration interval, Instant now, Deployment next) {
        Instant due = sinceInstant().plus(interval);
        return now.isBefore(due) ? new Step.Wait(due) : new Step.Become(next);
    }

    private Step hooked(Instant now, @Nullable String hook) {
        if (hook == null) {
            return new Step.Become(approved(now));
        }
        Instant due = tries == 0 ? sinceInstant() : sinceInstant().plus(BETWEEN_TRIES);
        return now.isBefore(due) ? new Step.Wait(due) : new Step.Ask(hook);
    }

    /** After the hook of this stage has said that. */
    Deployment heard(Verdict verdict, Instant now) {
        return switch (verdict) {
            case Verdict.Approved approved -> approved(now);
            case Verdict.Rejected(String reason) -> rejected(now, reason);
            case Verdict.NotAsked(String reason) ->
                tries + 1 < MOST_TRIES
                        ? with(stage, weight, trafficSince, now, tries + 1)
                        : rejected(now, "it could not be called: " + reason);
        };
    }

    private Deployment rejected(Instant now, String reason) {
        return failed(now, FailureCode.HOOK_EXECUTION_FAILURE, "The hook " + stage.lifecycleEvent() + ": " + reason);
    }

    private Deployment approved(Instant now) {
        return stage == Stage.BEFORE_ALLOW_TRAFFIC ? shifted(now) : ended(Stage.SUCCEEDED, now, weight, null, "");
    }

    private Deployment shifted(Instant now) {
        int more = shift().after(weight);
        long traffic = trafficSince == 0 ? now.toEpochMilli() : trafficSince;
        Stage then = more == VersionWeight.WHOLE ? Stage.BAKING : Stage.ALLOW_TRAFFIC;
        return with(then, more, traffic, now, 0);
    }

    /** Has failed, with its alias back at the version that it stood for. */
    Deployment failed(Instant now, FailureCode code, String why) {
        return ended(Stage.FAILED, now, 0, code, why);
    }

    /** Was stopped, with its alias back at the version that it stood for, or as it is. */
    Deployment stopped(Instant now, boolean rollback) {
        String left = rollback ? "the alias is back at version " + currentVersion : "the alias is left as it is";
        return ended(
                Stage.STOPPED,
                now,
                rollback ? 0 : weight,
                FailureCode.MANUAL_STOP,
                "Stopped at " + weight / 100 + "%; " + left + ".");
    }

    /** Was stopped by whoever moved the alias, which is left as it is. */
    Deployment overtaken(Instant now) {
        return ended(
                Stage.STOPPED,
                now,
                weight,
                FailureCode.INVALID_LAMBDA_CONFIGURATION,
                "Alias " + alias + " was moved by somebody else while version " + targetVersion + " had " + weight / 100
                        + "% of the calls; it is left as it is.");
    }

    private TrafficShift shift() {
        return TrafficShift.named(plan.deploymentConfigName());
    }

    private Instant sinceInstant() {
        return Instant.ofEpochMilli(since);
    }

    private Deployment at(Stage next, Instant now) {
        return with(next, weight, trafficSince, now, 0);
    }

    private Deployment with(Stage next, int share, long traffic, Instant now, int notCalled) {
        return new Deployment(
                id,
                function,
                alias,
                currentVersion,
                targetVersion,
                plan,
                createdAt,
                next,
                now.toEpochMilli(),
                share,
                traffic,
                notCalled,
                endedAt,
                failure,
                message);
    }

    private Deployment ended(Stage end, Instant now, int share, @Nullable FailureCode code, String why) {
        return new Deployment(
                id,
                function,
                alias,
                currentVersion,
                targetVersion,
                plan,
                createdAt,
                end,
                now.toEpochMilli(),
                share,
                trafficSince,
                0,
                now.toEpochMilli(),
                code,
                line(why));
    }

    /** Of what a function has said: one line that is not endless. */
    private static String line(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > MESSAGE_LENGTH ? line.substring(0, MESSAGE_LENGTH) + "…" : line;
    }
}
