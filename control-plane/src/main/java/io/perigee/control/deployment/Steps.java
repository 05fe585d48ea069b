package io.perigee.control.deployment;

import io.perigee.control.change.Outcome;
import io.perigee.control.change.Refusal;
import io.perigee.control.output.FunctionHealth;
import io.perigee.control.output.HealthSource;
import io.perigee.distribution.FunctionAlias;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the steps of deployments whose time has come. All methods block on the database. */
final class Steps {

    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

    private final Deployments deployments;
    private final HealthSource health;
    private final InstantSource clock;

    Steps(Deployments deployments, HealthSource health, InstantSource clock) {
        this.deployments = deployments;
        this.health = health;
        this.clock = clock;
    }

    /** A hook that this control plane, and no other, is to call. */
    record Question(Deployment deployment, Hook hook) {}

    /** Makes all steps that can be made now, and returns the hooks that are to be called before there can be more. */
    List<Question> make() {
        List<Question> questions = new ArrayList<>();
        for (Deployment deployment : deployments.running()) {
            try {
                Question question = proceed(deployment);
                if (question != null) {
                    questions.add(question);
                }
            } catch (RuntimeException e) {
                LOG.warn("deployment {} could not be gone on with: {}", deployment.id(), e.toString());
            }
        }
        return questions;
    }

    /** Steps follow each other until one has to wait. */
    private @Nullable Question proceed(Deployment first) {
        Deployment deployment = first;
        while (!deployment.stage().isEnd()) {
            FunctionAlias alias = deployments.alias(deployment.function(), deployment.alias());
            switch (deployment.next(clock.instant(), alias, health(deployment))) {
                case Step.Wait wait -> {
                    return null;
                }
                case Step.Ask(String function) -> {
                    return deployments.lease(deployment) ? new Question(deployment, Hook.of(function)) : null;
                }
                case Step.Become(Deployment next) -> {
                    Deployment now = become(deployment, next);
                    if (now.equals(deployment)) {
                        return null;
                    }
                    deployment = now;
                }
            }
        }
        return null;
    }

    private @Nullable FunctionHealth health(Deployment deployment) {
        if (!deployment.isWatched()) {
            return null;
        }
        Instant since = deployment.watchedSince(clock.instant());
        return health.health(deployment.function(), deployment.targetVersion(), since);
    }

    /** Goes on by what a hook has said. */
    Deployment heard(Question question, Verdict verdict) {
        Deployment deployment = question.deployment();
        return become(deployment, deployment.heard(verdict, clock.instant()));
    }

    /** Returns what it is then; the same as before if the step was not made. */
    private Deployment become(Deployment was, Deployment next) {
        return switch (deployments.become(was, next)) {
            case Outcome.Done<Deployment>(Deployment now, var effect) -> {
                log(was, now);
                yield now;
            }
            case Outcome.Refused<Deployment>(Refusal.Conflict(var violations))
            when next.stage() != Stage.FAILED -> {
                String why = violations.stream()
                        .map(violation ->
                                violation.field() + " is " + violation.value() + ", expected " + violation.expected())
                        .collect(Collectors.joining("; ", "The alias cannot be moved: ", "."));
                yield become(was, was.failed(clock.instant(), FailureCode.INVALID_LAMBDA_CONFIGURATION, why));
            }
            case Outcome.Refused<Deployment>(Refusal refusal) -> {
                LOG.warn("deployment {} could not become {}: {}", was.id(), next.stage(), refusal);
                yield was;
            }
        };
    }

    private static void log(Deployment was, Deployment now) {
        if (now.stage() != was.stage()) {
            LOG.info(
                    "deployment {} of {}:{} is at {} ({}){}",
                    now.id(),
                    now.function(),
                    now.alias(),
                    now.stage().lifecycleEvent(),
                    now.stage().status(),
                    now.message().isEmpty() ? "" : ": " + now.message());
        }
    }
}
