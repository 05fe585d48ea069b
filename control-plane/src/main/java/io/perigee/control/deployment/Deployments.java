package io.perigee.control.deployment;

import io.perigee.control.change.AliasStep.Decision;
import io.perigee.control.change.Changes;
import io.perigee.control.change.FunctionChanges;
import io.perigee.control.change.Outcome;
import io.perigee.control.change.Refusal;
import io.perigee.control.store.ReadTransaction;
import io.perigee.control.store.Store;
import io.perigee.control.store.StoredDeployment;
import io.perigee.control.store.Transaction;
import io.perigee.distribution.AliasDeployment;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.VersionWeight;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Violation;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.network.NetworkConfig.WeightedFunction;
import io.perigee.distribution.network.References;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The deployments, in the database that all control planes share. A step of one is stored in the same transaction as the move of its alias and
 * the entry of the change log that tells nodes, and only if the deployment is still as whoever decided on the step saw it: so each step is
 * made once, by one control plane, or not at all.
 *
 * <p>All methods block on the database. Thread-safe.
 */
public final class Deployments {

    /** How many deployments of an alias are kept. */
    public static final int KEPT = 50;

    /** Longer than the invocation of a hook can take. */
    static final Duration LEASE = Duration.ofMinutes(2);

    private final Store store;
    private final Changes changes;
    private final FunctionChanges functions;
    private final InstantSource clock;
    private final Supplier<String> ids;

    /** @param ids gives a new unique id with each call */
    public Deployments(Store store, Changes changes, InstantSource clock, Supplier<String> ids) {
        this.store = store;
        this.changes = changes;
        this.functions = new FunctionChanges(changes);
        this.clock = clock;
        this.ids = ids;
    }

    /** Begins to move an alias that stands for one version and that nothing else moves. */
    public Outcome<Deployment> create(String function, String alias, AliasDeployment plan) {
        String id = ids.get();
        return functions.move(function, alias, (transaction, config, present) -> {
            if (present == null) {
                return new Decision.Refused<>(new Refusal.NotFound("Alias " + FunctionAlias.id(function, alias)));
            }
            List<WeightedFunction> target = config.functions(function, plan.functionVersion());
            List<Violation> violations = new ArrayList<>(unready(transaction, present));
            int version = target.size() == 1 ? target.getFirst().function().version() : present.functionVersion();
            if (version == present.functionVersion()) {
                violations.add(new Violation(
                        "functionVersion",
                        plan.functionVersion(),
                        "a version of " + function + " other than the alias's, " + present.functionVersion()));
            } else {
                Change halfway = new Change.FunctionAliasApplied(new FunctionAlias(
                        function,
                        alias,
                        "",
                        present.functionVersion(),
                        List.of(new VersionWeight(version, VersionWeight.WHOLE / 2))));
                violations.addAll(References.check(config, halfway));
            }
            checkHook("hooks.beforeAllowTraffic", plan.hooks().beforeAllowTraffic(), config, violations);
            checkHook("hooks.afterAllowTraffic", plan.hooks().afterAllowTraffic(), config, violations);
            if (!violations.isEmpty()) {
                return new Decision.Refused<>(new Refusal.Conflict(violations));
            }
            Deployment created = Deployment.created(id, present, version, plan, clock.instant());
            return new Decision.Left<>(
                    created, writing -> writing.deployments().add(stored(created), uses(created), KEPT));
        });
    }

    private static List<Violation> unready(ReadTransaction transaction, FunctionAlias alias) {
        List<Violation> violations = new ArrayList<>();
        transaction
                .deployments()
                .running(alias.function(), alias.name())
                .ifPresent(other -> violations.add(new Violation(
                        "alias", alias.name(), "an alias that no running deployment moves (" + other.id() + " does)")));
        if (violations.isEmpty() && !alias.additionalVersionWeights().isEmpty()) {
            violations.add(new Violation(
                    "alias",
                    alias.name(),
                    "an alias that stands for one version, and gives none a share of the calls"));
        }
        return violations;
    }

    private static void checkHook(
            String field, @Nullable String hook, NetworkConfig config, List<Violation> violations) {
        if (hook != null) {
            Hook asked = Hook.of(hook);
            if (config.functions(asked.function(), asked.qualifier()).isEmpty()) {
                violations.add(new Violation(field, hook, "a function that exists"));
            }
        }
    }

    private static Set<StoredDeployment.Use> uses(Deployment deployment) {
        Set<StoredDeployment.Use> uses = new HashSet<>();
        String id = deployment.id();
        for (String qualifier : List.of(
                deployment.alias(),
                Integer.toString(deployment.currentVersion()),
                Integer.toString(deployment.targetVersion()))) {
            uses.add(new StoredDeployment.Use(id, deployment.function(), qualifier));
        }
        deployment.plan().hooks().all().forEach(reference -> {
            Hook hook = Hook.of(reference);
            uses.add(new StoredDeployment.Use(id, hook.function(), hook.qualifier()));
        });
        return uses;
    }

    /**
     * Ends one; nothing happens to one that has ended.
     *
     * @param rollback whether the alias goes back to the version that it stood for; else it stays as it is
     */
    public Outcome<Deployment> stop(String function, String alias, String id, boolean rollback) {
        return change(function, alias, id, found -> true, now -> now.stopped(clock.instant(), rollback));
    }

    /** Makes of one what {@code next} is; nothing if it is not as {@code was} any more. */
    Outcome<Deployment> become(Deployment was, Deployment next) {
        return change(was.function(), was.alias(), was.id(), was::equals, found -> next);
    }

    private Outcome<Deployment> change(
            String function, String alias, String id, Predicate<Deployment> expected, UnaryOperator<Deployment> to) {
        return functions.move(function, alias, (transaction, config, present) -> {
            Optional<Deployment> found = transaction
                    .deployments()
                    .find(id)
                    .map(Deployments::read)
                    .filter(it -> it.function().equals(function) && it.alias().equals(alias));
            if (found.isEmpty()) {
                return new Decision.Refused<>(new Refusal.NotFound("Deployment " + id));
            }
            Deployment now = found.get();
            if (now.stage().isEnd() || !expected.test(now)) {
                return new Decision.Left<>(now, nothing -> {});
            }
            if (present == null || !now.isAt(present)) {
                Deployment overtaken = now.overtaken(clock.instant());
                return new Decision.Left<>(overtaken, writing(overtaken));
            }
            Deployment next = to.apply(now);
            FunctionAlias moved = next.routed(present);
            return moved.equals(present)
                    ? new Decision.Left<>(next, writing(next))
                    : new Decision.Moved<>(moved, next, writing(next));
        });
    }

    private static Consumer<Transaction> writing(Deployment deployment) {
        return transaction -> transaction.deployments().put(stored(deployment));
    }

    /** The alias's deployments, newest first. */
    public List<Deployment> of(String function, String alias) {
        return store.read(transaction -> transaction.deployments().of(function, alias).stream()
                .map(Deployments::read)
                .toList());
    }

    public Optional<Deployment> find(String function, String alias, String id) {
        return store.read(transaction -> transaction.deployments().find(id))
                .map(Deployments::read)
                .filter(it -> it.function().equals(function) && it.alias().equals(alias));
    }

    /** Those that have not ended. */
    List<Deployment> running() {
        return store.read(transaction -> transaction.deployments().running()).stream()
                .map(Deployments::read)
                .toList();
    }

    /** Whether the caller, and nobody else, is to call the hook now. */
    boolean lease(Deployment deployment) {
        Instant now = clock.instant();
        return store.inTransaction(transaction -> transaction
                .deployments()
                .lease(deployment.id(), now.toEpochMilli(), now.plus(LEASE).toEpochMilli()));
    }

    /** An alias as the network has it now; null: there is none. */
    @Nullable
    FunctionAlias alias(String function, String name) {
        return changes.refreshed().functionAliases().get(FunctionAlias.id(function, name));
    }

    private static Deployment read(StoredDeployment stored) {
        return Documents.parse(stored.document(), Deployment.class).orThrow();
    }

    private static StoredDeployment stored(Deployment deployment) {
        return new StoredDeployment(
                deployment.id(),
                deployment.function(),
                deployment.alias(),
                deployment.createdAt(),
                !deployment.stage().isEnd(),
                Documents.toJson(deployment).toString());
    }
}
