package io.perigee.distribution.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.distribution.AccountLimit;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.FunctionConcurrency;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.KeyValueStore;
import io.perigee.distribution.OriginRequestPolicy;
import io.perigee.distribution.ResponseHeadersPolicy;
import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.InvalidDocumentException;
import io.perigee.distribution.document.Parsed;
import io.perigee.distribution.document.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes and configs as they are stored and sent: JSON with {@code formatVersion}. What one version writes it reads
 * back as an equal value; another version is refused, as is anything unknown, rather than applied in part. Fields that have their default are
 * left out, so that a program that does not know a field yet reads everything in which it is not used. A default therefore never changes
 * within a version.
 */
public final class NetworkFormat {

    /** The version that is written and read. */
    public static final int VERSION = 1;

    private static final Map<String, Class<? extends Record>> KINDS = Arrays.stream(
                    Change.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, type -> type.asSubclass(Record.class)));

    /** A config as its JSON has it. */
    record Snapshot(
            int formatVersion,
            long sequence,
            List<Distribution> distributions,
            List<CachePolicy> cachePolicies,
            List<OriginRequestPolicy> originRequestPolicies,
            List<ResponseHeadersPolicy> responseHeadersPolicies,
            List<FunctionVersion> functions,

            @Describes(value = "The functions' aliases.", defaultValue = "[]", maxItems = Integer.MAX_VALUE)
            List<FunctionAlias> functionAliases,

            @Describes(value = "The key value stores.", defaultValue = "[]", maxItems = Integer.MAX_VALUE)
            List<KeyValues> keyValueStores,

            @Describes(value = "The functions' concurrency.", defaultValue = "[]", maxItems = Integer.MAX_VALUE)
            List<FunctionConcurrency> functionConcurrency,

            @Describes(value = "The limit of all functions together; left out: Lambda's default.") @Nullable
            AccountLimit accountLimit) {}

    /** A key value store as the JSON of a config has it. */
    record KeyValues(KeyValueStore.About about, List<KeyValueStore.Item> items) {

        static KeyValues of(KeyValueStore store) {
            return new KeyValues(
                    store.about(),
                    store.items().entrySet().stream()
                            .map(item -> new KeyValueStore.Item(item.getKey(), item.getValue()))
                            .toList());
        }
    }

    private NetworkFormat() {}

    /** The payload of a change's log entry; its kind is stored beside it. */
    public static String write(Change change) {
        ObjectNode tree = Documents.toCompactJson((Record) change);
        tree.put("formatVersion", VERSION);
        return tree.toString();
    }

    /**
     * Reads a log entry.
     *
     * @throws InvalidDocumentException if the kind, the version or the payload is not what this version writes
     */
    public static Change readChange(String kind, String payload) {
        Class<? extends Record> type = KINDS.get(kind);
        if (type == null) {
            throw refused(
                    "kind",
                    kind,
                    "one of "
                            + String.join(", ", KINDS.keySet().stream().sorted().toList()));
        }
        ObjectNode tree = object(payload);
        checkVersion(tree);
        tree.remove("formatVersion");
        if (type == Change.FunctionPublished.class) {
            withHandler(tree.path("function"));
        }
        return (Change) Documents.fromJson(tree, type).orThrow();
    }

    /** A config as JSON. */
    public static String write(NetworkConfig config) {
        List<FunctionVersion> functions = new ArrayList<>();
        config.functions().values().forEach(functions::addAll);
        return Documents.toCompactJson(new Snapshot(
                        VERSION,
                        config.sequence(),
                        List.copyOf(config.distributions().values()),
                        List.copyOf(config.cachePolicies().values()),
                        List.copyOf(config.originRequestPolicies().values()),
                        List.copyOf(config.responseHeadersPolicies().values()),
                        functions,
                        List.copyOf(config.functionAliases().values()),
                        config.keyValueStores().values().stream()
                                .map(KeyValues::of)
                                .toList(),
                        List.copyOf(config.functionConcurrency().values()),
                        config.accountLimit().equals(AccountLimit.DEFAULT) ? null : config.accountLimit()))
                .toString();
    }

    /**
     * Reads a config.
     *
     * @throws InvalidDocumentException if the version or the content is not what this version writes
     */
    public static NetworkConfig readConfig(String json) {
        ObjectNode tree = object(json);
        checkVersion(tree);
        tree.path("functions").forEach(NetworkFormat::withHandler);
        Snapshot snapshot = Documents.fromJson(tree, Snapshot.class).orThrow();
        SortedMap<String, List<FunctionVersion>> functions = new TreeMap<>();
        snapshot.functions()
                .forEach(function -> functions
                        .computeIfAbsent(function.name(), name -> new ArrayList<>())
                        .add(function));
        SortedMap<String, KeyValueStore> stores = new TreeMap<>();
        snapshot.keyValueStores()
                .forEach(store -> stores.put(store.about().name(), KeyValueStore.of(store.about(), store.items())));
        return new NetworkConfig(
                snapshot.sequence(),
                byId(snapshot.distributions(), Distribution::id),
                byId(snapshot.cachePolicies(), CachePolicy::id),
                byId(snapshot.originRequestPolicies(), OriginRequestPolicy::id),
                byId(snapshot.responseHeadersPolicies(), ResponseHeadersPolicy::id),
                functions,
                byId(snapshot.functionAliases(), FunctionAlias::id),
                stores,
                byId(snapshot.functionConcurrency(), FunctionConcurrency::function),
                Objects.requireNonNullElse(snapshot.accountLimit(), AccountLimit.DEFAULT));
    }

    /** A function of the time when all were verticles names its handler {@code entryClass}. */
    private static void withHandler(JsonNode function) {
        if (function instanceof ObjectNode fields && fields.has("entryClass") && !fields.has("handler")) {
            fields.set("handler", fields.remove("entryClass"));
        }
    }

    private static ObjectNode object(String json) {
        return switch (Documents.parseTree(json)) {
            case Parsed.Valid<JsonNode>(ObjectNode tree) -> tree;
            case Parsed.Valid<JsonNode>(JsonNode other) -> throw refused("", other.toString(), "a JSON object");
            case Parsed.Invalid<JsonNode>(List<Violation> violations) -> throw new InvalidDocumentException(violations);
        };
    }

    private static void checkVersion(ObjectNode tree) {
        JsonNode version = tree.path("formatVersion");
        if (!version.isIntegralNumber() || version.asInt() != VERSION) {
            throw refused("formatVersion", version.asText(), Integer.toString(VERSION));
        }
    }

    private static InvalidDocumentException refused(String field, String value, String expected) {
        return new InvalidDocumentException(List.of(new Violation(field, value, expected)));
    }

    private static <T> SortedMap<String, T> byId(List<T> items, Function<T, String> id) {
        SortedMap<String, T> map = new TreeMap<>();
        items.forEach(item -> map.put(id.apply(item), item));
        return map;
    }
}
