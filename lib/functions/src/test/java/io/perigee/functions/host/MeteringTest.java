package io.perigee.functions.host;

import static io.perigee.functions.host.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.EdgeFunction;
import io.perigee.functions.Ending;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.Invocation;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.runtime.FunctionSource.VerticleClass;
import io.perigee.functions.testing.EventBuilder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeteringTest {
    private static final FunctionId ID = new FunctionId("metered", 2);

    private record Ended(FunctionId function, FunctionTier tier, Ending ending, long nanos) {}

    private final List<Ended> told = new CopyOnWriteArrayList<>();
    private final FunctionOutput output = new FunctionOutput() {
        @Override
        public void line(FunctionId function, String requestId, String text) {}

        @Override
        public void report(Invocation invocation) {}

        @Override
        public void ended(FunctionId function, FunctionTier tier, Ending ending, long nanos) {
            told.add(new Ended(function, tier, ending, nanos));
        }
    };
    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong();
    private final FunctionHost host = new FunctionHost(
            vertx,
            FunctionLimits.DEFAULT.withInstances(1, 1).withConcurrency(new ConcurrencyLimits(1, Map.of())),
            output,
            nanos::get);

    /** Does what the path says. */
    public static final class Metered extends EdgeFunction {
        static Promise<RequestResult> later = Promise.promise();

        @Override
        public Future<RequestResult> viewerRequest(RequestEvent event) {
            return switch (event.request().uri()) {
                case "/throws" -> throw new IllegalStateException("on purpose");
                case "/invalid" -> proceed(event.request().withUri("no-slash"));
                case "/later" -> later.future();
                default -> proceed(event.request());
            };
        }
    }

    @BeforeEach
    void deploys() {
        Metered.later = Promise.promise();
        await(host.deploy(ID, new VerticleClass(Metered.class)));
    }

    @AfterEach
    void closeAll() {
        Metered.later.tryFail("the test is over");
        await(host.close());
        await(vertx.close());
    }

    private Future<?> call(String path) {
        return host.invoke(
                FunctionReference.latest("metered"),
                EventBuilder.viewerRequest(path).toRequestEvent());
    }

    private static Ended ended(Ending ending) {
        return new Ended(ID, FunctionTier.VERTICLE, ending, 0);
    }

    @Test
    void everyCallIsToldOnceWithWhatBecameOfIt() {
        await(call("/"));
        await(call("/throws"));
        await(call("/invalid"));

        assertThat(told).containsExactly(ended(Ending.SUCCESS), ended(Ending.ERROR), ended(Ending.ERROR));
    }

    @Test
    void aCallThatIsNotTakenIsAThrottleAndOneThatIsTooLateAnErrorOfItsWholeTime() {
        Future<?> first = call("/later");
        await(call("/"));
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        host.watchdog().checkAll();
        await(first);

        assertThat(told)
                .containsExactly(
                        ended(Ending.THROTTLE),
                        new Ended(
                                ID,
                                FunctionTier.VERTICLE,
                                Ending.ERROR,
                                Duration.ofSeconds(6).toNanos()));
    }

    @Test
    void aPayloadThatTheRuntimeCannotTakeIsNoInvocation() {
        await(host.invoke(FunctionReference.latest("metered"), Buffer.buffer("{}")));

        assertThat(told).containsExactly(ended(Ending.THROTTLE));
    }
}
