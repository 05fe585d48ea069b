package io.perigee.control;

import io.perigee.cluster.ControlSettings;
import io.perigee.cluster.lease.LeaseTerms;
import io.perigee.control.store.StoreConfig;
import io.perigee.node.config.ByteSize;
import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.listen.TlsConfig;
import io.perigee.node.process.DrainConfig;
import io.perigee.node.process.ManagementConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration of a control plane. */
public record ControlConfig(
        @Setting(
                value = "The node's id, unique in the network and stable over restarts.",
                pattern = "[A-Za-z0-9._-]{1,64}",
                form = "1 to 64 letters, digits, '.', '_' or '-'")
        @Default("control-1")
        String id,

        @Setting("Where it is, for people; no viewer is routed by it.") @Default("global")
        String region,

        @Setting("Where operators and nodes reach it.") ApiListener api,

        @Setting("How other nodes reach the API, for display; left out: the API's own address.") @Nullable
        URI apiUrl,

        @Setting("Where viewers are redirected to edges.") RouterListener router,
        @Setting("Where health and metrics are.") ManagementConfig management,
        @Setting("How nodes find each other.") Cluster cluster,

        @Setting("The folder for what it remembers; made where it is missing.")
        Path data,

        @Setting(
                "A PostgreSQL database, which several control planes may share; left out: a database of its own in data.")
        @Nullable
        PostgreSql postgresql,

        @Setting(
                "The file with the network's keys, with which nodes prove themselves to each other; the same on all nodes. To make one: head -c 32 /dev/urandom | base64.")
        Path keyFile,

        @Setting("Who may use the API.") Tokens tokens,

        @Setting(
                value = "How many entries of the change log are kept at least; a node further behind takes a snapshot.",
                min = "1000")
        @Default("100000")
        int keptLogEntries,

        @Setting("How functions are invoked outside of requests, and what is kept of their output.")
        FunctionsConfig functions,

        @Setting("How it stops.") DrainConfig drain) {

    private static final int LONGEST_API_TARGET = 8 << 10;

    /** Everything on free ports of the loopback address, alone in its cluster; for demonstrations and tests. */
    public static ControlConfig local(String networkName, Path data, Path keyFile) {
        return new ControlConfig(
                "control-1",
                "global",
                new ApiListener("127.0.0.1", 0, null),
                null,
                RouterListener.local(0),
                ManagementConfig.on(0),
                new Cluster(networkName, "127.0.0.1", 0, List.of(), Duration.ofSeconds(10), Duration.ofSeconds(2)),
                data,
                null,
                keyFile,
                new Tokens(null, false, null),
                100_000,
                FunctionsConfig.DEFAULT,
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
                functions,
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
                functions,
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
                functions,
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
                functions,
                drain);
    }

    public ControlConfig withFunctions(FunctionsConfig other) {
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
                tokens,
                keptLogEntries,
                other,
                drain);
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
                functions,
                drain);
    }

    /** Where the database is. */
    public StoreConfig store() {
        return postgresql == null ? new StoreConfig.Embedded(data.resolve("control.db")) : postgresql.store();
    }

    /** The API's listener. */
    public record ApiListener(
            @Setting("The address to listen on.") @Default("127.0.0.1")
            String host,

            @Setting(value = "The port; 0: any free one.", min = "0", max = "65535") @Default("7400")
            int port,

            @Setting(
                    "Certificates; left out: plain HTTP, which shows the token to whoever can listen: for loopback and private networks.")
            @Nullable
            TlsConfig tls) {

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

    /** Where control planes and nodes form a cluster. */
    public record Cluster(
            @Setting(value = "The network's name, the same on all its nodes.", pattern = "(?s).*\\S.*", form = "a name")
            @Default("perigee")
            String name,

            @Setting(
                    "The interface's address to listen on; never a public one, since traffic is neither encrypted nor authenticated.")
            @Default("127.0.0.1")
            String bindAddress,

            @Setting(value = "The port; 0: any free one.", min = "0", max = "65535") @Default("5701")
            int port,

            @Setting(
                    value = "All control planes' cluster ports; none: this one is alone.",
                    pattern = "[^\\s/]+:\\d{1,5}",
                    form = "HOST:PORT")
            List<String> members,

            @Setting(
                    value =
                            "How long a node may serve from its cache without contact to the change log; the same on all nodes.",
                    min = "1s")
            @Default("10s")
            Duration lease,

            @Setting(value = "How often the lease is renewed; at most a third of lease.", min = "1ms") @Default("2s")
            Duration renewEvery) {

        public Cluster {
            members = List.copyOf(members);
            new ConfigChecks()
                    .that(
                            renewEvery.multipliedBy(3).compareTo(lease) <= 0,
                            "renewEvery",
                            renewEvery,
                            "at most a third of lease (" + lease + ")")
                    .done();
        }

        LeaseTerms terms() {
            return new LeaseTerms(lease, renewEvery, lease.dividedBy(10));
        }

        ControlSettings settings(String log, boolean newLog) {
            return new ControlSettings(name, bindAddress, port, members, log, newLog, terms());
        }
    }

    /**
     * A PostgreSQL database: {@code jdbc:postgresql://host:port/database} and who owns its schema.
     */
    public record PostgreSql(
            @Setting(
                    value = "The database.",
                    pattern = "jdbc:postgresql:(?!.*[?&]password=).*",
                    form = "jdbc:postgresql://HOST:PORT/DATABASE, without a password",
                    secret = true)
            String url,

            @Setting("Who owns its schema.") @Nullable String username,

            @Setting(value = "The password of that user; better in passwordFile.", secret = true) @Nullable
            String password,

            @Setting(
                    "A file whose first line is the password of that user, read for each connection, so that another password is taken up without a restart.")
            @Nullable
            Path passwordFile) {

        public PostgreSql {
            new ConfigChecks()
                    .that(
                            password == null || passwordFile == null,
                            "passwordFile",
                            passwordFile,
                            "either password or passwordFile")
                    .done();
        }

        StoreConfig store() {
            String written = password;
            Path file = passwordFile;
            StoreConfig.Password secret = file != null
                    ? new StoreConfig.Password.InFile(file)
                    : written != null ? new StoreConfig.Password.Known(written) : new StoreConfig.Password.None();
            return new StoreConfig.PostgreSql(url, username, secret);
        }

        @Override
        public String toString() {
            return "PostgreSql[url=" + url + "]";
        }
    }

    /** The API's bearer tokens. */
    public record Tokens(
            @Setting("A file with one token a line, made at the first start; left out: api-token in data.") @Nullable
            Path file,

            @Setting("Whether a token is left where the command line on the same machine finds it.") @Default("true")
            boolean share,

            @Setting(
                    "Where it is left; left out: $XDG_CONFIG_HOME/perigee/credentials, or ~/.config/perigee/credentials.")
            @Nullable
            Path shareFolder) {}
}
