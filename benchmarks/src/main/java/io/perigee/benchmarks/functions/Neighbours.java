package io.perigee.benchmarks.functions;

import io.perigee.benchmarks.load.Times;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.runtime.FunctionSource;
import io.perigee.functions.runtime.JavaScriptVersion;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Requests that run no function, on the event loops of a node whose functions are hostile: rounds in which a hostile function is called
 * again and again alternate with rounds in which none is.
 */
final class Neighbours {
    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final long BETWEEN_REQUESTS_NANOS = 500_000;
    private static final long BETWEEN_CALLS_MILLIS = 50;
    private static final double GOAL = 2;

    private static final Map<String, String> SCRIPTS = Map.of(
            "loops", "function handler(event) { while (true) {} }",
            "leaks",
                    "var kept = []; function handler(event) { while (true) { kept.push(new Array(1000).fill(event)); } }",
            "floods its log",
                    "function handler(event) { for (var i = 0; i < 100000; i++) { console.log('flood ' + i); } return event.request; }");

    private static final Map<String, String> PROGRAMS = Map.of(
            "loops", "exports.handler = async () => { for (;;) {} };",
            "leaks",
                    "const kept = []; exports.handler = async () => { for (;;) { kept.push(Buffer.alloc(1 << 20, 1)); } };",
            "forks",
                    "const {spawn} = require('child_process'); exports.handler = async () => { for (;;) { spawn('sleep', ['60']); await new Promise(setImmediate); } };",
            "floods its log", "exports.handler = async () => { for (;;) { console.log('flood '.repeat(100)); } };",
            "fills its disk",
                    "const fs = require('fs'); exports.handler = async () => { for (let i = 0; ; i++) { fs.writeFileSync('/tmp/fill' + i, Buffer.alloc(1 << 20)); } };",
            "kills itself", "exports.handler = async () => { process.kill(process.pid, 'SIGKILL'); };");

    /** How many are measured. */
    static final int ALL = SCRIPTS.size() + PROGRAMS.size();

    private final Vertx vertx;
    private final FunctionHost host;
    private final Samples samples;

    Neighbours(Vertx vertx, FunctionHost host, Samples samples) {
        this.vertx = vertx;
        this.host = host;
        this.samples = samples;
    }

    List<Figure> measure(Consumer<String> told) throws IOException, InterruptedException {
        HttpServer server = Waiting.on(vertx.createHttpServer()
                .requestHandler(request -> request.response().end("neighbour"))
                .listen(0, "127.0.0.1"));
        URI url = URI.create("http://127.0.0.1:" + server.actualPort());
        List<Figure> figures = new ArrayList<>();
        for (Map.Entry<String, String> hostile : SCRIPTS.entrySet()) {
            String what = "beside a CloudFront Function that " + hostile.getKey();
            told.accept(what);
            figures.add(figure(what, url, script(hostile.getKey(), hostile.getValue())));
        }
        for (Map.Entry<String, String> hostile : PROGRAMS.entrySet()) {
            String what = "beside a Node.js Lambda that " + hostile.getKey();
            told.accept(what);
            figures.add(figure(what, url, program(hostile.getKey(), hostile.getValue())));
        }
        Waiting.on(server.close());
        return figures;
    }

    private FunctionSource script(String name, String code) {
        return new FunctionSource.CloudFrontScript(
                samples.script(name.replace(' ', '-'), code), JavaScriptVersion.V2_0, Optional.empty());
    }

    private FunctionSource program(String name, String code) {
        return FunctionsBenchmark.lambda(
                samples.zip(name.replace(' ', '-'), "index.js", code), "nodejs20.x", "index.handler");
    }

    private Figure figure(String what, URI url, FunctionSource hostile) throws IOException, InterruptedException {
        FunctionId id = new FunctionId("hostile", 1);
        Waiting.on(host.deploy(id, hostile));
        List<Double> ratios = new ArrayList<>();
        try (Neighbour neighbour = new Neighbour(url)) {
            neighbour.times(ROUND, BETWEEN_REQUESTS_NANOS);
            for (int i = 0; i < ROUNDS; i++) {
                Times alone = neighbour.times(ROUND, BETWEEN_REQUESTS_NANOS);
                Times beside = calledMeanwhile(id, () -> neighbour.times(ROUND, BETWEEN_REQUESTS_NANOS));
                ratios.add(beside.millis(0.99) / alone.millis(0.99));
            }
        }
        Waiting.on(host.undeploy(id.name()));
        return new Figure(what + ", p99 of other requests, times that without it", Calls.median(ratios), GOAL, "x");
    }

    private Times calledMeanwhile(FunctionId id, Supplier<Times> measuring) {
        FunctionReference function = FunctionReference.exactly(id);
        long timer = vertx.setPeriodic(BETWEEN_CALLS_MILLIS, tick -> host.invoke(function, Calls.event()));
        try {
            return measuring.get();
        } finally {
            vertx.cancelTimer(timer);
            awaitEnd(id);
        }
    }

    /** Calls that are still under way must not count as what it is like without any. */
    private void awaitEnd(FunctionId id) {
        while (host.status(id).orElseThrow().underWay() > 0) {
            LockSupport.parkNanos(BETWEEN_REQUESTS_NANOS);
        }
    }
}
