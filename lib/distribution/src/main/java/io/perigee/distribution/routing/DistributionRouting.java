package io.perigee.distribution.routing;

import io.perigee.distribution.Distribution;
import io.perigee.distribution.document.Violation;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.network.References;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which distribution answers for a host. Built once for each {@link NetworkConfig} and immutable; a look-up is one map
 * access for an exact host name, and one for each label of it where wildcards are in use.
 */
public final class DistributionRouting {

    private final long sequence;
    private final Map<String, CompiledDistribution> byId;
    private final Map<String, CompiledDistribution> byHost;

    /** By the part of {@code *.example.com} after the star and the dot. */
    private final Map<String, CompiledDistribution> byWildcard;

    private final Map<String, List<Violation>> unresolved;

    private DistributionRouting(NetworkConfig config) {
        Map<String, CompiledDistribution> ids = new HashMap<>();
        Map<String, CompiledDistribution> hosts = new HashMap<>();
        Map<String, CompiledDistribution> wildcards = new HashMap<>();
        Map<String, List<Violation>> broken = new HashMap<>();
        for (Distribution distribution : config.distributions().values()) {
            List<Violation> violations = References.unresolved(config, distribution);
            if (!violations.isEmpty()) {
                broken.put(distribution.id(), violations);
                continue;
            }
            CompiledDistribution compiled = Compiler.compile(config, distribution);
            ids.put(distribution.id(), compiled);
            if (distribution.enabled()) {
                for (String alias : distribution.aliases()) {
                    if (alias.startsWith("*.")) {
                        wildcards.put(alias.substring(2), compiled);
                    } else {
                        hosts.put(alias, compiled);
                    }
                }
            }
        }
        this.sequence = config.sequence();
        this.byId = Map.copyOf(ids);
        this.byHost = Map.copyOf(hosts);
        this.byWildcard = Map.copyOf(wildcards);
        this.unresolved = Map.copyOf(broken);
    }

    /** Compiles a config. A distribution that names what the config does not have is left out: see {@link #unresolved}. */
    public static DistributionRouting of(NetworkConfig config) {
        return new DistributionRouting(config);
    }

    /** The log entry that this is the state of. */
    public long sequence() {
        return sequence;
    }

    /** The distributions that are left out because they name what does not exist, by id, and what that is. */
    public Map<String, List<Violation>> unresolved() {
        return unresolved;
    }

    /** The distribution with this id, enabled or not; null: unknown. */
    public @Nullable CompiledDistribution byId(String id) {
        return byId.get(id);
    }

    /**
     * The enabled distribution for a Host header's or {@code :authority}'s value: letters of any case, an optional port,
     * an optional final dot, IPv6 in brackets. An exact alias wins over a wildcard, a longer wildcard over a shorter one.
     *
     * @return null if no distribution has the host
     */
    public @Nullable CompiledDistribution forHost(String authority) {
        CompiledDistribution exact = byHost.get(authority);
        if (exact != null) {
            return exact;
        }
        String host = hostOf(authority);
        exact = byHost.get(host);
        return exact != null || byWildcard.isEmpty() ? exact : forWildcard(host);
    }

    private @Nullable CompiledDistribution forWildcard(String host) {
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            CompiledDistribution found = dot == 0 ? null : byWildcard.get(host.substring(dot + 1));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static String hostOf(String authority) {
        String host = authority;
        if (host.startsWith("[")) {
            int close = host.indexOf(']');
            return close < 0 ? host : host.substring(1, close).toLowerCase(Locale.ROOT);
        }
        int colon = host.indexOf(':');
        if (colon >= 0) {
            host = host.substring(0, colon);
        }
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        return host.toLowerCase(Locale.ROOT);
    }
}
