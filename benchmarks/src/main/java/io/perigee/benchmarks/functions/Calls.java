package io.perigee.benchmarks.functions;

import io.perigee.benchmarks.load.Times;
import io.perigee.functions.FunctionInvoker;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestOutcome;
import io.perigee.functions.RequestResult;
import io.perigee.functions.testing.EventBuilder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Calls, one after the other, as a request on an event loop makes them. Rounds with the function alternate with rounds of the same
 * path without one; what the function adds is the difference of the medians.
 */
final class Calls {
    private static final int ROUNDS = 7;

    private final Context context;
    private final FunctionInvoker functions;

    /** @param context an event loop's */
    Calls(Context context, FunctionInvoker functions) {
        this.context = context;
        this.functions = functions;
    }

    /** About 1 KB of headers, as a browser sends them. */
    static RequestEvent event() {
        return EventBuilder.viewerRequest("/products/list?category=shoes&page=3")
                .header(
                        "User-Agent",
                        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Safari/537.36")
                .header(
                        "Accept",
                        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8")
                .header("Accept-Language", "en-GB,en;q=0.9,de;q=0.8")
                .header("Accept-Encoding", "gzip, deflate, br")
                .header("Referer", "https://www.example.com/products/list?category=shoes&page=2")
                .header("Cookie", "session=" + "0123456789abcdef".repeat(16) + "; group=b; theme=dark")
                .header("Sec-Fetch-Dest", "document")
                .header("Sec-Fetch-Mode", "navigate")
                .header("Sec-Fetch-Site", "same-origin")
                .header("Cache-Control", "max-age=0")
                .country("DE")
                .toRequestEvent();
    }

    /**
     * What a function adds, microseconds.
     *
     * @param p50 median of the rounds
     * @param p99 median of the rounds
     */
    record Added(double p50, double p99) {}

    /** Measures so many calls in each round, after as many that do not count. */
    Added added(FunctionReference function, int calls) throws InterruptedException {
        RequestEvent event = event();
        Supplier<Future<RequestOutcome>> with = () -> functions.invoke(function, event);
        Supplier<Future<RequestOutcome>> without =
                () -> Future.succeededFuture(new RequestResult.Continue(event.request()));
        round(with, calls);
        round(without, calls);
        List<Double> medians = new ArrayList<>();
        List<Double> tails = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            Times called = round(with, calls);
            Times passed = round(without, calls);
            medians.add((called.millis(0.5) - passed.millis(0.5)) * 1000);
            tails.add((called.millis(0.99) - passed.millis(0.99)) * 1000);
        }
        return new Added(median(medians), median(tails));
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
        return sorted.get(sorted.size() / 2);
    }

    private Times round(Supplier<Future<RequestOutcome>> call, int calls) throws InterruptedException {
        Promise<long[]> done = Promise.promise();
        long[] nanos = new long[calls];
        context.runOnContext(unused -> next(call, nanos, 0, done));
        return new Times(Waiting.on(done.future()));
    }

    private void next(Supplier<Future<RequestOutcome>> call, long[] nanos, int at, Promise<long[]> done) {
        if (at == nanos.length) {
            done.complete(nanos);
            return;
        }
        long before = System.nanoTime();
        call.get().onComplete(outcome -> {
            nanos[at] = System.nanoTime() - before;
            if (outcome.result() instanceof RequestResult) {
                // Not in this stack: outcomes that are there at once would pile up on it.
                context.runOnContext(unused -> next(call, nanos, at + 1, done));
            } else {
                done.fail(new IllegalStateException("a measured function failed: " + outcome.result()));
            }
        });
    }
}
