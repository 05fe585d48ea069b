package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.ByteRanges;
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
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random histories of an object that is kept in slices, because it is long or because it came in parts from the start: viewers that want any
 * part of it at any pace, an origin that replaces it with and without an invalidation, answers late, fails, breaks off, sends other parts than it
 * was asked for and names versions strongly or weakly, little memory, and one cache or an edge's and a region's behind each other.
 *
 * <p>Whatever a viewer gets must be bytes of one version, the one that the head of its answer named, and not one that an invalidation which
 * the node had applied has covered. Every history can be run again from its seed.
 */
class SlicesInterleavingsTest {
    private static final int HISTORIES = 600;
    private static final int STEPS = 250;

    @Test
    void noBodyIsPutTogetherFromTwoVersionsNorOlderThanAnAppliedInvalidation() {
        long base = Long.getLong("perigee.seed", new Random().nextLong());
        int whole = 0;
        int slices = 0;
        for (int i = 0; i < HISTORIES; i++) {
            try {
                History history = new History(base + i);
                history.run();
                whole += history.complete;
                slices += (int) history.outer.counters().sliceFetches();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("failed with -Dperigee.seed=" + (base + i), e);
            }
        }
        assertThat(whole).as("answers that were read to their end").isGreaterThan(HISTORIES);
        assertThat(slices).as("slices that were fetched").isGreaterThan(HISTORIES);
    }

    /** A version's content: its own letter in front of the position, so that no byte could be another's. */
    private static String content(int version) {
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < 25 + version % 3; i++) {
            content.append((char) ('a' + version % 26))
                    .append(i % 10)
                    .append(version % 10)
                    .append('.');
        }
        return content.toString();
    }

    private static final class History implements SequenceView {
        private final Random random;
        private final List<Loop> loops = List.of(new Loop(), new Loop(), new Loop());
        private final List<Runnable> origin = new ArrayList<>();
        private final List<Throwable> violations = new ArrayList<>();
        private final CacheTier outer;
        private final CacheTier inner;
        private final boolean twoTiers;
        private final boolean weak;
        private long clock = 1_700_000_000_000L;
        private int version = 1;
        // The least version that may be served, by what is applied; and what is accepted but not applied.
        private int least = 1;
        private int accepted = 1;
        private long applied = 1;
        private int unanswered;
        private int complete;

        History(long seed) {
            random = new Random(seed);
            twoTiers = random.nextBoolean();
            weak = random.nextInt(6) == 0;
            // Above or below the object's length.
            int threshold = random.nextBoolean() ? 40 : 1000;
            long budget = random.nextInt(4) == 0 ? 15 : 10_000;
            CacheSettings settings = new CacheSettings(
                    1 << 20,
                    64 * 1024,
                    budget,
                    threshold,
                    7 + random.nextInt(12),
                    65536,
                    2,
                    100,
                    Duration.ofSeconds(5),
                    10);
            outer = new CacheTier(settings, this, () -> clock, Runnable::run);
            inner = new CacheTier(
                    settings.withSlices(threshold, 5 + random.nextInt(20)), this, () -> clock, Runnable::run);
        }

        @Override
        public long applied() {
            return applied;
        }

        @Override
        public boolean logKept() {
            return true;
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            drain();
            assertThat(violations).isEmpty();
            assertThat(unanswered).as("calls without an answer").isZero();
            for (CacheTier tier : List.of(outer, inner)) {
                assertThat(tier.counters().inFlight()).isZero();
                assertThat(tier.counters().inFlightBytes()).isZero();
                tier.close();
            }
            drain();
            assertThat(outer.memoryInUse() + inner.memoryInUse())
                    .as("memory after the end")
                    .isZero();
        }

        private void step() {
            switch (random.nextInt(20)) {
                case 0, 1, 2 -> call();
                case 3 -> {
                    if (random.nextInt(4) == 0) {
                        version++;
                        accepted = version;
                    } else if (random.nextInt(4) == 0) {
                        // Replaced, and nobody is told.
                        version++;
                    }
                }
                case 4 -> apply();
                case 5 -> clock += random.nextInt(10_000);
                case 6, 7, 8, 9, 10 -> originWorks();
                case 11 -> {
                    if (random.nextInt(20) == 0) {
                        outer.purge();
                    }
                }
                default -> runSome();
            }
        }

        private void apply() {
            if (least < accepted) {
                outer.marks().addPath("d", "/v", applied + 1);
                inner.marks().addPath("d", "/v", applied + 1);
                applied++;
                least = accepted;
            }
        }

        private void originWorks() {
            if (!origin.isEmpty()) {
                origin.remove(random.nextInt(origin.size())).run();
            }
        }

        private void runSome() {
            Loop loop = loops.get(random.nextInt(loops.size()));
            for (int i = random.nextInt(8); i >= 0 && !loop.queue.isEmpty(); i--) {
                loop.queue.remove().run();
            }
        }

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
                if (!worked && !origin.isEmpty()) {
                    origin.remove(0).run();
                    worked = true;
                }
                idle = worked ? 0 : idle + 1;
            }
        }

        // ---- viewers

        private void call() {
            Loop loop = loops.get(random.nextInt(loops.size()));
            int first = random.nextInt(110);
            String range = switch (random.nextInt(4)) {
                case 0 -> null;
                case 1 -> "bytes=-" + (1 + random.nextInt(30));
                case 2 -> "bytes=" + first + "-";
                default -> "bytes=" + first + "-" + (first + random.nextInt(60));
            };
            Headers headers = range == null ? Headers.of() : Headers.of("Range", range);
            RequestHead request = new RequestHead("GET", "/v", headers);
            boolean slow = random.nextInt(3) == 0;
            unanswered++;
            loop.queue.add(() -> serve(
                    outer, request, 0, loop, twoTiers, answer -> check(() -> accept(answer, request, slow, loop))));
        }

        private void serve(
                CacheTier tier,
                RequestHead request,
                long minimum,
                Loop loop,
                boolean andInner,
                Handler<Answer> answered) {
            CacheCall call = CacheCall.of(new CacheKey("d", "/v", ""), request, loop.context)
                    .withMinimumSequence(minimum);
            tier.serve(call, sent -> andInner ? askInner(sent, loop) : askOrigin(sent, loop), answered);
        }

        private void accept(Answer answer, RequestHead request, boolean slow, Loop loop) {
            unanswered--;
            String tag = answer.head().headers().first("ETag");
            if (tag == null) {
                // 416 is the origin's own answer to what was passed on as it was.
                assertThat(answer.head().status()).isIn(416, 502, 503, 504);
                answer.discard();
                return;
            }
            int got = Integer.parseInt(tag.substring(tag.indexOf('"') + 1, tag.length() - 1));
            assertThat(got).as("version").isGreaterThanOrEqualTo(least);
            String all = content(got);
            if (answer.body().length() >= 0 && answer.head().status() == 200) {
                assertThat(answer.body().length()).isEqualTo(all.length());
            }
            ByteRange part = part(request, answer.head(), all.length());
            if (part == null || random.nextInt(8) == 0) {
                answer.discard();
                return;
            }
            // What was passed on as a 206 is that part already.
            long from = answer.head().status() == 206 ? 0 : part.first();
            String wanted = all.substring((int) part.first(), (int) part.last() + 1);
            Sink sink = slow ? Sink.stalled(loop.context) : new Sink(loop.context);
            Future<Void> sent = answer.body().sendTo(sink, from, part.length());
            sent.onComplete(done -> check(() -> {
                assertThat(wanted).startsWith(sink.text());
                if (done.succeeded()) {
                    assertThat(sink.text()).isEqualTo(wanted);
                    complete++;
                }
            }));
            if (slow) {
                Runnable later = random.nextInt(4) == 0 ? sink::breakOff : sink::flow;
                loop.queue.add(() -> loop.queue.add(() -> loop.queue.add(later)));
            }
        }

        /** The part that is wanted of an answer; null for none. */
        private static @Nullable ByteRange part(RequestHead request, ResponseHead head, long length) {
            if (head.status() == 206) {
                return Objects.requireNonNull(ContentRange.of(head.headers())).range();
            }
            return switch (ByteRanges.of(request, head, length)) {
                case ByteRanges.Single(ByteRange range) -> range;
                case ByteRanges.Whole whole -> new ByteRange(0, length - 1);
                case ByteRanges.Multiple several -> several.ranges().get(0);
                case ByteRanges.Unsatisfiable unsatisfiable -> null;
            };
        }

        private void check(Runnable assertions) {
            try {
                assertions.run();
            } catch (AssertionError | RuntimeException e) {
                violations.add(e);
            }
        }

        // ---- a regional cache between the edge and the origin

        private Future<Upstream.Response> askInner(Upstream.Request sent, Loop loop) {
            Promise<Upstream.Response> promise = Promise.promise();
            serve(
                    inner,
                    sent.head(),
                    sent.minimumSequence(),
                    loop,
                    false,
                    answer -> promise.complete(hop(answer, sent.head(), loop)));
            return promise.future();
        }

        /** What a regional cache makes of an answer for the edge that asked. */
        private static Upstream.Response hop(Answer answer, RequestHead request, Loop loop) {
            long sequence = answer.fetchedAtSequence();
            if (answer.outcome() instanceof Outcome.Failed) {
                return new Upstream.Response(new ResponseHead(502, Headers.of()), null, sequence, () -> {});
            }
            ResponseHead head = answer.head();
            String tag = head.headers().first("ETag");
            if (tag != null && tag.equals(request.headers().first("If-None-Match"))) {
                answer.discard();
                return new Upstream.Response(new ResponseHead(304, head.headers()), null, sequence, () -> {});
            }
            long length = answer.body().length();
            ByteRange part = length < 0 || head.status() != 200 ? null : part(request, head, length);
            if (length >= 0 && head.status() == 200 && part == null) {
                answer.discard();
                return new Upstream.Response(new ResponseHead(416, Headers.of()), null, sequence, () -> {});
            }
            ScriptedBody stream = new ScriptedBody(loop.context);
            Tail tail = new Tail(stream, loop.context);
            ResponseHead sentHead = head;
            Future<Void> sent;
            if (part != null && part.length() < length) {
                sentHead = ByteRanges.partial(head, part, length);
                sent = answer.body().sendTo(tail, part.first(), part.length());
            } else {
                sent = answer.body().sendTo(tail);
            }
            sent.onFailure(stream::breakOff);
            return new Upstream.Response(sentHead, stream, sequence, () -> {
                stream.abort();
                answer.discard();
            });
        }

        // ---- the origin

        private Future<Upstream.Response> askOrigin(Upstream.Request sent, Loop loop) {
            Promise<Upstream.Response> promise = Promise.promise();
            int asked = version;
            origin.add(() -> loop.queue.add(() -> respond(sent, asked, loop, promise)));
            return promise.future();
        }

        private void respond(Upstream.Request sent, int asked, Loop loop, Promise<Upstream.Response> promise) {
            RequestHead request = sent.head();
            String all = content(asked);
            String tag = (weak ? "W/" : "") + '"' + asked + '"';
            int choice = random.nextInt(25);
            if (choice == 0) {
                promise.fail(new UpstreamException(Failure.UPSTREAM_TIMEOUT, "simulated", null));
                return;
            }
            Headers headers = Headers.of(
                    "ETag", tag, "Cache-Control", choice < 5 ? "max-age=5" : "max-age=60", "Accept-Ranges", "bytes");
            if (tag.equals(request.headers().first("If-None-Match"))) {
                promise.complete(new Upstream.Response(new ResponseHead(304, headers), null, 0, () -> {}));
                return;
            }
            ResponseHead whole = new ResponseHead(200, headers.with("Content-Length", "" + all.length()));
            ByteRange part =
                    random.nextInt(15) == 0 ? new ByteRange(0, all.length() - 1) : part(request, whole, all.length());
            if (part == null) {
                promise.complete(new Upstream.Response(new ResponseHead(416, Headers.of()), null, 0, () -> {}));
                return;
            }
            boolean partial = part.length() < all.length();
            ScriptedBody body = new ScriptedBody(loop.context);
            String bytes = all.substring((int) part.first(), (int) part.last() + 1);
            boolean breaks = random.nextInt(20) == 0;
            int cut = random.nextInt(bytes.length());
            body.emit(Buffer.buffer(bytes.substring(0, cut)));
            origin.add(() -> loop.queue.add(() -> {
                if (breaks) {
                    body.breakOff(new IllegalStateException("broken off"));
                } else {
                    body.emit(Buffer.buffer(bytes.substring(cut)));
                    body.finish();
                }
            }));
            ResponseHead head = partial ? ByteRanges.partial(whole, part, all.length()) : whole;
            if (partial && sent.purpose() == Upstream.Purpose.SLICE && random.nextInt(15) == 0) {
                head = head.withHeaders(wrong(head.headers(), part, all.length()));
            }
            promise.complete(new Upstream.Response(head, body, 0, body::abort));
        }
    }

    /** The fields of a 206, with what cannot be relied on. */
    private static Headers wrong(Headers headers, ByteRange part, int length) {
        return switch ((int) part.first() % 4) {
            case 0 -> headers.without("Content-Range");
            case 1 -> headers.with("Content-Range", "bytes " + part.first() + "-" + part.last() + "/*");
            case 2 -> headers.with("Content-Length", Long.toString(part.length() + 1));
            default ->
                headers.with("Content-Range", new ByteRange(part.first() - 1, part.last() - 1).contentRange(length));
        };
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
}
