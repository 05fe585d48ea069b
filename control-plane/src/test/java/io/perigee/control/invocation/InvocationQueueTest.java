package io.perigee.control.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.control.invocation.InvocationQueue.Acceptance;
import io.perigee.control.invocation.InvocationQueue.Leased;
import io.perigee.control.store.DeadLetter;
import io.perigee.control.store.Store;
import io.perigee.control.store.StoreConfig;
import io.perigee.control.store.TestDatabase;
import io.perigee.distribution.EventInvokeConfig;
import io.perigee.testkit.ManualClock;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two control planes on one database, without threads, over a clock that the test moves. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class InvocationQueueTest {

    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Attempt ERROR = new Attempt.Failed(Buffer.buffer("{\"errorMessage\":\"no\"}"), 3, "");
    private static final Attempt DONE = new Attempt.Returned(Buffer.buffer("\"done\""), 3, "");

    private final TestDatabase database;
    private final ManualClock clock = new ManualClock();
    private final AtomicInteger ids = new AtomicInteger();

    @TempDir
    Path folder;

    private InvocationQueue one;
    private InvocationQueue two;

    @SuppressWarnings("NullAway.Init") // made before each test
    InvocationQueueTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void twoControlPlanes() {
        StoreConfig config = database.create(folder);
        one = queue(config);
        two = queue(config);
    }

    private InvocationQueue queue(StoreConfig config) {
        return new InvocationQueue(
                Store.open(config, clock),
                clock,
                () -> String.format("id-%04d", ids.incrementAndGet()),
                new QueueTerms(30, LEASE, RetryRules.LAMBDA));
    }

    private String accepted(String function) {
        Acceptance acceptance = one.accept(function, "latest", "", Buffer.buffer("{\"n\":1}"), "the test");
        assertThat(acceptance).isInstanceOf(Acceptance.Stored.class);
        return ((Acceptance.Stored) acceptance).id();
    }

    private static Leased only(List<Leased> taken) {
        assertThat(taken).hasSize(1);
        return taken.getFirst();
    }

    @Test
    void whatOneControlPlaneTriesNoOtherDoesAndWhatHasSucceededIsGone() {
        String id = accepted("resize");

        Leased leased = only(one.take(10));
        assertThat(leased.invocation().id()).isEqualTo(id);
        assertThat(two.take(10)).isEmpty();
        one.settle(leased, DONE);

        clock.advance(LEASE.multipliedBy(2));
        assertThat(two.take(10)).isEmpty();
        assertThat(one.deadLetters("resize", "", 10)).isEmpty();
    }

    @Test
    void aFunctionThatFailsIsCalledAgainAfterOneMinuteAndTwoMoreAndThenItsInvocationIsADeadLetter() {
        String id = accepted("resize");

        one.settle(only(one.take(10)), ERROR);
        clock.advance(Duration.ofSeconds(59));
        assertThat(one.take(10)).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        two.settle(only(two.take(10)), ERROR);
        clock.advance(Duration.ofSeconds(119));
        assertThat(one.take(10)).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        one.settle(only(one.take(10)), ERROR);

        DeadLetter letter = two.deadLetters("resize", "", 10).getFirst();
        assertThat(letter.invocation().id()).isEqualTo(id);
        assertThat(letter.reason()).isEqualTo("RetriesExhausted");
        assertThat(letter.invocation().errors()).isEqualTo(3);
        assertThat(letter.response().toString()).isEqualTo("{\"errorMessage\":\"no\"}");
        clock.advance(Duration.ofDays(1));
        assertThat(one.take(10)).isEmpty();
    }

    @Test
    void aFunctionThatCannotBeCalledIsTriedEverLaterUntilItsInvocationIsTooOld() {
        one.configure("resize", new EventInvokeConfig(2, 3_600, 10, null, null));
        accepted("resize");
        long started = clock.millis();
        one.settle(only(one.take(10)), new Attempt.Throttled("10 calls are under way"));
        for (int wait : List.of(1, 2, 4, 8, 16, 32, 64, 128, 256)) {
            clock.advance(Duration.ofSeconds(wait).minusMillis(1));
            assertThat(one.take(10)).isEmpty();
            clock.advance(Duration.ofMillis(1));
            one.settle(only(one.take(10)), new Attempt.Throttled("10 calls are under way"));
        }
        while (one.waiting() > 0) {
            clock.advance(Duration.ofMinutes(5));
            one.settle(only(one.take(10)), new Attempt.Unavailable("no node", false));
        }

        assertThat(clock.millis() - started)
                .isBetween(
                        Duration.ofHours(1).minusMinutes(5).toMillis(),
                        Duration.ofHours(1).toMillis());
        DeadLetter letter = one.deadLetters("resize", "", 10).getFirst();
        assertThat(letter.reason()).isEqualTo("EventAgeExceeded");
        assertThat(letter.invocation().errors()).isZero();
    }

    @Test
    void whatAKilledControlPlaneHasTriedAnotherTriesWhenItsLeaseHasEnded() {
        String id = accepted("resize");
        Leased lost = only(one.take(10));

        clock.advance(LEASE.minusMillis(1));
        assertThat(two.take(10)).isEmpty();
        clock.advance(Duration.ofMillis(1));
        Leased taken = only(two.take(10));
        assertThat(taken.invocation().id()).isEqualTo(id);

        // The first one was only slow: its word does not count any more.
        one.settle(lost, ERROR);
        two.settle(taken, DONE);
        clock.advance(Duration.ofDays(1));
        assertThat(one.take(10)).isEmpty();
        assertThat(one.deadLetters("resize", "", 10)).isEmpty();
    }

    @Test
    void noMoreInvocationsOfAFunctionRunAtATimeThanItsConfigurationSaysAndOthersDoNotWaitForThem() {
        one.configure("slow", new EventInvokeConfig(2, 21_600, 3, null, null));
        for (int i = 0; i < 5; i++) {
            accepted("slow");
        }
        accepted("quick");

        List<Leased> taken = new ArrayList<>(one.take(2));
        taken.addAll(two.take(100));

        assertThat(taken.stream().map(each -> each.invocation().function()))
                .containsExactlyInAnyOrder("slow", "slow", "slow", "quick");
        assertThat(one.take(100)).isEmpty();
        one.settle(
                taken.stream()
                        .filter(each -> each.invocation().function().equals("slow"))
                        .findFirst()
                        .orElseThrow(),
                DONE);
        assertThat(two.take(100)).hasSize(1);
    }

    @Test
    void aFunctionWhoseQueueIsFullGetsNoMoreAndOthersDo() {
        for (int i = 0; i < 30; i++) {
            accepted("busy");
        }

        assertThat(two.accept("busy", "latest", "", Buffer.buffer("{}"), "the test"))
                .isEqualTo(new Acceptance.Full(30));
        accepted("other");
    }

    @Test
    void destinationsGetARecordOfWhatCameOfIt() {
        one.configure("resize", new EventInvokeConfig(0, 21_600, 10, "done", "failed"));
        accepted("resize");
        String lost = accepted("resize");

        List<Leased> taken = one.take(10);
        one.settle(taken.get(0), DONE);
        one.settle(taken.get(1), ERROR);

        List<Leased> records = two.take(10);
        assertThat(records.stream().map(each -> each.invocation().function()))
                .containsExactlyInAnyOrder("done", "failed");
        JsonObject record = new JsonObject(records.stream()
                .filter(each -> each.invocation().function().equals("failed"))
                .findFirst()
                .orElseThrow()
                .invocation()
                .payload());
        assertThat(record.getJsonObject("requestContext").getString("requestId"))
                .isEqualTo(lost);
        assertThat(record.getJsonObject("requestContext").getString("condition"))
                .isEqualTo("RetriesExhausted");
        assertThat(record.getJsonObject("requestContext").getInteger("approximateInvokeCount"))
                .isOne();
        assertThat(record.getJsonObject("requestPayload").getInteger("n")).isOne();
        assertThat(record.getJsonObject("responseContext").getString("functionError"))
                .isEqualTo("Unhandled");
        assertThat(record.getJsonObject("responsePayload").getString("errorMessage"))
                .isEqualTo("no");
        assertThat(one.deadLetters("resize", "", 10)).hasSize(1);
    }

    @Test
    void destinationsThatLeadBackToThemselvesEndAsADeadLetter() {
        one.configure("ping", new EventInvokeConfig(0, 21_600, 10, "pong", null));
        one.configure("pong", new EventInvokeConfig(0, 21_600, 10, null, "ping"));
        accepted("ping");
        int calls = 0;
        for (List<Leased> taken = one.take(10); !taken.isEmpty(); taken = one.take(10)) {
            Leased leased = only(taken);
            calls++;
            one.settle(leased, leased.invocation().function().equals("ping") ? DONE : ERROR);
        }

        assertThat(calls).isEqualTo(InvocationQueue.MOST_HOPS);
        DeadLetter looped = one.deadLetters("ping", "", 10).getFirst();
        assertThat(looped.reason()).isEqualTo("RecursiveLoop");
        assertThat(looped.invocation().hops()).isEqualTo(InvocationQueue.MOST_HOPS);
        assertThat(looped.response().toString()).contains("16 invocations led to this one");
        assertThat(one.replay("ping", looped.invocation().id()).orElseThrow()).isInstanceOf(Acceptance.Stored.class);
        assertThat(only(one.take(10)).invocation().hops()).isZero();
    }

    @Test
    void aDeadLetterThatIsReplayedIsTriedAsIfItWereNew() {
        String id = accepted("resize");
        one.settle(only(one.take(10)), new Attempt.NotFound("Function resize:latest"));
        assertThat(one.deadLetter("resize", id)).isPresent();

        assertThat(two.replay("resize", id).orElseThrow()).isInstanceOf(Acceptance.Stored.class);

        assertThat(two.replay("resize", id)).isEmpty();
        assertThat(one.deadLetters("resize", "", 10)).isEmpty();
        Leased again = only(one.take(10));
        assertThat(again.invocation().errors()).isZero();
        assertThat(again.invocation().payload()).isEqualTo(Buffer.buffer("{\"n\":1}"));
    }

    /** A history of random tries: some succeed, some fail, some control planes die with what they try. */
    @Test
    void nothingThatWasAcceptedIsLostWhateverBecomesOfTheTries() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Set<String> accepted = new HashSet<>();
        Set<String> succeeded = new HashSet<>();
        for (int i = 0; i < 25; i++) {
            accepted.add(accepted("f" + random.nextInt(3)));
        }
        for (int step = 0; step < 400 && one.waiting() > 0; step++) {
            InvocationQueue plane = random.nextBoolean() ? one : two;
            for (Leased leased : plane.take(1 + random.nextInt(8))) {
                switch (random.nextInt(5)) {
                    case 0 -> plane.settle(leased, ERROR);
                    case 1 -> plane.settle(leased, new Attempt.Unavailable("gone", random.nextBoolean()));
                    case 2 -> {
                        // Killed before it could say so, after the function has run.
                    }
                    default -> {
                        succeeded.add(leased.invocation().id());
                        plane.settle(leased, DONE);
                    }
                }
            }
            clock.advance(Duration.ofSeconds(random.nextInt(90)));
        }

        Set<String> found = new HashSet<>(succeeded);
        for (int i = 0; i < 3; i++) {
            one.deadLetters("f" + i, "", 100)
                    .forEach(letter -> found.add(letter.invocation().id()));
        }
        assertThat(one.waiting()).as("seed " + seed).isZero();
        assertThat(found).as("seed " + seed).isEqualTo(accepted);
    }
}
