package io.perigee.control.change;

import io.perigee.control.store.ReadTransaction;
import io.perigee.control.store.StoredDeployment;
import io.perigee.distribution.document.Violation;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.network.References;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What stands against a deletion: what is named in the network's configuration, and what deployments that run need. */
final class Obstacles {

    private Obstacles() {}

    static List<Violation> of(ReadTransaction transaction, NetworkConfig config, Change deletion) {
        List<Violation> violations = new ArrayList<>(References.check(config, deletion));
        switch (deletion) {
            case Change.FunctionDeleted(String name) ->
                violations.addAll(needed(transaction, "name", name, name, use -> true));
            case Change.FunctionVersionDeleted(String name, int version) -> {
                String number = Integer.toString(version);
                violations.addAll(needed(transaction, "version", number, name, number::equals));
            }
            case Change.FunctionAliasDeleted(String function, String alias) ->
                violations.addAll(needed(transaction, "name", alias, function, alias::equals));
            default -> {
                // Deployments need nothing else.
            }
        }
        return violations;
    }

    private static List<Violation> needed(
            ReadTransaction transaction, String field, String value, String function, Predicate<String> qualifier) {
        return transaction.deployments().uses(function).stream()
                .filter(use -> qualifier.test(use.qualifier()))
                .map(StoredDeployment.Use::deployment)
                .distinct()
                .map(id -> new Violation(field, value, "one that no running deployment needs (" + id + " does)"))
                .toList();
    }
}
