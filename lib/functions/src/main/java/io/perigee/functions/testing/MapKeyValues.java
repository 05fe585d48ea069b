package io.perigee.functions.testing;

import io.perigee.functions.KeyValues;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A key value store that holds what the map does, also when that changes; then the map is one that threads may share. */
public record MapKeyValues(String id, Map<String, String> values, Instant created, Instant lastUpdated)
        implements KeyValues {

    /** One that was made and changed at the epoch. */
    public MapKeyValues(String id, Map<String, String> values) {
        this(id, values, Instant.EPOCH, Instant.EPOCH);
    }

    @Override
    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public int count() {
        return values.size();
    }
}
