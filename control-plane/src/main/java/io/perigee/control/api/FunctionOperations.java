package io.perigee.control.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.change.FunctionChanges;
import io.perigee.control.change.Guard;
import io.perigee.control.change.Outcome;
import io.perigee.control.packages.FunctionPackage;
import io.perigee.control.packages.InvalidPackageException;
import io.perigee.control.store.Store;
import io.perigee.control.store.StoredFunction;
import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Publishing, listing and deleting functions. */
final class FunctionOperations {

    private static final String PATH = "/v1/functions";
    private static final String RUNTIME = "runtime";
    private static final String HANDLER = "handler";
    private static final String MEMORY_SIZE = "memorySize";
    private static final String TIMEOUT = "timeout";
    private static final String KEY_VALUE_STORE = "keyValueStore";
    private static final String RUNTIMES = Arrays.stream(FunctionRuntime.values())
            .map(FunctionRuntime::documentName)
            .collect(Collectors.joining(", "));
    static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private final Store store;
    private final FunctionChanges changes;
    private final CompletedEntries completed;
    private final Work work;

    FunctionOperations(Store store, FunctionChanges changes, CompletedEntries completed, Work work) {
        this.store = store;
        this.changes = changes;
        this.completed = completed;
        this.work = work;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(PATH, "listFunction", "Lists functions with all their versions.")
                        .answers(200, "FunctionStateList")
                        .handledBy(this::list),
                Operation.get(PATH + "/{name}", "getFunction", "Reads one function.")
                        .query(Status.WAIT, "integer", Status.WAIT_DESCRIPTION)
                        .answers(200, "FunctionState")
                        .problems(400, 404)
                        .handledBy(this::get),
                Operation.put(
                                PATH + "/{name}",
                                "publishFunction",
                                "Publishes a package as the next version. The newest version's own package with the"
                                        + " same settings again is that version (200). With If-None-Match: * only as a new"
                                        + " function.")
                        .query(
                                RUNTIME,
                                "string",
                                "What the package is for: " + RUNTIMES
                                        + ". Default: java-verticle, a jar. CloudFront Functions are a JavaScript"
                                        + " text, Lambda functions a zip.")
                        .query(
                                HANDLER,
                                "string",
                                "What is called: the class of a verticle, needed where the jar declares more than one,"
                                        + " or none; a Lambda function's handler, such as index.handler.")
                        .query(MEMORY_SIZE, "integer", "A Lambda function's memory in MB, 128 to 10240. Default: 128.")
                        .query(
                                KEY_VALUE_STORE,
                                "string",
                                "The key value store that a CloudFront Function of runtime 2.0 reads.")
                        .query(TIMEOUT, "integer", "The seconds that a call may take, 1 to 30. Default: 5.")
                        .takes(new Operation.Content.Code())
                        .answers(200, "FunctionVersionState")
                        .answers(201, "FunctionVersionState")
                        .problems(400, 409, 412, 413, 415)
                        .handledBy(this::publish),
                Operation.delete(PATH + "/{name}", "deleteFunction", "Deletes a function that no behavior names.")
                        .answers(204, "")
                        .problems(404, 409)
                        .handledBy(this::delete),
                Operation.delete(
                                PATH + "/{name}/versions/{version}",
                                "deleteFunctionVersion",
                                "Deletes a version that neither a behavior nor an alias names.")
                        .answers(204, "")
                        .problems(400, 404, 409)
                        .handledBy(this::deleteVersion));
    }

    private Future<Answer> list(Call call) {
        return work.run(() -> {
            Map<String, List<StoredFunction>> byName = store.read(transaction -> transaction.functions().stream()
                    .collect(Collectors.groupingBy(StoredFunction::name, LinkedHashMap::new, Collectors.toList())));
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            ArrayNode items = page.putArray("items");
            byName.values().forEach(versions -> items.add(function(versions)));
            return Answer.json(200, page);
        });
    }

    private Future<Answer> get(Call call) {
        var wait = Status.wait(call);
        String name = call.path("name");
        return work.run(() -> versions(name))
                .compose(versions -> completed.await(versions.getLast().sequence(), wait))
                .compose(waited -> work.run(() -> Answer.json(200, function(versions(name)))));
    }

    private List<StoredFunction> versions(String name) {
        List<StoredFunction> versions = store.read(transaction -> transaction.functions(name));
        if (versions.isEmpty()) {
            throw new ProblemException(Problem.of(404, "Function " + name + " does not exist."));
        }
        return versions;
    }

    private Future<Answer> publish(Call call) {
        String name = call.path("name");
        if (!NAME.matcher(name).matches()) {
            throw new ProblemException(Problem.invalid(
                    "name", name, "1 to 64 letters, digits, '-' and '_', starting with a letter or digit"));
        }
        Guard guard = Refusals.guard(call);
        return work.run(() -> {
            Received.Upload upload = call.upload();
            FunctionVersion draft = draft(name, call, upload);
            if (Documents.validate(draft) instanceof Parsed.Invalid<FunctionVersion>(var violations)) {
                return Problem.invalid(violations).answer();
            }
            return switch (changes.publish(draft, Files.readAllBytes(upload.file()), guard)) {
                case Outcome.Refused<StoredFunction>(var refusal) -> Refusals.answer(refusal);
                case Outcome.Done<StoredFunction>(StoredFunction stored, Outcome.Effect effect) -> {
                    ObjectNode version = version(stored);
                    version.put("name", name);
                    yield effect == Outcome.Effect.CREATED
                            ? Answer.json(201, version).with("Location", PATH + "/" + name)
                            : Answer.json(200, version);
                }
            };
        });
    }

    private static FunctionVersion draft(String name, Call call, Received.Upload upload) throws IOException {
        String identifier = call.query(RUNTIME).orElse(FunctionRuntime.JAVA_VERTICLE.documentName());
        FunctionRuntime runtime = FunctionRuntime.named(identifier)
                .orElseThrow(() -> new ProblemException(Problem.invalid(RUNTIME, identifier, "one of " + RUNTIMES)));
        int memorySize = (int) call.number(MEMORY_SIZE, FunctionVersion.DEFAULT_MEMORY_SIZE, 128, 10_240);
        int timeout = (int) call.number(TIMEOUT, FunctionVersion.DEFAULT_TIMEOUT, 1, 30);
        try {
            String handler = FunctionPackage.handler(runtime, upload.file(), call.query(HANDLER));
            long size = Files.size(upload.file());
            return new FunctionVersion(
                    name,
                    1,
                    runtime,
                    upload.sha256(),
                    size,
                    handler,
                    memorySize,
                    timeout,
                    call.query(KEY_VALUE_STORE).orElse(null));
        } catch (InvalidPackageException invalid) {
            throw new ProblemException(Problem.invalid(invalid.field(), invalid.value(), invalid.expected()));
        }
    }

    private Future<Answer> delete(Call call) {
        return work.run(() -> switch (changes.delete(call.path("name"))) {
            case Outcome.Refused<Long>(var refusal) -> Refusals.answer(refusal);
            case Outcome.Done<Long> deleted -> Answer.empty();
        });
    }

    private Future<Answer> deleteVersion(Call call) {
        String text = call.path("version");
        if (!VERSION.matcher(text).matches()) {
            throw new ProblemException(Problem.invalid("version", text, "a version number from 1"));
        }
        int version = Integer.parseInt(text);
        return work.run(() -> switch (changes.deleteVersion(call.path("name"), version)) {
            case Outcome.Refused<Long>(var refusal) -> Refusals.answer(refusal);
            case Outcome.Done<Long> deleted -> Answer.empty();
        });
    }

    private ObjectNode function(List<StoredFunction> versions) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", versions.getLast().name());
        json.put("latest", versions.getLast().version());
        ArrayNode list = json.putArray("versions");
        versions.forEach(version -> list.add(version(version)));
        return json;
    }

    private ObjectNode version(StoredFunction function) {
        ObjectNode json = Documents.toJson(function.function());
        json.remove("name");
        json.put("publishedAt", Instant.ofEpochMilli(function.publishedAt()).toString());
        json.put("sequence", function.sequence());
        Status.put(json, completed, function.sequence(), Status.DEPLOYED);
        return json;
    }
}
