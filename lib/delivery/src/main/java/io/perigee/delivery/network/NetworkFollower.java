package io.perigee.delivery.network;

import io.netty.util.concurrent.EventExecutor;
import io.perigee.cache.CacheTier;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.log.EntryApplier;
import io.perigee.cluster.log.LogEntry;
import io.perigee.cluster.log.LogPosition;
import io.perigee.delivery.invocation.FunctionVersions;
import io.perigee.delivery.invocation.UnknownFunctionException;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.Invalidation;
import io.perigee.distribution.document.InvalidDocumentException;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.network.NetworkFormat;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.distribution.routing.DistributionRouting;
import io.perigee.functions.FunctionId;
import io.perigee.functions.KeyValues;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.host.FunctionStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the change log to a node: configuration, functions and invalidations.
 *
 * <p>What requests read is one immutable {@link DistributionRouting}, replaced in one step after the functions that it names run. Only
 * when every event loop has come round after that is an entry reported as applied: a request that read the old state before has then
 * decided its answer.
 */
public final class NetworkFollower implements EntryApplier, FunctionVersions {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkFollower.class);

    private final Vertx vertx;
    private final ControlPlane control;
    private final SavedNetwork saved;
    private final CacheTier cache;
    private final FunctionDeployments functions;
    private final FunctionConcurrencySettings concurrency;
    private final LongAdder snapshots = new LongAdder();
    private final LongAdder passedOver = new LongAdder();
    private volatile boolean incomplete;
    private final LongAdder unsaved = new LongAdder();
    private volatile ControlPlane.Snapshot current = new ControlPlane.Snapshot("", NetworkConfig.EMPTY);
    private volatile DistributionRouting routing = DistributionRouting.of(NetworkConfig.EMPTY);

    /** @param self what the node says of itself; asked when the first configuration is applied */
    public NetworkFollower(
            Vertx vertx,
            ControlPlane control,
            SavedNetwork saved,
            CacheTier cache,
            FunctionHost host,
            FunctionStore store,
            Supplier<NodeInfo> self) {
        this.vertx = vertx;
        this.control = control;
        this.saved = saved;
        this.cache = cache;
        this.functions = new FunctionDeployments(vertx, host, store, control, this::keyValues, System::nanoTime);
        this.concurrency = new FunctionConcurrencySettings(host, self);
    }

    @Override
    public Future<Void> running(FunctionId id) {
        FunctionVersion version = current.config().function(id.name(), Long.toString(id.version()));
        return version == null ? Future.failedFuture(new UnknownFunctionException(id)) : functions.borrow(version);
    }

    /** Lets go of functions that only invocations have needed, and that none has needed for long. To be called from time to time. */
    public void returnIdleFunctions() {
        functions.returnIdle();
    }

    /** Which nodes are alive, this one included: they share what their region's functions may take. */
    public void nodes(List<NodeInfo> nodes) {
        concurrency.nodes(nodes);
    }

    /** What the control plane is told of the environments that are kept initialised. */
    public Map<String, Double> gauges() {
        return concurrency.gauges();
    }

    /**
     * What has happened since the start.
     *
     * @param snapshots how often the whole configuration was taken, and the cache dropped with it
     * @param passedOver entries of the log that a newer program has written and this one could not read
     * @param unsaved how often the configuration could not be saved on disk
     */
    public record Counters(long snapshots, long passedOver, long unsaved) {}

    public Counters counters() {
        return new Counters(snapshots.sum(), passedOver.sum(), unsaved.sum());
    }

    /** Whether any configuration was applied, be it an empty one. */
    public boolean hasConfig() {
        return !current.log().isEmpty();
    }

    /** What requests are routed by. */
    public DistributionRouting routing() {
        return routing;
    }

    /** A key value store as this node has it, always in its newest state; empty where there is none of that name. */
    public KeyValues keyValues(String store) {
        return new NodeKeyValues(store, () -> current.config());
    }

    /**
     * Takes up what was saved last.
     *
     * @return where to follow the log from; {@link LogPosition#NONE} where nothing usable was saved
     */
    public Future<LogPosition> resume() {
        return vertx.executeBlocking(saved::load, false).compose(loaded -> resume(Objects.requireNonNull(loaded)));
    }

    private Future<LogPosition> resume(Optional<ControlPlane.Snapshot> loaded) {
        if (loaded.isEmpty()) {
            return Future.succeededFuture(LogPosition.NONE);
        }
        // A function's package may be neither here nor to be had now: then the log's first answer brings all of it.
        LogPosition position = loaded.get().position();
        return install(loaded.get())
                .compose(installed -> {
                    cache.staleMarks().unknownBefore(position.sequence());
                    return noted(position.log(), position.sequence());
                })
                .map(noted -> position)
                .otherwise(LogPosition.NONE);
    }

    @Override
    public CompletionStage<Void> apply(String log, LogEntry entry) {
        NetworkConfig before = current.config();
        Change change;
        try {
            change = NetworkFormat.readChange(entry.kind(), entry.payload());
        } catch (InvalidDocumentException unknown) {
            LOG.error(
                    "entry {} ({}) is of a newer version and is passed over: {}",
                    entry.sequence(),
                    entry.kind(),
                    unknown.getMessage());
            passedOver.increment();
            incomplete = true;
            // It may be an invalidation of a new sort: then nothing that was fetched before it may be served.
            cache.marks().raiseFloor(entry.sequence());
            current = new ControlPlane.Snapshot(log, before.at(entry.sequence()));
            return cache.logApplied(log, entry.sequence());
        }
        if (change instanceof Change.InvalidationAccepted(var invalidation)) {
            mark(invalidation, entry.sequence());
            current = new ControlPlane.Snapshot(log, before.at(entry.sequence()));
            return cache.logApplied(log, entry.sequence());
        }
        NetworkConfig after = before.with(entry.sequence(), change);
        return install(new ControlPlane.Snapshot(log, after))
                // First: a node that starts from what it saved must find that its disk knows as much.
                .compose(installed -> noted(log, entry.sequence()))
                .compose(noted -> save())
                .onSuccess(saved -> LOG.info("applied entry {} of the change log: {}", entry.sequence(), entry.kind()))
                .toCompletionStage();
    }

    private void mark(Invalidation invalidation, long sequence) {
        String distribution = invalidation.distributionId();
        if (invalidation.soft()) {
            invalidation.paths().forEach(path -> cache.staleMarks().addPath(distribution, path, sequence));
            invalidation.tags().forEach(tag -> cache.staleMarks().addTag(distribution, tag, sequence));
        } else {
            invalidation.paths().forEach(path -> cache.marks().addPath(distribution, path, sequence));
            invalidation.tags().forEach(tag -> cache.marks().addTag(distribution, tag, sequence));
        }
    }

    @Override
    public CompletionStage<LogPosition> takeSnapshot() {
        return control.snapshot()
                .compose(snapshot -> install(snapshot)
                        .compose(installed -> {
                            incomplete = false;
                            return save();
                        })
                        .compose(done -> {
                            snapshots.increment();
                            cache.purge();
                            cache.marks().raiseFloor(snapshot.config().sequence());
                            cache.staleMarks().raiseFloor(snapshot.config().sequence());
                            LOG.info(
                                    "took the whole configuration, at entry {} of the change log",
                                    snapshot.config().sequence());
                            return noted(snapshot.log(), snapshot.config().sequence());
                        })
                        .map(noted -> snapshot.position()))
                .toCompletionStage();
    }

    private Future<Void> noted(String log, long sequence) {
        return Future.fromCompletionStage(cache.logApplied(log, sequence));
    }

    private Future<Void> install(ControlPlane.Snapshot snapshot) {
        DistributionRouting next = DistributionRouting.of(snapshot.config());
        next.unresolved().forEach((id, violations) -> LOG.error("distribution {} is left out: {}", id, violations));
        Set<FunctionVersion> wanted = new HashSet<>(concurrency.wanted(snapshot.config()));
        serving(snapshot.config(), next).flatMap(NetworkFollower::functions).forEach(wanted::add);
        return functions.prepare(wanted).map(ready -> {
            current = snapshot;
            routing = next;
            functions.retireOthers(wanted);
            concurrency.apply(snapshot.config(), serving(snapshot.config(), next));
            return null;
        });
    }

    private static Stream<CompiledDistribution> serving(NetworkConfig config, DistributionRouting routing) {
        return config.distributions().keySet().stream()
                .map(routing::byId)
                .filter(Objects::nonNull)
                .filter(distribution -> distribution.distribution().enabled());
    }

    private static Stream<FunctionVersion> functions(CompiledDistribution distribution) {
        return distribution.behaviors().stream()
                .flatMap(behavior -> behavior.functions().values().stream())
                .flatMap(binding -> binding.versions().stream())
                .map(NetworkConfig.WeightedFunction::function);
    }

    /** What lacks an entry is not saved: at its next start, as a newer program perhaps, the node reads on from before that entry. */
    private Future<Void> save() {
        if (incomplete) {
            return Future.succeededFuture();
        }
        ControlPlane.Snapshot snapshot = current;
        return vertx.executeBlocking(Executors.callable(() -> saved.save(snapshot)), false)
                .transform(done -> {
                    if (done.failed()) {
                        unsaved.increment();
                        LOG.warn(
                                "the configuration could not be saved: {}",
                                done.cause().getMessage());
                    }
                    return Future.succeededFuture();
                });
    }

    @Override
    public CompletionStage<Void> settle() {
        List<Future<?>> rounds = new ArrayList<>();
        for (EventExecutor loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
            Promise<Void> round = Promise.promise();
            loop.execute(round::complete);
            rounds.add(round.future());
        }
        return Future.all(rounds).<Void>mapEmpty().toCompletionStage();
    }
}
