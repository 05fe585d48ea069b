package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.edge.LambdaTiers.Program;
import io.perigee.edge.LambdaTiers.Site;
import io.perigee.functions.EdgeFunction;
import io.perigee.functions.EventType;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.lambda.process.ProcessTable;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Await;
import io.perigee.testkit.Needs;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Functions of all kinds that loop, leak, fork, flood their log, fill the disk, throw, never answer and kill themselves, while viewers of other
 * functions on the same nodes get what they asked for: every answer is checked, every request ends, and no process, file or descriptor is left.
 * {@code -Dperigee.soak.seconds=600} makes it longer.
 */
class HostileFunctionsSoakTest {
    private static final Logger LOG = LoggerFactory.getLogger(HostileFunctionsSoakTest.class);
    private static final long SECONDS = Long.getLong("perigee.soak.seconds", 10);

    /** What the JVM opens now and then for itself. */
    private static final int DESCRIPTORS = 64;

    private static final String MARK = "perigee-soak-987631";

    private static final Map<String, Program> HOSTILE = Map.ofEntries(
            Map.entry("Lambda that loops", lambda("for (;;) { }")),
            Map.entry(
                    "Lambda that leaks", lambda("const kept = []; for (;;) { kept.push(Buffer.alloc(1 << 20, 1)); }")),
            Map.entry(
                    "Lambda that forks",
                    lambda(
                            "for (;;) { spawn('sleep', ['987631'], { detached: true }).on('error', () => {}); await new Promise(setImmediate); }")),
            Map.entry("Lambda that floods its log", lambda("for (;;) { console.log('flood '.repeat(1000)); }")),
            Map.entry("Lambda that fills the disk", lambda("""
                            for (let i = 0; ; i++) {
                              for (const folder of ['/tmp', '/var/tmp', '/dev/shm', '/run/lock']) {
                                try { fs.writeFileSync(folder + '/%s' + i, Buffer.alloc(1 << 20)); } catch (e) { }
                              }
                            }
                            """.formatted(MARK))),
            Map.entry(
                    "Lambda that kills itself",
                    lambda("process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});")),
            Map.entry(
                    "Lambda that kills all it can",
                    lambda("try { process.kill(-1, 'SIGKILL'); } catch (e) { } await new Promise(() => {});")),
            Map.entry("Lambda that cannot be loaded", Program.node("throw new Error('not today');")),
            Map.entry("script that loops", Program.script("function handler(event) { while (true) {} }")),
            Map.entry(
                    "script that leaks",
                    Program.script(
                            "var kept = []; function handler(event) { while (true) { kept.push(new Array(1000).fill(event)); } }")),
            Map.entry(
                    "script that throws", Program.script("function handler(event) { throw new Error('not today'); }")),
            Map.entry("verticle that throws", Program.verticle(Throwing.class)),
            Map.entry("verticle that never answers", Program.verticle(NeverAnswering.class)));

    /** Trusted with the node, and wrong. */
    public static final class Throwing extends EdgeFunction {
        @Override
        public Future<RequestResult> viewerRequest(RequestEvent event) {
            throw new IllegalStateException("not today");
        }
    }

    /** Trusted with the node, and forgetful. */
    public static final class NeverAnswering extends EdgeFunction {
        @Override
        public Future<RequestResult> viewerRequest(RequestEvent event) {
            return Promise.<RequestResult>promise().future();
        }
    }

    private static Program lambda(String body) {
        return Program.node("const fs = require('node:fs'); const { spawn } = require('node:child_process');\n"
                        + "exports.handler = async (event) => {\n" + body + "\n};")
                .within(1);
    }

    private final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final LongAdder right = new LongAdder();
    private final LongAdder failed = new LongAdder();

    @Test
    void othersGetTheirAnswersAndNothingIsLeft() throws IOException {
        Needs.program("node", "nodejs");
        Needs.program("python3", "python3");
        try (var tiers = new LambdaTiers()) {
            tiers.origin().otherwise(request -> Answer.ok(request.target()).with("Cache-Control", "max-age=60"));
            List<Site> good = good(tiers);
            List<Site> hostile = HOSTILE.values().stream()
                    .map(program -> tiers.site(EventType.VIEWER_REQUEST, program))
                    .toList();
            good.forEach(site -> ask(site, 0));
            long descriptors = descriptors();

            List<CompletableFuture<Void>> viewers = new ArrayList<>();
            hostile.forEach(site -> viewers.add(again(turn -> provoke(site))));
            good.forEach(site -> viewers.add(again(turn -> ask(site, turn))));
            CompletableFuture<Void> ended = CompletableFuture.allOf(viewers.toArray(CompletableFuture[]::new));
            ended.completeOnTimeout(null, SECONDS, TimeUnit.SECONDS).join();
            over.set(true);
            viewers.forEach(Await::get);
            LOG.info("{} answers of good functions, {} failures of hostile ones", right, failed);

            assertThat(wrong).isEmpty();
            assertThat(right.sum()).isPositive();
            assertThat(failed.sum()).isPositive();
            assertThat(tiers.requestsInFlight()).isZero();
            tiers.stopFunctions();
            assertNothingIsLeft(tiers.directory());
            Await.until(
                    () -> descriptors() + " descriptors, " + descriptors + " before",
                    () -> descriptors() <= descriptors + DESCRIPTORS);
        }
    }

    /** One of each kind, at events whose functions have time to wait for a processor. */
    private static List<Site> good(LambdaTiers tiers) {
        return List.of(
                tiers.site(EventType.ORIGIN_REQUEST, Program.node("""
                                exports.handler = async (event) => {
                                  const { request } = event.Records[0].cf;
                                  request.uri = '/good' + request.uri;
                                  return request;
                                };
                                """).within(30)),
                tiers.site(EventType.ORIGIN_REQUEST, Program.python("""
                                def handler(event, context):
                                    request = event['Records'][0]['cf']['request']
                                    request['uri'] = '/good' + request['uri']
                                    return request
                                """).within(30)),
                tiers.site(
                        EventType.VIEWER_REQUEST,
                        Program.script(
                                "function handler(event) { event.request.uri = '/good' + event.request.uri; return event.request; }")),
                tiers.site(EventType.VIEWER_REQUEST, Program.verticle(Good.class)));
    }

    /** As the other good ones. */
    public static final class Good extends EdgeFunction {
        @Override
        public Future<RequestResult> viewerRequest(RequestEvent event) {
            return proceed(event.request().withUri("/good" + event.request().uri()));
        }
    }

    private void ask(Site site, int turn) {
        Answered answer = site.get("/" + turn);
        if (answer.status() != 200 || !answer.text().equals("/good/" + turn)) {
            throw new AssertionError(site.functions() + " answered " + answer);
        }
        right.increment();
    }

    private void provoke(Site site) {
        Answered answer = site.get("/");
        if (answer.status() < 502 || answer.status() > 504) {
            throw new AssertionError(site.functions() + " answered " + answer);
        }
        failed.increment();
        // Some fail within a moment; their lines in the log are not what is tested here.
        new CompletableFuture<Void>()
                .completeOnTimeout(null, 20, TimeUnit.MILLISECONDS)
                .join();
    }

    /** One turn of a viewer. */
    private interface Turn {
        void take(int number);
    }

    private CompletableFuture<Void> again(Turn turn) {
        var ended = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> {
            try {
                for (int i = 1; !over.get(); i++) {
                    turn.take(i);
                }
            } catch (Throwable broken) {
                wrong.add(broken);
                over.set(true);
            } finally {
                ended.complete(null);
            }
        });
        return ended;
    }

    private static void assertNothingIsLeft(Path directory) throws IOException {
        String mine = directory.toString();
        Await.until(
                () -> "processes that are left: " + left(mine), () -> left(mine).isEmpty());
        for (String node : List.of("edge", "regional")) {
            assertThat(directory.resolve(node).resolve("tmp")).isEmptyDirectory();
        }
        for (String folder : List.of("/var/tmp", "/dev/shm", "/tmp")) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                assertThat(files.map(Path::toString)).noneMatch(file -> file.contains(MARK));
            }
        }
    }

    /** Processes of functions; not the two that hold the nodes' views of the file system, which name the folder as well. */
    private static List<String> left(String directory) {
        return ProcessTable.read().entries().stream()
                .flatMap(entry -> ProcessHandle.of(entry.pid()).stream())
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains("sleep 987631")
                        || line.contains(directory + "/edge/runtime")
                        || line.contains(directory + "/regional/runtime"))
                .toList();
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
