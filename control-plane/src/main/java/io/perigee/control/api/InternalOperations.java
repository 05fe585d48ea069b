package io.perigee.control.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.change.Changes;
import io.perigee.control.store.LoggedChange;
import io.perigee.control.store.ReadTransaction;
import io.perigee.control.store.Store;
import io.perigee.distribution.network.NetworkFormat;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What nodes ask for; {@code HttpControlPlane} of lib/delivery is their side of it.
 *
 * <pre>
 * GET /internal/log?after=5&amp;log=ID       {"log": ID, "entries": [{"sequence": 6, "kind": …, "payload": "…"}, …]}
 * GET /internal/snapshot                 {"log": ID, "config": {…}}, as NetworkFormat writes it
 * GET /internal/functions/NAME/VERSION   the jar
 * </pre>
 */
final class InternalOperations {

    private static final int LARGEST_PAGE = 1_000;
    private static final int READ_AT_ONCE = 50;
    private static final long PAGE_CHARACTERS = 4L << 20;

    private final ApiContext context;
    private final Store store;
    private final Changes changes;
    private final Work work;

    InternalOperations(ApiContext context, Store store, Changes changes, Work work) {
        this.context = context;
        this.store = store;
        this.changes = changes;
        this.work = work;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(
                                "/internal/log",
                                "getLog",
                                "Reads the change log's entries after one; 410 if they are not to be had and the node must take a snapshot.")
                        .access(Operation.Access.NODES)
                        .query("after", "integer", "The last entry that the node knows.")
                        .query("log", "string", "The identity of the log that the node follows.")
                        .answers(200, "LogPage")
                        .problems(400, 410)
                        .handledBy(this::log),
                Operation.get("/internal/snapshot", "getSnapshot", "Reads the configuration as a whole.")
                        .access(Operation.Access.NODES)
                        .answers(200, "Snapshot")
                        .handledBy(this::snapshot),
                Operation.get("/internal/functions/{name}/{version}", "getFunctionCode", "Reads a function's jar.")
                        .access(Operation.Access.NODES)
                        .answers(200, Operation.BYTES)
                        .problems(404)
                        .handledBy(this::functionCode));
    }

    private Future<Answer> log(Call call) {
        long after = call.number("after", 0, 0, Long.MAX_VALUE);
        String log = call.query("log").orElse(context.log());
        if (!log.equals(context.log())) {
            return Future.succeededFuture(gone("The log is another one: " + context.log() + "."));
        }
        return work.run(() -> store.read(transaction -> {
            if (after > transaction.head()) {
                return gone("The log ends before entry " + after + ".");
            }
            if (transaction.oldestEntry() > after + 1) {
                return gone("The entries after " + after + " are not kept any more.");
            }
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            page.put("log", context.log());
            ArrayNode entries = page.putArray("entries");
            page(transaction, after)
                    .forEach(entry -> entries.addObject()
                            .put("sequence", entry.sequence())
                            .put("kind", entry.kind())
                            .put("payload", entry.payload()));
            return Answer.json(200, page);
        }));
    }

    /** A page ends before it gets too long for a node to take in at once. */
    private static List<LoggedChange> page(ReadTransaction transaction, long after) {
        List<LoggedChange> page = new ArrayList<>();
        long characters = 0;
        long last = after;
        while (page.size() < LARGEST_PAGE) {
            List<LoggedChange> next = transaction.entriesAfter(last, READ_AT_ONCE);
            for (LoggedChange entry : next) {
                characters += entry.payload().length();
                if (characters > PAGE_CHARACTERS && !page.isEmpty()) {
                    return page;
                }
                page.add(entry);
                last = entry.sequence();
            }
            if (next.size() < READ_AT_ONCE) {
                return page;
            }
        }
        return page;
    }

    private static Answer gone(String detail) {
        return Problem.of(410, detail).answer();
    }

    private Future<Answer> snapshot(Call call) {
        return work.run(() -> Answer.of(
                200,
                "application/json",
                "{\"log\":\"" + context.log() + "\",\"config\":" + NetworkFormat.write(changes.refreshed()) + "}"));
    }

    private Future<Answer> functionCode(Call call) {
        int version;
        try {
            version = Integer.parseInt(call.path("version"));
        } catch (NumberFormatException e) {
            return Future.succeededFuture(noCode(call));
        }
        return work.run(() -> {
            Optional<byte[]> code = store.read(transaction -> transaction.functionCode(call.path("name"), version));
            return code.map(Answer::bytes).orElseGet(() -> noCode(call));
        });
    }

    private static Answer noCode(Call call) {
        return Problem.of(404, "Function " + call.path("name") + " has no version " + call.path("version") + ".")
                .answer();
    }
}
