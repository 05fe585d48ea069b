package io.perigee.control;

import io.perigee.node.process.NodePart;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leaves a token for the command line on the same machine while the control plane runs. */
final class CredentialPart implements NodePart {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialPart.class);

    private final ControlConfig config;
    private final StatePart state;
    private final IntSupplier apiPort;
    private volatile @Nullable Path shared;

    CredentialPart(ControlConfig config, StatePart state, IntSupplier apiPort) {
        this.config = config;
        this.state = state;
        this.apiPort = apiPort;
    }

    @Override
    public String name() {
        return "credential";
    }

    @Override
    public Future<Void> start() {
        if (!config.tokens().share()) {
            return Future.succeededFuture();
        }
        return state.work()
                .run(() -> {
                    Path credential = folder(config.tokens().shareFolder(), System.getenv())
                            .resolve(reachableHost(config.api().host()) + "-" + apiPort.getAsInt());
                    state.opened().tokens().share(credential);
                    shared = credential;
                    return credential;
                })
                .onFailure(failure -> LOG.warn(
                        "the command line on this machine will not find the token by itself: {}", failure.toString()))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /** The address that a client on this machine uses. */
    static String reachableHost(String host) {
        return host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]") ? "127.0.0.1" : host;
    }

    static Path folder(@Nullable Path configured, Map<String, String> environment) {
        if (configured != null) {
            return configured;
        }
        String configHome = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path base = configHome.isEmpty() ? Path.of(System.getProperty("user.home"), ".config") : Path.of(configHome);
        return base.resolve("perigee").resolve("credentials");
    }

    @Override
    public Future<Void> stop() {
        Path credential = shared;
        if (credential == null) {
            return Future.succeededFuture();
        }
        return state.work()
                .run(() -> {
                    state.opened().tokens().unshare(credential);
                    return credential;
                })
                .mapEmpty();
    }
}
