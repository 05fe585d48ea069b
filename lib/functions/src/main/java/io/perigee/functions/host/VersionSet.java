package io.perigee.functions.host;

import io.perigee.functions.FunctionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The versions of all functions that are in service on a node: an immutable snapshot, so that a call that looks its function
 * up takes no lock and sees either the old version or the new one.
 */
final class VersionSet {
    static final VersionSet EMPTY = new VersionSet(Map.of());

    private final Map<String, NavigableMap<Long, LiveFunction>> byName;

    private VersionSet(Map<String, NavigableMap<Long, LiveFunction>> byName) {
        this.byName = byName;
    }

    @Nullable
    LiveFunction newest(String name) {
        NavigableMap<Long, LiveFunction> versions = byName.get(name);
        return versions == null ? null : versions.lastEntry().getValue();
    }

    @Nullable
    LiveFunction exactly(String name, long version) {
        NavigableMap<Long, LiveFunction> versions = byName.get(name);
        return versions == null ? null : versions.get(version);
    }

    List<LiveFunction> all() {
        List<LiveFunction> all = new ArrayList<>();
        byName.values().forEach(versions -> all.addAll(versions.values()));
        return all;
    }

    VersionSet with(LiveFunction function) {
        FunctionId id = function.id();
        NavigableMap<Long, LiveFunction> versions = new TreeMap<>(byName.getOrDefault(id.name(), new TreeMap<>()));
        versions.put(id.version(), function);
        return changed(id.name(), versions);
    }

    VersionSet without(LiveFunction function) {
        FunctionId id = function.id();
        NavigableMap<Long, LiveFunction> versions = new TreeMap<>(byName.getOrDefault(id.name(), new TreeMap<>()));
        versions.remove(id.version());
        return changed(id.name(), versions);
    }

    private VersionSet changed(String name, NavigableMap<Long, LiveFunction> versions) {
        Map<String, NavigableMap<Long, LiveFunction>> changed = new TreeMap<>(byName);
        if (versions.isEmpty()) {
            changed.remove(name);
        } else {
            changed.put(name, versions);
        }
        return new VersionSet(Map.copyOf(changed));
    }
}
