package io.perigee.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.perigee.node.listen.Listener;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.listen.TlsConfig;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.Gate;
import io.perigee.testkit.RawConnection;
import io.perigee.testkit.Viewer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@Conversation
class NodeProcessTest {

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Readiness readiness = new Readiness();
    private final RequestsInFlight requests = new RequestsInFlight();

    /** Nobody has to notice; what is under way may take as long as the test waits. */
    private static final DrainConfig PATIENT = new DrainConfig(Duration.ZERO, Await.LIMIT, Await.LIMIT);

    private static final DrainConfig LEAVES_FOR_LONG =
            new DrainConfig(Duration.ofHours(1), Duration.ofSeconds(5), Duration.ofSeconds(5));

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private NodePart part(String name, Future<Void> start, Future<Void> stop) {
        return new NodePart() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Future<Void> start() {
                events.add("start " + name);
                return start;
            }

            @Override
            public void leave() {
                events.add("leave " + name);
            }

            @Override
            public Future<Void> drain(Duration limit) {
                events.add("drain " + name);
                return Future.succeededFuture();
            }

            @Override
            public Future<Void> stop() {
                events.add("stop " + name);
                return stop;
            }
        };
    }

    private NodePart part(String name) {
        return part(name, Future.succeededFuture(), Future.succeededFuture());
    }

    private NodeProcess node(Vertx vertx, DrainConfig drain, NodePart... parts) {
        return new NodeProcess(vertx, "node-1", drain, List.of(parts), readiness, requests);
    }

    @Test
    void startsInOrderAndStopsInReverse(Vertx vertx) {
        var node = node(vertx, DrainConfig.quick(), part("a"), part("b"));

        Await.get(node.start());
        assertThat(readiness.isReady()).isTrue();
        Await.get(node.stop());

        assertThat(readiness.problems()).containsKey("draining");
        assertThat(events)
                .containsExactly("start a", "start b", "leave b", "leave a", "drain b", "drain a", "stop b", "stop a");
    }

    @Test
    void aNodeThatLeavesServesWhatComesAndEndsEachConnectionWithItsAnswer(Vertx vertx, Viewer viewer) {
        var listener = new Listener(
                vertx,
                "viewers",
                ListenerConfig.on(0),
                2,
                requests,
                () -> requests.counting(request -> request.response().end("served")));
        var node = node(vertx, LEAVES_FOR_LONG, listener);
        Await.get(node.start());
        RawConnection before = viewer.raw(listener.port());
        assertThat(before.send(GET).readAnswer()).doesNotContainIgnoringCase("connection:");

        Future<Void> stopped = node.stop();

        assertThat(before.send(GET).readAll())
                .containsIgnoringCase("connection: close\r\n")
                .endsWith("served");
        RawConnection after = viewer.raw(listener.port());
        assertThat(after.send(GET).readAll())
                .containsIgnoringCase("connection: close\r\n")
                .endsWith("served");
        RawConnection upload = viewer.raw(listener.port());
        upload.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc")
                .send("def");
        assertThat(upload.readAll()).endsWith("served");
        assertThat(stopped.isComplete()).isFalse();
    }

    @Test
    void anHttp2ClientOfANodeThatLeavesIsServedAndBeginsNothingNewOnItsConnection(Vertx vertx, Viewer viewer) {
        var gate = new Gate();
        var config = ListenerConfig.on(0).withTls(TlsConfig.selfSigned("localhost"));
        var listener = new Listener(
                vertx, "viewers", config, 1, requests, () -> requests.counting(request -> slowly(request, gate)));
        var node = node(vertx, LEAVES_FOR_LONG, listener);
        Await.get(node.start());
        Future<Answered> slow = viewer.http2().start(Asked.get(listener.url() + "/slow"));
        gate.awaitArrivals(1);
        assertThat(listener.connections()).isEqualTo(1);

        Future<Void> stopped = node.stop();

        Await.until("a new connection for a new request", () -> {
            assertThat(viewer.http2().get(listener.url() + "/").text()).isEqualTo("quick");
            return listener.connections() == 2;
        });
        gate.open();
        assertThat(Await.get(slow).text()).isEqualTo("done");
        assertThat(stopped.isComplete()).isFalse();
    }

    @Test
    void aPartThatDoesNotStartStopsThoseBeforeIt(Vertx vertx) {
        var broken = part("b", Future.failedFuture("port 80 is in use"), Future.succeededFuture());
        var node = node(vertx, DrainConfig.quick(), part("a"), broken, part("c"));

        assertThat(Await.failure(node.start())).hasMessage("port 80 is in use");
        assertThat(events).containsExactly("start a", "start b", "stop b", "stop a");
    }

    @Test
    void aPartThatHangsIsLeftBehind(Vertx vertx) {
        var hanging =
                part("b", Future.succeededFuture(), Promise.<Void>promise().future());
        var drain = new DrainConfig(Duration.ZERO, Duration.ofSeconds(1), Duration.ofMillis(50));
        var node = node(vertx, drain, part("a"), hanging);

        Await.get(node.start());

        assertThat(ProcessSignals.stop(node)).isEqualTo(ProcessSignals.CUT);
        assertThat(events).endsWith("stop b", "stop a");
    }

    @Test
    void requestsInFlightFinishWhileNewConnectionsAreRefused(Vertx vertx, Viewer viewer) {
        var gate = new Gate();
        var listener = new Listener(
                vertx,
                "viewers",
                ListenerConfig.on(0),
                2,
                requests,
                () -> requests.counting(request -> slowly(request, gate)));
        var node = node(vertx, PATIENT, listener);
        Await.get(node.start());
        int port = listener.port();
        RawConnection idle = viewer.raw(port);
        Future<Answered> slow = viewer.start(Asked.get(listener.url() + "/slow"));
        gate.awaitArrivals(1);

        Future<Void> stopped = node.stop();

        assertThat(idle.readAll()).isEmpty();
        assertThat(stopped.isComplete()).isFalse();
        assertThat(requests.count()).isEqualTo(1);
        Await.until("new requests to be refused", () -> isRefused(viewer, listener.url() + "/new"));
        gate.open();
        assertThat(Await.get(slow).text()).isEqualTo("done");
        assertThat(ProcessSignals.stop(node)).isEqualTo(ProcessSignals.CLEAN);
        assertThat(requests.count()).isZero();
    }

    private static void slowly(HttpServerRequest request, Gate gate) {
        if (request.uri().equals("/slow")) {
            gate.arrive().onComplete(open -> request.response().end("done"));
        } else {
            request.response().end("quick");
        }
    }

    private static boolean isRefused(Viewer viewer, String url) {
        return Await.get(viewer.start(Asked.get(url)).transform(answer -> Future.succeededFuture(answer.failed())));
    }

    @Test
    void streamsOfAnHttp2ConnectionFinishAndItGoesAway(Vertx vertx, Viewer viewer) {
        var gate = new Gate();
        var config = ListenerConfig.on(0).withTls(TlsConfig.selfSigned("localhost"));
        var listener = new Listener(
                vertx, "viewers", config, 1, requests, () -> requests.counting(request -> slowly(request, gate)));
        var node = node(vertx, PATIENT, listener);
        Await.get(node.start());
        Future<Answered> slow = viewer.http2().start(Asked.get(listener.url() + "/slow"));
        gate.awaitArrivals(1);
        assertThat(viewer.http2().get(listener.url() + "/").text()).isEqualTo("quick");
        assertThat(listener.connections()).isEqualTo(1);

        Future<Void> stopped = node.stop();

        Await.until("new requests to be refused", () -> isRefused(viewer.http2(), listener.url() + "/new"));
        gate.open();
        assertThat(Await.get(slow).text()).isEqualTo("done");
        Await.get(stopped);
        Await.until("the connection is gone", () -> listener.connections() == 0);
    }

    @Test
    void aSignalDrainsTheProcessAndItsExitCodeIsZero() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SignalledNode.class.getName())
                .redirectErrorStream(true)
                .start();
        try (var output = process.inputReader()) {
            assertThat(output.lines().takeWhile(line -> !line.equals("started")).toList())
                    .isEmpty();

            process.toHandle().destroy();

            assertThat(output.lines().toList()).contains("drained", "stopped");
        }
        assertThat(process.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ProcessSignals.CLEAN);
    }

    @Test
    void aRequestThatDoesNotFinishIsCutAtTheLimit(Vertx vertx, Viewer viewer) {
        var listener = new Listener(
                vertx, "viewers", ListenerConfig.on(0), 1, requests, () -> requests.counting(request -> {}));
        var drain = new DrainConfig(Duration.ZERO, Duration.ofMillis(200), Duration.ofSeconds(5));
        var node = node(vertx, drain, listener);
        Await.get(node.start());
        Future<Answered> stuck = viewer.start(Asked.get(listener.url() + "/"));
        Await.until("the request", () -> requests.count() == 1);

        ProcessSignals.stop(node);

        assertThat(Await.failure(stuck)).isNotNull();
        Await.until("it is not counted any more", () -> requests.count() == 0);
    }

    @Test
    void tellsOthersForAWhileBeforeItStopsAccepting(Vertx vertx, Viewer viewer) {
        var management = new ManagementServer(
                vertx,
                ManagementConfig.on(0),
                "edge",
                readiness,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        var listener = new Listener(
                vertx,
                "viewers",
                ListenerConfig.on(0),
                1,
                requests,
                () -> requests.counting(request -> request.response().end("served")));
        var node = node(vertx, LEAVES_FOR_LONG, management, listener);
        Await.get(node.start());

        Future<Void> stopped = node.stop();

        assertThat(viewer.get("http://127.0.0.1:" + management.port() + "/readyz")
                        .status())
                .isEqualTo(503);
        assertThat(viewer.get(listener.url() + "/").text()).isEqualTo("served");
        assertThat(stopped.isComplete()).isFalse();
    }

    @Test
    void managementAnswersHealthReadinessAndMetrics(Vertx vertx, Viewer viewer) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var behind = new AtomicBoolean(true);
        readiness.check("log", () -> behind.get() ? Optional.of("3 entries behind") : Optional.empty());
        var management = new ManagementServer(vertx, ManagementConfig.on(0), "edge", readiness, registry);
        Await.get(management.start());
        String url = "http://127.0.0.1:" + management.port();

        assertThat(viewer.get(url + "/healthz").status()).isEqualTo(200);
        Answered unready = viewer.get(url + "/readyz");
        assertThat(unready.status()).isEqualTo(503);
        assertThat(unready.text()).isEqualTo("{\"ready\":false,\"problems\":{\"log\":\"3 entries behind\"}}");
        behind.set(false);
        assertThat(viewer.get(url + "/readyz").text()).isEqualTo("{\"ready\":true}");
        assertThat(viewer.get(url + "/metrics").text())
                .contains(
                        "jvm_memory_used_bytes",
                        "process_uptime_seconds",
                        "jvm_buffer_memory_used_bytes{id=\"direct\"}",
                        "perigee_build_info{role=\"edge\"",
                        "perigee_ready 1.0",
                        "perigee_direct_memory_used_bytes",
                        "perigee_event_loop_delay_seconds_max");
        assertThat(viewer.get(url + "/other").status()).isEqualTo(404);
        assertThat(viewer.send(Asked.of("POST", url + "/healthz")).status()).isEqualTo(405);
        Await.get(management.stop());
    }
}
