package io.perigee.delivery.network;

import io.perigee.distribution.KeyValueStore;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.functions.KeyValues;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store as the node has it at any moment. One that is not there, or not there any more, is empty. */
final class NodeKeyValues implements KeyValues {

    private final String name;
    private final Supplier<NetworkConfig> config;

    NodeKeyValues(String name, Supplier<NetworkConfig> config) {
        this.name = name;
        this.config = config;
    }

    private @Nullable KeyValueStore store() {
        return config.get().keyValueStores().get(name);
    }

    private Map<String, String> items() {
        KeyValueStore store = store();
        return store == null ? Map.of() : store.items();
    }

    @Override
    public String id() {
        return name;
    }

    @Override
    public Optional<String> get(String key) {
        return Optional.ofNullable(items().get(key));
    }

    @Override
    public int count() {
        return items().size();
    }

    @Override
    public Instant created() {
        KeyValueStore store = store();
        return store == null
                ? Instant.EPOCH
                : Instant.ofEpochMilli(store.about().created());
    }

    @Override
    public Instant lastUpdated() {
        KeyValueStore store = store();
        return store == null
                ? Instant.EPOCH
                : Instant.ofEpochMilli(store.about().changed());
    }
}
