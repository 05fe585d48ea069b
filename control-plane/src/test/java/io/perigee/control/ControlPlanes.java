package io.perigee.control;

import io.perigee.control.store.StoreConfig;
import io.perigee.node.auth.NetworkKeys;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.testkit.Await;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Control planes on free ports of the loopback address, for tests. */
final class ControlPlanes {

    /** Long enough that a node keeps it on a machine that is busy with other builds. */
    static final Duration LEASE = Duration.ofSeconds(5);

    static final Duration RENEW_EVERY = Duration.ofMillis(300);

    private ControlPlanes() {}

    /** A network of its own in the folder: its keys are made if they are not there. */
    static ControlConfig config(Path folder) {
        Path keys = folder.resolve("network.keys");
        Path name = folder.resolve("network.name");
        try {
            if (!Files.exists(keys)) {
                Files.createDirectories(folder);
                Files.writeString(keys, NetworkKeys.generate(new SecureRandom()) + "\n");
                Files.writeString(name, "test-" + UUID.randomUUID());
            }
            return ControlConfig.local(Files.readString(name), folder.resolve("control"), keys)
                    .withRouter(RouterListener.local(0).believingClaims())
                    .withCluster(new ControlConfig.Cluster(
                            Files.readString(name), "127.0.0.1", 0, List.of(), LEASE, RENEW_EVERY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with its state in {@code database}, where that is not the one that it would make itself. */
    static ControlConfig on(StoreConfig database, ControlConfig config) {
        return switch (database) {
            case StoreConfig.Embedded embedded -> config;
            case StoreConfig.PostgreSql(String url, String username, StoreConfig.Password password) ->
                config.withPostgresql(new ControlConfig.PostgreSql(url, username, null, null));
        };
    }

    /** One of several control planes on {@code database}: of its own id and folder, with the tokens of all. */
    static ControlConfig oneOfSeveral(Path folder, StoreConfig database, String id, List<String> members) {
        ControlConfig config = on(database, config(folder));
        ControlConfig.Cluster cluster = config.cluster();
        return new ControlConfig(
                id,
                config.region(),
                config.api(),
                null,
                config.router(),
                config.management(),
                new ControlConfig.Cluster(
                        cluster.name(), "127.0.0.1", 0, members, cluster.lease(), cluster.renewEvery()),
                folder.resolve(id),
                config.postgresql(),
                config.keyFile(),
                new ControlConfig.Tokens(folder.resolve("tokens"), false, null),
                config.keptLogEntries(),
                config.functions(),
                config.drain());
    }

    static ControlNode start(Vertx vertx, Path folder) {
        return Await.get(ControlNode.start(vertx, config(folder)));
    }

    static NodeAuthenticator authenticator(ControlConfig config, String node) {
        try {
            SecureRandom random = new SecureRandom();
            return new NodeAuthenticator(
                    NetworkKeys.read(config.keyFile()), node, System::currentTimeMillis, random::nextLong, 1 << 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
