package io.perigee.control;

import io.micrometer.core.instrument.MeterRegistry;
import io.perigee.cluster.ControlMember;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.log.LogEntry;
import io.perigee.control.api.Api;
import io.perigee.control.api.ApiContext;
import io.perigee.control.api.ApiServer;
import io.perigee.control.api.CompletedEntries;
import io.perigee.control.deployment.Deployments;
import io.perigee.control.deployment.Driver;
import io.perigee.control.invocation.Dispatcher;
import io.perigee.control.invocation.InvocationNodes;
import io.perigee.control.invocation.InvocationQueue;
import io.perigee.control.invocation.Invocations;
import io.perigee.control.invocation.NodeInvocations;
import io.perigee.control.live.LiveNetwork;
import io.perigee.control.live.LiveStreams;
import io.perigee.control.meters.InvocationMeters;
import io.perigee.control.prewarm.Prewarms;
import io.perigee.control.store.LoggedChange;
import io.perigee.control.trigger.EventRules;
import io.perigee.control.trigger.RuleRunner;
import io.perigee.control.trigger.Triggers;
import io.perigee.node.process.NodePart;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The place in the cluster. Only with it can the API be served: what is changed must reach the nodes. */
final class MemberPart implements NodePart {

    private static final Logger LOG = LoggerFactory.getLogger(MemberPart.class);

    /** Changes that clients are told of at once: they see by the log's head that there were more. */
    private static final int MOST_CHANGES_TOLD = 100;

    /** What is known of the cluster while this node is in it. */
    record Joined(
            ControlMember member,
            CompletedEntries completed,
            Prewarms prewarms,
            Invocations invocations,
            Triggers triggers,
            Driver driver,
            InvocationMeters queue,
            LiveStreams streams,
            ApiServer server) {}

    private final Vertx vertx;
    private final ControlConfig config;
    private final StatePart state;
    private final EdgeDirectory edges;
    private final Supplier<NodeInfo> self;
    private final MeterRegistry registry;
    private volatile @Nullable Joined joined;

    /** @param self what the node says of itself; asked when it joins, since it knows its ports only then */
    MemberPart(
            Vertx vertx,
            ControlConfig config,
            StatePart state,
            EdgeDirectory edges,
            Supplier<NodeInfo> self,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.config = config;
        this.state = state;
        this.edges = edges;
        this.self = self;
        this.registry = registry;
    }

    /** Nothing before it has joined, and after it has left. */
    Optional<Joined> joined() {
        return Optional.ofNullable(joined);
    }

    Optional<String> problem() {
        return joined == null ? Optional.of("the cluster is not joined") : Optional.empty();
    }

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public Future<Void> start() {
        OpenedState opened = state.opened();
        return state.work()
                .run(() -> join(opened))
                .compose(in -> publishHead(opened, in.member()).otherwiseEmpty().onComplete(published -> {
                    var unused = in.member().directory().listen(new NodeLog());
                    in.member().announce(NodeState.READY);
                    joined = in;
                    edges.follow(in.member(), opened.changes());
                    in.invocations().dispatcher().start();
                    in.triggers().start();
                    in.driver().start();
                    in.queue().start();
                    in.streams().start();
                }));
    }

    private Joined join(OpenedState opened) {
        ControlMember member = ControlMember.start(
                config.cluster().settings(opened.log().log(), opened.log().created()),
                self.get(),
                config.postgresql() == null
                        ? new OwnDatabase(opened.changes())
                        : new SharedDatabase(opened.store(), opened.changes()));
        opened.changes()
                .publishTo(
                        new TimedPublisher(member.publisher(), member.acknowledgements(), System::nanoTime, registry));
        CompletedEntries completed = new CompletedEntries(vertx, opened.store(), member.acknowledgements());
        Prewarms prewarms = new Prewarms(
                vertx, edges, opened.authenticator(), Api.ids('P'), InstantSource.system(), System::nanoTime);
        Invocations invocations = invocations(opened, member);
        Triggers triggers = triggers(opened, invocations, completed);
        Driver driver = driver(opened, invocations);
        LiveNetwork live = new LiveNetwork(InstantSource.system(), member::statuses);
        member.listenToTraffic(live::arrived);
        LiveStreams streams = new LiveStreams(vertx, state.threads(), live, logState(opened, completed));
        ApiServer server = Api.server(
                vertx,
                new ApiContext(config.cluster().name(), opened.log().log()),
                opened.store(),
                opened.changes(),
                member,
                completed,
                state.work(),
                opened.tokens(),
                opened.authenticator(),
                prewarms,
                invocations,
                triggers.rules(),
                opened.outputs(),
                config.functions().output().prices().table(),
                driver,
                live,
                streams,
                opened.uploads());
        InvocationMeters queue = new InvocationMeters(
                vertx,
                InstantSource.system(),
                () -> state.work()
                        .run(() -> opened.store()
                                .read(transaction -> transaction.invocations().depth())),
                registry);
        return new Joined(member, completed, prewarms, invocations, triggers, driver, queue, streams, server);
    }

    private static LiveStreams.LogState logState(OpenedState opened, CompletedEntries completed) {
        return new LiveStreams.LogState() {
            @Override
            public long head() {
                return opened.changes().refreshed().sequence();
            }

            @Override
            public long completed(long head) {
                return completed.upTo(head);
            }

            @Override
            public List<LoggedChange> after(long sequence) {
                return opened.store().read(transaction -> transaction.entriesAfter(sequence, MOST_CHANGES_TOLD));
            }
        };
    }

    private Driver driver(OpenedState opened, Invocations invocations) {
        InstantSource clock = InstantSource.system();
        return new Driver(
                vertx,
                state.threads(),
                new Deployments(opened.store(), opened.changes(), clock, Api.ids('D')),
                invocations.invoker(),
                opened.outputs(),
                clock);
    }

    private Invocations invocations(OpenedState opened, ControlMember member) {
        NodeInvocations invoker = new NodeInvocations(
                vertx,
                state.threads(),
                opened.changes(),
                new InvocationNodes(member::statuses, config.cluster().lease()),
                opened.authenticator(),
                bound -> ThreadLocalRandom.current().nextInt(bound));
        InvocationQueue queue = new InvocationQueue(
                opened.store(),
                InstantSource.system(),
                Invocations::newId,
                config.functions().terms());
        return new Invocations(invoker, queue, new Dispatcher(vertx, state.threads(), queue, invoker));
    }

    private Triggers triggers(OpenedState opened, Invocations invocations, CompletedEntries completed) {
        RuleRunner runner = new RuleRunner(
                opened.store(),
                invocations.queue(),
                InstantSource.system(),
                Invocations::newId,
                new RuleRunner.Place(config.cluster().name(), config.region()));
        EventRules rules = new EventRules(opened.store(), opened.changes(), InstantSource.system());
        return new Triggers(vertx, state.threads(), rules, runner, completed::upTo, invocations.dispatcher());
    }

    /** What an earlier process has committed but perhaps not sent. */
    private Future<Void> publishHead(OpenedState opened, ControlMember member) {
        return state.work()
                .run(() -> opened.store().read(transaction -> transaction.entriesAfter(transaction.head() - 1, 1)))
                .compose(last -> publish(last, member))
                .onFailure(failure -> LOG.warn("the log's head was not sent: {}", failure.toString()));
    }

    private static Future<Void> publish(List<LoggedChange> last, ControlMember member) {
        if (last.isEmpty()) {
            return Future.succeededFuture();
        }
        LoggedChange head = last.getLast();
        return Future.fromCompletionStage(
                member.publisher().publish(new LogEntry(head.sequence(), head.kind(), head.payload())));
    }

    @Override
    public void leave() {
        Joined in = joined;
        if (in != null) {
            in.member().announce(NodeState.DRAINING);
        }
    }

    @Override
    public Future<Void> drain(Duration limit) {
        Joined in = joined;
        if (in != null) {
            in.completed().close();
            in.triggers().stop();
            return Future.join(
                            in.streams().close(),
                            in.driver().drain(limit),
                            in.invocations().dispatcher().drain(limit))
                    .mapEmpty();
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        Joined in = joined;
        joined = null;
        Future<Void> unwatched = edges.stop();
        if (in == null) {
            return unwatched;
        }
        in.completed().close();
        in.triggers().stop();
        in.driver().stop();
        in.queue().stop();
        return in.prewarms()
                .close()
                .eventually(in.streams()::close)
                .eventually(in.invocations()::close)
                .eventually(() -> unwatched)
                .eventually(() -> state.work().run(() -> {
                    in.member().close();
                    return in;
                }));
    }
}
