package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random histories of one cache: viewers on several event loops, an origin whose content changes with every accepted
 * invalidation, a log that is applied late and sometimes lost, an upstream that fails, breaks off and answers late.
 *
 * <p>Event loops are simulated: a queue each, and a seeded choice of whose turn it is, so a history can be run again from its seed.
 * What decides whether an answer was permitted is the list of accepted invalidations and the version that the body names, not the cache's
 * own bookkeeping.
 */
class RandomInterleavingsTest {
    private static final int HISTORIES = 1500;
    private static final int STEPS = 400;
    private static final List<String> PATHS = List.of("/a/1", "/a/2", "/b/1");
    /** Paths, and tags behind a #: each response has its folder's and another one, or is tagged beyond all bounds. */
    private static final List<String> INVALIDATIONS =
            List.of("/a/1", "/a/2", "/b/1", "/a/*", "/*", "#a", "#a", "#b", "#site");

    /** What is in front of a soft one, which changes no content. */
    private static final String SOFT = "~";

    @Test
    void noAnswerIsOlderThanAnInvalidationThatTheNodeHadAppliedAndNoMemoryIsLost() {
        long base = Long.getLong("perigee.seed", new Random().nextLong());
        Map<Class<?>, Integer> outcomes = new HashMap<>();
        for (int i = 0; i < HISTORIES; i++) {
            long seed = base + i;
            try {
                new History(seed, outcomes).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("failed with -Dperigee.seed=" + seed, e);
            }
        }
        assertThat(outcomes.keySet())
                .as("the histories reach everything: %s", outcomes)
                .containsExactlyInAnyOrder(Outcome.class.getPermittedSubclasses());
    }

    private static final class History implements SequenceView {
        private final Random random;
        private final Map<Class<?>, Integer> outcomes;
        private final List<Loop> loops = new ArrayList<>();
        private final List<Asked> asked = new ArrayList<>();
        private final List<OpenBody> bodies = new ArrayList<>();
        private final Map<Long, String> accepted = new TreeMap<>();
        private final CacheTier cache;
        private long clock = 1_700_000_000_000L;
        private long head = 1;
        private long content = 1;
        private long applied = 1;
        private boolean kept = true;
        private int unanswered;
        private int answers;
        // Vert.x logs what a listener throws and goes on: failures are collected here.
        private final List<Throwable> violations = new ArrayList<>();

        History(long seed, Map<Class<?>, Integer> outcomes) {
            this.outcomes = outcomes;
            random = new Random(seed);
            int marks = random.nextBoolean() ? 3 : 1000;
            cache = new CacheTier(
                    new CacheSettings(1 << 20, 4000, 20_000, 4000, 1000, 65536, 2, marks, Duration.ofSeconds(5), 10),
                    this,
                    () -> clock,
                    Runnable::run);
            for (int i = 0; i < 3; i++) {
                loops.add(new Loop());
            }
        }

        @Override
        public long applied() {
            return applied;
        }

        @Override
        public boolean logKept() {
            return kept;
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            kept = true;
            applyAll();
            drain();
            assertThat(violations).isEmpty();
            assertThat(unanswered).as("calls without an answer").isZero();
            assertThat(answers).isPositive();
            assertThat(cache.counters().inFlight()).isZero();
            assertThat(cache.counters().inFlightBytes()).isZero();
            cache.close();
            drain();
            assertThat(cache.memoryInUse()).as("memory after the end").isZero();
        }

        private void step() {
            switch (random.nextInt(24)) {
                case 0, 1, 2 -> call();
                case 3 -> {
                    if (random.nextInt(3) == 0) {
                        accept();
                    }
                }
                case 4 -> applyOne();
                case 5 -> kept = kept ? random.nextInt(8) != 0 : random.nextInt(2) == 0;
                case 6, 7, 8 -> answerOne();
                case 9, 10, 11, 12, 13 -> feedOne();
                case 14 -> clock += random.nextInt(20_000);
                default -> runSome();
            }
        }

        private void call() {
            Loop loop = loops.get(random.nextInt(loops.size()));
            String path = PATHS.get(random.nextInt(PATHS.size()));
            long minimum = random.nextInt(5) == 0 ? applied + random.nextInt((int) (head - applied) + 1) : 0;
            boolean slow = random.nextInt(3) == 0;
            String method = random.nextInt(8) == 0 ? "HEAD" : "GET";
            RequestHead request = new RequestHead(method, path, Headers.of());
            unanswered++;
            loop.queue.add(() -> {
                CacheCall call = CacheCall.of(new CacheKey("d", path, ""), request, loop.context)
                        .withErrorTtl(status -> 2)
                        .withMinimumSequence(minimum);
                Viewer viewer = new Viewer(loop, path, minimum, applied, slow);
                cache.serve(call, upstream -> ask(loop, upstream), viewer);
            });
        }

        private void accept() {
            head++;
            boolean soft = random.nextInt(3) == 0;
            accepted.put(head, (soft ? SOFT : "") + INVALIDATIONS.get(random.nextInt(INVALIDATIONS.size())));
            content = soft ? content : head;
        }

        private void applyOne() {
            if (applied < head) {
                String marked = Objects.requireNonNull(accepted.get(applied + 1));
                if (marked.startsWith(SOFT + "#")) {
                    cache.staleMarks().addTag("d", marked.substring(2), applied + 1);
                } else if (marked.startsWith(SOFT)) {
                    cache.staleMarks().addPath("d", marked.substring(1), applied + 1);
                } else if (marked.startsWith("#")) {
                    cache.marks().addTag("d", marked.substring(1), applied + 1);
                } else {
                    cache.marks().addPath("d", marked, applied + 1);
                }
                applied++;
            }
        }

        private void applyAll() {
            while (applied < head) {
                applyOne();
            }
        }

        private Future<Upstream.Response> ask(Loop loop, Upstream.Request request) {
            Asked next = new Asked(loop, request, head, content);
            asked.add(next);
            return next.promise.future();
        }

        /** The origin answers with what it had when it was asked. */
        private void answerOne() {
            if (asked.isEmpty()) {
                return;
            }
            Asked next = asked.remove(random.nextInt(asked.size()));
            next.loop.queue.add(() -> respond(next));
        }

        private void respond(Asked next) {
            int choice = random.nextInt(20);
            String tag = "\"" + next.contentWhenAsked + "\"";
            String checked = Long.toString(next.headWhenAsked);
            String folder = next.request.head().target().substring(1, 2);
            String cacheTag = random.nextInt(10) == 0 ? "x".repeat(CacheTags.LENGTH + 1) : "site, " + folder;
            String condition = next.request.head().headers().first("If-None-Match");
            boolean asksForPart = next.request.head().headers().contains("Range");
            if (choice == 0) {
                next.promise.fail(new UpstreamException(Failure.UPSTREAM_TIMEOUT, "simulated", null));
            } else if (choice == 1) {
                next.promise.complete(new Upstream.Response(new ResponseHead(503, Headers.of()), null, 0, () -> {}));
            } else if (tag.equals(condition)) {
                next.promise.complete(new Upstream.Response(
                        new ResponseHead(
                                304,
                                Headers.of(
                                        "Cache-Control",
                                        "max-age=30",
                                        "ETag",
                                        tag,
                                        "Cache-Tag",
                                        cacheTag,
                                        "Checked",
                                        checked)),
                        null,
                        0,
                        () -> {}));
            } else if (next.request.head().method().equals("HEAD")) {
                next.promise.complete(new Upstream.Response(
                        new ResponseHead(200, Headers.of("ETag", tag, "Cache-Tag", cacheTag, "Checked", checked)),
                        null,
                        0,
                        () -> {}));
            } else {
                String control = choice == 2
                        ? "no-store"
                        : choice < 6
                                ? "max-age=5, stale-while-revalidate=20"
                                : choice < 9 ? "max-age=5, stale-if-error=60" : choice == 9 ? "no-cache" : "max-age=60";
                OpenBody body = new OpenBody(next.loop, next.contentWhenAsked, asksForPart ? 0 : random.nextInt(4));
                bodies.add(body);
                next.promise.complete(new Upstream.Response(
                        new ResponseHead(
                                200,
                                Headers.of(
                                        "Cache-Control",
                                        control,
                                        "ETag",
                                        tag,
                                        "Cache-Tag",
                                        cacheTag,
                                        "Checked",
                                        checked)),
                        body.stream,
                        0,
                        body.stream::abort));
            }
        }

        private void feedOne() {
            if (!bodies.isEmpty()) {
                OpenBody body = bodies.get(random.nextInt(bodies.size()));
                boolean breaks = random.nextInt(30) == 0;
                body.loop.queue.add(() -> feed(body, breaks));
            }
        }

        private void feed(OpenBody body, boolean breaks) {
            if (!bodies.contains(body)) {
                return;
            }
            if (breaks) {
                bodies.remove(body);
                body.stream.breakOff(new IllegalStateException("broken off"));
            } else if (body.left-- > 0) {
                body.stream.emit(Buffer.buffer(("v" + body.version + " ").repeat(200)));
            } else {
                bodies.remove(body);
                body.stream.finish();
            }
        }

        private void runSome() {
            Loop loop = loops.get(random.nextInt(loops.size()));
            for (int i = random.nextInt(8); i >= 0 && !loop.queue.isEmpty(); i--) {
                loop.queue.remove().run();
            }
        }

        /** Everything that was begun comes to its end. */
        private void drain() {
            for (int idle = 0; idle < 3; ) {
                boolean worked = false;
                for (Loop loop : loops) {
                    Runnable task = loop.queue.poll();
                    if (task != null) {
                        task.run();
                        worked = true;
                    }
                }
                if (!worked && !asked.isEmpty()) {
                    answerOne();
                    worked = true;
                }
                if (!worked && !bodies.isEmpty()) {
                    feed(bodies.get(0), false);
                    worked = true;
                }
                idle = worked ? 0 : idle + 1;
            }
        }

        /** The newest invalidation of this path, of those up to a sequence: what was fetched before it must not be served. */
        private long newest(String path, long upTo) {
            return newest(path, upTo, "");
        }

        /** The newest soft invalidation of this path: what the origin has confirmed before it must not be served as fresh. */
        private long newestSoft(String path, long upTo) {
            return newest(path, upTo, SOFT);
        }

        private long newest(String path, long upTo, String kind) {
            long newest = 0;
            for (Map.Entry<Long, String> each : accepted.entrySet()) {
                if (each.getValue().startsWith(SOFT) == kind.isEmpty()) {
                    continue;
                }
                String marked = each.getValue().substring(kind.length());
                boolean covers = marked.startsWith("#")
                        ? marked.equals("#site") || marked.charAt(1) == path.charAt(1)
                        : marked.endsWith("*")
                                ? path.startsWith(marked.substring(0, marked.length() - 1))
                                : path.equals(marked);
                if (covers && each.getKey() <= upTo) {
                    newest = each.getKey();
                }
            }
            return newest;
        }

        /** One that checks what it gets, then reads it at its own pace. */
        private final class Viewer implements Handler<Answer> {
            private final Loop loop;
            private final String path;
            private final long minimum;
            private final long appliedWhenCalled;
            private final boolean slow;

            Viewer(Loop loop, String path, long minimum, long appliedWhenCalled, boolean slow) {
                this.loop = loop;
                this.path = path;
                this.minimum = minimum;
                this.appliedWhenCalled = appliedWhenCalled;
                this.slow = slow;
            }

            @Override
            public void handle(Answer answer) {
                unanswered--;
                answers++;
                check(() -> accept(answer));
            }

            private void check(Runnable assertions) {
                try {
                    assertions.run();
                } catch (AssertionError | RuntimeException e) {
                    violations.add(e);
                }
            }

            private void accept(Answer answer) {
                outcomes.merge(answer.outcome().getClass(), 1, Integer::sum);
                String tag = answer.head().headers().first("ETag");
                if (tag == null) {
                    assertThat(answer.head().status()).isIn(502, 503, 504);
                    answer.discard();
                    return;
                }
                long version = Long.parseLong(tag.substring(1, tag.length() - 1));
                assertThat(answer.stillValid()).as("valid when it is delivered").isTrue();
                assertThat(version)
                        .as("%s for %s with %s applied", answer.outcome(), path, applied)
                        .isGreaterThanOrEqualTo(newest(path, Math.max(applied, minimum)));
                if (!(answer.outcome() instanceof Outcome.StaleHit)) {
                    boolean own = answer.outcome() instanceof Outcome.Miss
                            || answer.outcome() instanceof Outcome.RefreshHit
                            || answer.outcome() instanceof Outcome.Bypass;
                    assertThat(Long.parseLong(
                                    String.valueOf(answer.head().headers().first("Checked"))))
                            .as("%s as fresh for %s with %s applied", answer.outcome(), path, applied)
                            .isGreaterThanOrEqualTo(
                                    newestSoft(path, Math.max(own ? appliedWhenCalled : applied, minimum)));
                }
                if (!kept) {
                    assertThat(answer.outcome())
                            .as("while the log is lost")
                            .isInstanceOfAny(Outcome.RefreshHit.class, Outcome.Miss.class, Outcome.Bypass.class);
                }
                if (random.nextInt(6) == 0) {
                    answer.discard();
                    return;
                }
                Sink sink = slow ? Sink.stalled(loop.context) : new Sink(loop.context);
                answer.body()
                        .sendTo(sink)
                        .onComplete(sent -> check(() -> {
                            if (sent.succeeded() && !sink.text().isEmpty()) {
                                assertThat(sink.text().trim().split(" ")).containsOnly("v" + version);
                                assertThat(sink.receivedBytes() % 200).isZero();
                            }
                        }));
                if (slow) {
                    Runnable later = random.nextInt(4) == 0 ? sink::breakOff : sink::flow;
                    loop.queue.add(() -> loop.queue.add(() -> loop.queue.add(later)));
                }
            }
        }
    }

    /** An event loop that runs when it is told to. */
    private static final class Loop {
        private final Deque<Runnable> queue = new ArrayDeque<>();
        private final Context context = (Context) Proxy.newProxyInstance(
                Loop.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("runOnContext")) {
                        @SuppressWarnings("unchecked") // the one parameter of runOnContext
                        Handler<Void> task = (Handler<Void>) arguments[0];
                        queue.add(() -> task.handle(null));
                        return null;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    /** A request that the origin has not answered. */
    private static final class Asked {
        private final Loop loop;
        private final Upstream.Request request;
        private final long headWhenAsked;
        private final long contentWhenAsked;
        private final Promise<Upstream.Response> promise = Promise.promise();

        Asked(Loop loop, Upstream.Request request, long headWhenAsked, long contentWhenAsked) {
            this.loop = loop;
            this.request = request;
            this.headWhenAsked = headWhenAsked;
            this.contentWhenAsked = contentWhenAsked;
        }
    }

    /** A body that the origin has not ended. */
    private static final class OpenBody {
        private final Loop loop;
        private final long version;
        private final ScriptedBody stream;
        private int left;

        OpenBody(Loop loop, long version, int pieces) {
            this.loop = loop;
            this.version = version;
            this.stream = new ScriptedBody(loop.context);
            this.left = pieces;
        }
    }
}
