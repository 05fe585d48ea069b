package io.perigee.control.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.change.Changes;
import io.perigee.control.change.Outcome;
import io.perigee.control.store.Store;
import io.perigee.control.store.StoredFunction;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.Limits;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.perigee.functions.host.FunctionJar;
import io.perigee.functions.runtime.FunctionDeploymentException;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Publishing, listing and deleting functions. */
final class FunctionOperations {

    private static final String PATH = "/v1/functions";
    private static final String ENTRY_CLASS = "entryClass";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private final Store store;
    private final Changes changes;
    private final CompletedEntries completed;
    private final Work work;

    FunctionOperations(Store store, Changes changes, CompletedEntries completed, Work work) {
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
                                "Publishes a jar as the next version. The newest version's own jar again is that version (200).")
                        .query(
                                ENTRY_CLASS,
                                "string",
                                "The class to run; needed where the jar declares more than one, or none.")
                        .takes(new Operation.Content.Jar())
                        .answers(200, "FunctionVersionState")
                        .answers(201, "FunctionVersionState")
                        .problems(400, 413, 415)
                        .handledBy(this::publish),
                Operation.delete(PATH + "/{name}", "deleteFunction", "Deletes a function that no behavior names.")
                        .answers(204, "")
                        .problems(404, 409)
                        .handledBy(this::delete));
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
        return work.run(() -> {
            Received.Upload upload = call.upload();
            String entryClass = entryClass(call, upload);
            FunctionVersion published =
                    new FunctionVersion(name, 1, upload.sha256(), Files.size(upload.file()), entryClass);
            if (Documents.validate(published) instanceof Parsed.Invalid<FunctionVersion>(var violations)) {
                return Problem.invalid(violations).answer();
            }
            return switch (changes.publish(name, entryClass, upload.sha256(), Files.readAllBytes(upload.file()))) {
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

    /** The class that nodes will start: it must be in the jar. Whether it loads is for the node, where it runs, to find out. */
    private static String entryClass(Call call, Received.Upload upload) throws IOException {
        try {
            FunctionJar jar = FunctionJar.open(upload.file(), Limits.FUNCTION_BYTES);
            String entryClass = jar.entryClass(call.query(ENTRY_CLASS));
            try (JarFile file = new JarFile(upload.file().toFile())) {
                if (file.getEntry(entryClass.replace('.', '/') + ".class") == null) {
                    throw new ProblemException(Problem.invalid(ENTRY_CLASS, entryClass, "a class that is in the jar"));
                }
            }
            return entryClass;
        } catch (FunctionDeploymentException refused) {
            boolean aboutClass = refused.reason() == FunctionDeploymentException.Reason.NO_ENTRY_CLASS;
            String path = upload.file().toString();
            throw new ProblemException(Problem.of(
                    400,
                    (aboutClass ? ENTRY_CLASS + ": " : "")
                            + String.valueOf(refused.getMessage()).replace(path, "the jar")));
        }
    }

    private Future<Answer> delete(Call call) {
        return work.run(() -> switch (changes.deleteFunction(call.path("name"))) {
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
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", function.version());
        json.put("sha256", function.sha256());
        json.put("size", function.sizeBytes());
        json.put("entryClass", function.entryClass());
        json.put("publishedAt", Instant.ofEpochMilli(function.publishedAt()).toString());
        json.put("sequence", function.sequence());
        Status.put(json, completed, function.sequence(), Status.DEPLOYED);
        return json;
    }
}
