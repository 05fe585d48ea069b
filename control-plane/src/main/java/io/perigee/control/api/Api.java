package io.perigee.control.api;

import io.perigee.cluster.ControlMember;
import io.perigee.control.change.Changes;
import io.perigee.control.change.FunctionChanges;
import io.perigee.control.change.ResourceKind;
import io.perigee.control.deployment.Driver;
import io.perigee.control.invocation.Invocations;
import io.perigee.control.live.LiveNetwork;
import io.perigee.control.live.LiveStreams;
import io.perigee.control.output.FunctionOutputs;
import io.perigee.control.output.PriceTable;
import io.perigee.control.prewarm.Prewarms;
import io.perigee.control.store.Store;
import io.perigee.control.trigger.EventRules;
import io.perigee.node.auth.NodeAuthenticator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Puts the API together. */
public final class Api {

    private static final String ID_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int ID_LENGTH = 14;

    private Api() {}

    /**
     * A server of all operations.
     *
     * @param uploads an existing folder for files on their way into the store
     */
    public static ApiServer server(
            Vertx vertx,
            ApiContext context,
            Store store,
            Changes changes,
            ControlMember member,
            CompletedEntries completed,
            Work work,
            ApiTokens tokens,
            NodeAuthenticator nodes,
            Prewarms prewarms,
            Invocations invocations,
            EventRules rules,
            FunctionOutputs outputs,
            PriceTable prices,
            Driver driver,
            LiveNetwork live,
            LiveStreams streams,
            Path uploads) {
        List<Operation> operations = new ArrayList<>();
        operations.addAll(resources(ResourceKind.DISTRIBUTION, "distributions", store, changes, completed, work));
        operations.addAll(resources(ResourceKind.CACHE_POLICY, "cache-policies", store, changes, completed, work));
        operations.addAll(resources(
                ResourceKind.ORIGIN_REQUEST_POLICY, "origin-request-policies", store, changes, completed, work));
        operations.addAll(resources(
                ResourceKind.RESPONSE_HEADERS_POLICY, "response-headers-policies", store, changes, completed, work));
        operations.addAll(new InvalidationOperations(store, changes, completed, work, ids('I')).operations());
        operations.addAll(new PrewarmOperations(changes, prewarms, work).operations());
        FunctionChanges functions = new FunctionChanges(changes);
        operations.addAll(new FunctionOperations(store, functions, completed, work).operations());
        operations.addAll(new KeyValueOperations(changes, completed, work).operations());
        operations.addAll(new AliasOperations(store, functions, completed, work).operations());
        operations.addAll(new ConcurrencyOperations(store, changes, functions, member, completed, work).operations());
        operations.addAll(new DeploymentOperations(driver, work).operations());
        operations.addAll(new FunctionInvocationOperations(changes, invocations, work).operations());
        operations.addAll(new EventInvokeOperations(changes, invocations, work).operations());
        operations.addAll(new EventRuleOperations(rules, work).operations());
        operations.addAll(new FunctionOutputOperations(vertx, changes, outputs, completed, work).operations());
        operations.addAll(new LogRetentionOperations(changes, outputs, work).operations());
        operations.addAll(new FunctionUsageOperations(changes, outputs, prices, work).operations());
        operations.addAll(new LiveOperations(live, streams, work).operations());
        operations.addAll(new NetworkOperations(context, store, changes, member, completed, work).operations());
        operations.addAll(new InternalOperations(context, store, changes, work).operations());
        operations.addAll(new InternalInvocationOperations(invocations, work).operations());
        operations.add(description(operations));
        return new ApiServer(vertx, operations, tokens, nodes, new Bodies(vertx, uploads));
    }

    private static List<Operation> resources(
            ResourceKind kind, String collection, Store store, Changes changes, CompletedEntries completed, Work work) {
        return new ResourceOperations(kind, collection, store, changes, completed, work).operations();
    }

    /** The description describes itself as well, and never changes while the process lives. */
    private static Operation description(List<Operation> others) {
        Answer[] answer = new Answer[1];
        Operation description = Operation.get("/openapi.json", "getDescription", "Reads this description.")
                .access(Operation.Access.ANYBODY)
                .answers(200, "OpenApi")
                .handledBy(call -> Future.succeededFuture(answer[0]));
        List<Operation> all = new ArrayList<>(others);
        all.add(description);
        answer[0] = Answer.json(200, OpenApi.document(all));
        return description;
    }

    /** New ids in the form of CloudFront's, which say by their first letter what they are of. */
    public static Supplier<String> ids(char first) {
        SecureRandom random = new SecureRandom();
        return () -> {
            StringBuilder id = new StringBuilder().append(first);
            for (int i = 1; i < ID_LENGTH; i++) {
                id.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
            }
            return id.toString();
        };
    }
}
