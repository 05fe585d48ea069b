package io.perigee.control;

import io.perigee.cluster.ControlSettings;
import io.perigee.cluster.lease.LeaseTerms;
import io.perigee.control.store.StoreConfig;
import io.perigee.node.config.ByteSize;
import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.listen.TlsConfig;
import io.perigee.node.process.DrainConfig;
import io.perigee.node.process.ManagementConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a control plane.
 *
 * @param id the node's id, unique in the network and stable over restarts
 * @param region where it is, for people; no viewer is routed by it
 * @param api where operators and nodes reach it
 * @param apiUrl how other nodes reach the API, for display; the API's own address where it is left out
 * @param router where viewers are redirected to edges
 * @param management where health and metrics are
 * @param cluster how nodes find each other
 * @param data the folder for what it remembers; made where it is missing
 * @param postgresql a PostgreSQL database, which several control planes may share; where it is left out, the control plane
 *     keeps a database of its own in {@code data}
 * @param keyFile the network's keys, with which nodes prove themselves to each other
 * @param tokens who may use the API
 * @param keptLogEntries how many entries of the change log are kept at least; a node further behind takes a snapshot
 * @param drain how it stops
 */
public record ControlConfig(
        @Default("control-1") String id,
        @Default("global") String region,
        ApiListener api,
        @Nullable URI apiUrl,
        RouterListener router,
        ManagementConfig management,
        Cluster cluster,
        Path data,
        @Nullable PostgreSql postgresql,
        Path keyFile,
        Tokens tokens,
        @Default("100000") int keptLogEntries,
        DrainConfig drain) {

    private static final int LONGEST_API_TARGET = 8 << 10;

    public ControlConfig {
        new ConfigChecks()
                .that(id.matches("[A-Za-z0-9._-]{1,64}"), "id", id, "1 to 64 letters, digits, '.', '_' or '-'")
                .that(keptLogEntries >= 1_000, "keptLogEntries", keptLogEntries, "1000 or more")
                .done();
    }

    /** Everything on free ports of the loopback address, alone in its cluster; for demonstrations and tests. */
    public static ControlConfig local(String networkName, Path data, Path keyFile) {
        return new ControlConfig(
                "control-1",
                "global",
                new ApiListener("127.0.0.1", 0, null),
                null,
                RouterListener.local(0),
                new ManagementConfig("127.0.0.1", 0),
                new Cluster(networkName, "127.0.0.1", 0, List.of(), Duration.ofSeconds(10), Duration.ofSeconds(2)),
                data,
                null,
                keyFile,
                new Tokens(null, false, null),
                100_000,
                DrainConfig.quick());
    }

    public ControlConfig withApi(ApiListener other) {
        return new ControlConfig(
                id,
                region,
                other,
                apiUrl,
                router,
                management,
                cluster,
                data,
                postgresql,
                keyFile,
                tokens,
                keptLogEntries,
                drain);
    }

    public ControlConfig withRouter(RouterListener other) {
        return new ControlConfig(
                id,
                region,
                api,
                apiUrl,
                other,
                management,
                cluster,
                data,
                postgresql,
                keyFile,
                tokens,
                keptLogEntries,
                drain);
    }

    public ControlConfig withCluster(Cluster other) {
        return new ControlConfig(
                id,
                region,
                api,
                apiUrl,
                router,
                management,
                other,
                data,
                postgresql,
                keyFile,
                tokens,
                keptLogEntries,
                drain);
    }

    public ControlConfig withTokens(Tokens other) {
        return new ControlConfig(
                id,
                region,
                api,
                apiUrl,
                router,
                management,
                cluster,
                data,
                postgresql,
                keyFile,
                other,
                keptLogEntries,
                drain);
    }

    public ControlConfig withKeptLogEntries(int other) {
        return new ControlConfig(
                id, region, api, apiUrl, router, management, cluster, data, postgresql, keyFile, tokens, other, drain);
    }

    public ControlConfig withPostgresql(PostgreSql other) {
        return new ControlConfig(
                id,
                region,
                api,
                apiUrl,
                router,
                management,
                cluster,
                data,
                other,
                keyFile,
                tokens,
                keptLogEntries,
                drain);
    }

    StoreConfig store() {
        return postgresql == null
                ? new StoreConfig.Embedded(data.resolve("control.db"))
                : new StoreConfig.PostgreSql(postgresql.url(), postgresql.username(), postgresql.password());
    }

    /**
     * The API's listener.
     *
     * @param host address to listen on
     * @param tls null for plain HTTP, which shows the token to whoever can listen: for loopback and private networks
     */
    public record ApiListener(
            @Default("127.0.0.1") String host,
            @Default("7400") int port,
            @Nullable TlsConfig tls) {

        /** What a listener of the API allows: documents, jars, and answers that are waited for. */
        ListenerConfig settings() {
            return new ListenerConfig(
                    host,
                    port,
                    tls,
                    true,
                    false,
                    false,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(5),
                    new ByteSize(20 << 10),
                    new ByteSize(LONGEST_API_TARGET),
                    new ByteSize(64 << 20),
                    5_000,
                    2_000,
                    128);
        }
    }

    /**
     * Where control planes and nodes form a cluster.
     *
     * @param name the network's name, the same on all its nodes
     * @param bindAddress the interface's address to listen on; never a public one, since traffic is neither encrypted nor
     *     authenticated
     * @param port 0 for any free one
     * @param members {@code host:port} of all control planes' cluster ports; empty: this one is alone
     * @param lease how long a node may serve from its cache without contact to the change log; the same on all nodes
     * @param renewEvery how often it renews; at most a third of {@code lease}
     */
    public record Cluster(
            @Default("perigee") String name,
            @Default("127.0.0.1") String bindAddress,
            @Default("5701") int port,
            List<String> members,
            @Default("10s") Duration lease,
            @Default("2s") Duration renewEvery) {

        public Cluster {
            members = List.copyOf(members);
            new ConfigChecks()
                    .that(!name.isBlank(), "name", name, "a name")
                    .that(port >= 0 && port <= 65_535, "port", port, "0 to 65535")
                    .that(lease.toMillis() >= 1_000, "lease", lease, "1s or more")
                    .that(
                            renewEvery.isPositive()
                                    && renewEvery.multipliedBy(3).compareTo(lease) <= 0,
                            "renewEvery",
                            renewEvery,
                            "more than zero and at most a third of lease (" + lease + ")")
                    .done();
        }

        LeaseTerms terms() {
            return new LeaseTerms(lease, renewEvery, lease.dividedBy(10));
        }

        ControlSettings settings(String log, boolean newLog) {
            return new ControlSettings(name, bindAddress, port, members, log, newLog, terms());
        }
    }

    /** A PostgreSQL database: {@code jdbc:postgresql://host:port/database} and who owns its schema. */
    public record PostgreSql(
            String url, @Nullable String username, @Nullable String password) {

        public PostgreSql {
            new ConfigChecks()
                    .that(url.startsWith("jdbc:postgresql:"), "url", url, "jdbc:postgresql://host:port/database")
                    .done();
        }

        @Override
        public String toString() {
            return "PostgreSql[url=" + url + "]";
        }
    }

    /**
     * The API's bearer tokens.
     *
     * @param file one token a line; {@code api-token} in {@code data} where it is left out; made at the first start
     * @param share whether a token is left where the command line on the same machine finds it
     * @param shareFolder where it is left; {@code $XDG_CONFIG_HOME/perigee/credentials}, or {@code
     *     ~/.config/perigee/credentials}, where it is left out
     */
    public record Tokens(
            @Nullable Path file,
            @Default("true") boolean share,
            @Nullable Path shareFolder) {}
}
