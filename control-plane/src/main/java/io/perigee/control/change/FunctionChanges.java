package io.perigee.control.change;

import io.perigee.control.change.Changes.Attempt;
import io.perigee.control.change.Changes.Logged;
import io.perigee.control.store.LoggedChange;
import io.perigee.control.store.StoredFunction;
import io.perigee.control.store.StoredResource;
import io.perigee.control.store.Transaction;
import io.perigee.distribution.AccountLimit;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.FunctionConcurrency;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.document.Violation;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.References;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Changes of functions: their versions, aliases and concurrency. All methods block on the database. Thread-safe. */
public final class FunctionChanges {

    /** The kind under which aliases are stored; their id is {@link FunctionAlias#id}. */
    public static final String ALIAS = "FunctionAlias";

    /** The kind under which the concurrency of functions is stored, by their names. */
    public static final String CONCURRENCY = "FunctionConcurrency";

    /** The kind and the id under which the limit of all functions together is stored. */
    public static final String ACCOUNT_LIMIT = "AccountLimit";

    private final Changes changes;

    public FunctionChanges(Changes changes) {
        this.changes = changes;
    }

    /**
     * Publishes a function's next version, unless the newest one is the same code with the same settings.
     *
     * @param draft the version but for its number, which is given here
     * @param guard {@link Guard.Absent}: only as the first version
     */
    public Outcome<StoredFunction> publish(FunctionVersion draft, byte[] code, Guard guard) {
        return changes.inOrder((transaction, config) -> {
            Optional<StoredFunction> newest =
                    transaction.functions(draft.name()).stream().reduce((older, newer) -> newer);
            if (newest.isPresent() && guard instanceof Guard.Absent) {
                return Attempt.refused(
                        new Refusal.PreconditionFailed("\"" + newest.get().version() + "\""));
            }
            if (newest.isPresent()
                    && newest.get()
                            .function()
                            .equals(draft.withVersion(newest.get().version()))) {
                return Attempt.of(Outcome.done(newest.get(), Outcome.Effect.UNCHANGED));
            }
            List<Violation> violations = References.check(
                    config,
                    new Change.FunctionPublished(draft.withVersion(transaction.functionHead(draft.name()) + 1)));
            if (!violations.isEmpty()) {
                return Attempt.refused(new Refusal.Conflict(violations));
            }
            StoredFunction stored = transaction.publish(draft, code, config.sequence() + 1);
            Change change = new Change.FunctionPublished(stored.function());
            LoggedChange entry = changes.append(transaction, change);
            return new Attempt<>(Outcome.done(stored, Outcome.Effect.CREATED), new Logged(entry, change));
        });
    }

    /** Deletes all versions and aliases of a function that no behavior names; the value is the deletion's log entry. */
    public Outcome<Long> delete(String name) {
        return changes.inOrder((transaction, config) -> {
            if (transaction.functions(name).isEmpty()) {
                return Attempt.refused(new Refusal.NotFound("Function " + name));
            }
            Change change = new Change.FunctionDeleted(name);
            List<Violation> violations = Obstacles.of(transaction, config, change);
            if (!violations.isEmpty()) {
                return Attempt.refused(new Refusal.Conflict(violations));
            }
            transaction.deleteFunction(name);
            transaction.deployments().delete(name);
            config.aliases(name).forEach(alias -> transaction.delete(ALIAS, alias.id()));
            transaction.delete(CONCURRENCY, name);
            return Changes.deleted(changes.append(transaction, change), change);
        });
    }

    /** Deletes a version that no behavior and no alias names; the value is the deletion's log entry. */
    public Outcome<Long> deleteVersion(String name, int version) {
        return changes.inOrder((transaction, config) -> {
            if (transaction.functions(name).stream().noneMatch(stored -> stored.version() == version)) {
                return Attempt.refused(new Refusal.NotFound("Function " + name + " version " + version));
            }
            Change change = new Change.FunctionVersionDeleted(name, version);
            List<Violation> violations = Obstacles.of(transaction, config, change);
            if (!violations.isEmpty()) {
                return Attempt.refused(new Refusal.Conflict(violations));
            }
            transaction.deleteFunction(name, version);
            return Changes.deleted(changes.append(transaction, change), change);
        });
    }

    /** Creates or moves an alias. */
    public Outcome<StoredResource> apply(FunctionAlias alias, Guard guard) {
        return changes.apply(ALIAS, alias.id(), alias, new Change.FunctionAliasApplied(alias), guard);
    }

    /**
     * Makes a step that may move an alias, in one transaction with what belongs to the step.
     *
     * @param step gets the alias as it is; decides and does not write
     */
    public <T> Outcome<T> move(String function, String name, AliasStep<T> step) {
        String id = FunctionAlias.id(function, name);
        return changes.inOrder((transaction, config) -> {
            FunctionAlias present = config.functionAliases().get(id);
            return switch (step.decide(transaction, config, present)) {
                case AliasStep.Decision.Refused<T>(Refusal refusal) -> Attempt.refused(refusal);
                case AliasStep.Decision.Left<T>(T result, Consumer<Transaction> alongside) -> {
                    alongside.accept(transaction);
                    yield Attempt.of(Outcome.done(result, Outcome.Effect.UNCHANGED));
                }
                case AliasStep.Decision.Moved<T>(FunctionAlias to, T result, Consumer<Transaction> alongside) -> {
                    Attempt<StoredResource> moved =
                            changes.applied(transaction, config, ALIAS, id, to, new Change.FunctionAliasApplied(to));
                    yield switch (moved.outcome()) {
                        case Outcome.Refused<StoredResource>(Refusal refusal) -> Attempt.refused(refusal);
                        case Outcome.Done<StoredResource>(var stored, Outcome.Effect effect) -> {
                            alongside.accept(transaction);
                            yield new Attempt<>(Outcome.done(result, effect), moved.logged());
                        }
                    };
                }
            };
        });
    }

    /** Deletes an alias that no behavior names; the value is the deletion's log entry. */
    public Outcome<Long> deleteAlias(String function, String name, Guard guard) {
        return changes.delete(
                ALIAS, FunctionAlias.id(function, name), false, new Change.FunctionAliasDeleted(function, name), guard);
    }

    /** Sets a function's reserved and provisioned concurrency. */
    public Outcome<StoredResource> apply(FunctionConcurrency concurrency, Guard guard) {
        return changes.apply(
                CONCURRENCY,
                concurrency.function(),
                concurrency,
                new Change.FunctionConcurrencyApplied(concurrency),
                guard);
    }

    /** Takes a function's reserved and provisioned concurrency away; the value is the deletion's log entry. */
    public Outcome<Long> deleteConcurrency(String function, Guard guard) {
        return changes.delete(CONCURRENCY, function, false, new Change.FunctionConcurrencyDeleted(function), guard);
    }

    /** Sets the limit of all functions together. */
    public Outcome<StoredResource> apply(AccountLimit limit, Guard guard) {
        return changes.apply(ACCOUNT_LIMIT, ACCOUNT_LIMIT, limit, new Change.AccountLimitApplied(limit), guard);
    }
}
