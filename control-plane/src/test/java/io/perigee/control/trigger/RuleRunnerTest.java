package io.perigee.control.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.control.change.Changes;
import io.perigee.control.change.FunctionChanges;
import io.perigee.control.change.Guard;
import io.perigee.control.change.Outcome;
import io.perigee.control.change.Refusal;
import io.perigee.control.invocation.InvocationQueue;
import io.perigee.control.invocation.QueueTerms;
import io.perigee.control.invocation.RetryRules;
import io.perigee.control.store.DeadLetter;
import io.perigee.control.store.QueuedInvocation;
import io.perigee.control.store.Store;
import io.perigee.control.store.StoreConfig;
import io.perigee.control.store.TestDatabase;
import io.perigee.distribution.EventRule;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.document.Documents;
import io.perigee.testkit.ManualClock;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two control planes on one database, over a clock that the test moves. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@SuppressWarnings("NullAway.Init") // made before each test
class RuleRunnerTest {

    private static final int QUEUE_LIMIT = 20;

    private final TestDatabase database;
    private final ManualClock clock = new ManualClock();
    private final AtomicLong completed = new AtomicLong();

    @TempDir
    Path folder;

    private Store store;
    private Changes changes;
    private EventRules rules;
    private InvocationQueue queue;
    private RuleRunner one;
    private RuleRunner two;

    RuleRunnerTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void twoControlPlanesAndAFunction() {
        StoreConfig config = database.create(folder);
        store = Store.open(config, clock);
        changes = new Changes(store, 1_000);
        FunctionVersion warm = new FunctionVersion(
                "warm",
                1,
                FunctionRuntime.JAVA_VERTICLE,
                "0".repeat(64),
                4,
                "example.Warm",
                FunctionVersion.DEFAULT_MEMORY_SIZE,
                FunctionVersion.DEFAULT_TIMEOUT,
                null);
        assertThat(new FunctionChanges(changes).publish(warm, new byte[4], new Guard.None()))
                .isInstanceOf(Outcome.Done.class);
        rules = new EventRules(store, changes, clock);
        queue = queue(store);
        one = runner(store);
        two = runner(Store.open(config, clock));
    }

    private InvocationQueue queue(Store at) {
        return new InvocationQueue(
                at,
                clock,
                () -> UUID.randomUUID().toString(),
                new QueueTerms(QUEUE_LIMIT, Duration.ofMinutes(2), RetryRules.LAMBDA));
    }

    private int run(RuleRunner plane) {
        return plane.run(head -> completed.get());
    }

    private RuleRunner runner(Store at) {
        return new RuleRunner(
                at, queue(at), clock, () -> UUID.randomUUID().toString(), new RuleRunner.Place("shop", "eu"));
    }

    private static EventRule rule(String json) {
        return Documents.parse(json, EventRule.class).orThrow();
    }

    private void put(String name, String json) {
        assertThat(rules.apply(name, rule(json), new Guard.Forced())).isInstanceOf(Outcome.Done.class);
    }

    private List<QueuedInvocation> queued() {
        return store.read(transaction -> transaction.invocations().due("warm", Long.MAX_VALUE, 1_000));
    }

    @Test
    void whatIsDueIsQueuedOnceWithEventBridgesEvent() {
        put("every-five", "{scheduleExpression: rate(5 minutes), function: warm, region: eu}");
        Instant due = clock.instant().plus(Duration.ofMinutes(5));
        assertThat(rules.find("every-five").orElseThrow().nextDue()).contains(due.truncatedTo(ChronoUnit.MILLIS));
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(run(one)).isZero();

        clock.advance(Duration.ofMillis(1));
        assertThat(run(one)).isOne();
        assertThat(run(two)).isZero();

        QueuedInvocation invocation = queued().getFirst();
        assertThat(invocation.source()).isEqualTo("rule every-five");
        assertThat(invocation.region()).isEqualTo("eu");
        assertThat(invocation.qualifier()).isEqualTo("latest");
        JsonObject event = new JsonObject(invocation.payload());
        assertThat(event.fieldNames())
                .containsExactly(
                        "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail");
        assertThat(event.getString("version")).isEqualTo("0");
        assertThat(event.getString("detail-type")).isEqualTo("Scheduled Event");
        assertThat(event.getString("source")).isEqualTo("aws.events");
        assertThat(event.getString("account")).isEqualTo("shop");
        assertThat(event.getString("region")).isEqualTo("eu");
        assertThat(event.getJsonArray("resources")).containsExactly("rule/every-five");
        assertThat(event.getJsonObject("detail")).isEmpty();
        assertThat(Instant.parse(event.getString("time"))).isBetween(due.minusSeconds(1), due);
    }

    @Test
    void aRuleWithAnInputGivesThatAndOneThatIsDisabledGivesNothing() {
        put(
                "with-input",
                "{scheduleExpression: 'cron(* * * * ? *)', function: warm, qualifier: '1', input: '{\"a\":1}'}");
        put("disabled", "{scheduleExpression: rate(1 minute), function: warm, state: DISABLED}");
        clock.advance(Duration.ofMinutes(1));

        assertThat(run(one)).isOne();

        assertThat(queued().getFirst().payload()).hasToString("{\"a\":1}");
        assertThat(queued().getFirst().qualifier()).isEqualTo("1");
        assertThat(rules.find("disabled").orElseThrow().nextDue()).isEmpty();
    }

    @Test
    void whatWasMissedIsCaughtUpWithOnce() {
        put("often", "{scheduleExpression: rate(1 minute), function: warm}");
        clock.advance(Duration.ofHours(3).plusSeconds(30));

        assertThat(run(one)).isOne();
        assertThat(run(two)).isZero();

        clock.advance(Duration.ofSeconds(30));
        assertThat(run(two)).isOne();
        assertThat(queued()).hasSize(2);
    }

    @Test
    void aScheduleThatIsChangedBeginsAnewAndOneThatIsOnlyDescribedAnewGoesOn() {
        put("r", "{scheduleExpression: rate(10 minutes), function: warm}");
        Instant due = rules.find("r").orElseThrow().nextDue().orElseThrow();
        clock.advance(Duration.ofMinutes(4));

        put("r", "{scheduleExpression: rate(10 minutes), function: warm, description: warms up}");
        assertThat(rules.find("r").orElseThrow().nextDue()).contains(due);

        put("r", "{scheduleExpression: rate(20 minutes), function: warm}");
        assertThat(rules.find("r").orElseThrow().nextDue()).contains(due.plus(Duration.ofMinutes(14)));

        assertThat(rules.delete("r", new Guard.Forced())).isInstanceOf(Outcome.Done.class);
        clock.advance(Duration.ofHours(1));
        assertThat(run(one)).isZero();
        assertThat(rules.all()).isEmpty();
    }

    @Test
    void rulesAreGuardedByTheirEntityTagsAndNameFunctionsThatExist() {
        EventRule rule = rule("{scheduleExpression: rate(1 day), function: warm}");
        put("r", "{scheduleExpression: rate(1 day), function: warm}");
        EventRule other = rule("{scheduleExpression: rate(2 days), function: warm}");

        assertThat(rules.apply("r", other, new Guard.None()))
                .isEqualTo(Outcome.refused(new Refusal.PreconditionRequired(Documents.etag(rule))));
        assertThat(rules.apply("r", other, new Guard.Absent()))
                .isEqualTo(Outcome.refused(new Refusal.PreconditionFailed(Documents.etag(rule))));
        assertThat(rules.delete("r", new Guard.None()))
                .isEqualTo(Outcome.refused(new Refusal.PreconditionRequired(Documents.etag(rule))));
        assertThat(rules.apply("r", rule, new Guard.None())).isInstanceOf(Outcome.Done.class);
        assertThat(rules.apply("x", rule("{scheduleExpression: rate(1 day), function: cold}"), new Guard.None()))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(rules.delete("y", new Guard.Forced())).isEqualTo(Outcome.refused(new Refusal.NotFound("Rule y")));
    }

    @Test
    void whatFindsTheQueueFullIsADeadLetter() {
        for (int i = 0; i < QUEUE_LIMIT; i++) {
            put("r" + i, "{scheduleExpression: rate(1 minute), function: warm}");
        }
        put("s", "{scheduleExpression: rate(2 minutes), function: warm}");
        clock.advance(Duration.ofMinutes(1));
        assertThat(run(one)).isEqualTo(QUEUE_LIMIT);
        clock.advance(Duration.ofMinutes(1));
        assertThat(run(one)).isEqualTo(QUEUE_LIMIT + 1);

        List<DeadLetter> letters = queue.deadLetters("warm", "", 100);
        assertThat(letters).hasSize(QUEUE_LIMIT + 1);
        assertThat(letters.getFirst().reason()).isEqualTo("QueueFull");
    }

    @Test
    void whatHappensToTheNetworkIsToldOnceWhenItIsAcceptedAndOnceWhenAllNodesHaveIt() {
        put("all", "{eventPattern: {source: [perigee.control]}, function: warm}");
        put("deployed", "{eventPattern: {detail-type: [Function Alias Deployed]}, function: warm}");
        put("another", "{eventPattern: {resources: [function/cold]}, function: warm}");
        put("disabled", "{eventPattern: {source: [perigee.control]}, function: warm, state: DISABLED}");
        assertThat(run(one)).as("version 1 was published before").isOne();
        FunctionAlias live = new FunctionAlias("warm", "live", "", 1, List.of());
        assertThat(new FunctionChanges(changes).apply(live, new Guard.None())).isInstanceOf(Outcome.Done.class);
        clock.advance(Duration.ofMinutes(1));

        assertThat(run(one)).isOne();
        assertThat(run(two)).isZero();
        completed.set(1);
        assertThat(run(one)).isOne();
        completed.set(2);
        assertThat(run(two)).isEqualTo(2);
        assertThat(run(one)).isZero();

        assertThat(queued().stream()
                        .map(each -> each.source() + ": " + new JsonObject(each.payload()).getString("detail-type")))
                .containsExactlyInAnyOrder(
                        "rule all: Function Published",
                        "rule all: Function Alias Applied",
                        "rule all: Function Deployed",
                        "rule all: Function Alias Deployed",
                        "rule deployed: Function Alias Deployed");
        JsonObject event = queued().stream()
                .map(each -> new JsonObject(each.payload()))
                .filter(each -> each.getString("detail-type").equals("Function Alias Applied"))
                .findFirst()
                .orElseThrow();
        assertThat(event.getString("source")).isEqualTo("perigee.control");
        assertThat(event.getJsonArray("resources")).containsExactly("function/warm", "alias/warm/live");
        assertThat(event.getJsonObject("detail"))
                .isEqualTo(new JsonObject("{\"sequence\":2,\"function\":\"warm\",\"alias\":\"live\",\"version\":1}"));
    }

    @Test
    void whatHappenedBeforeThereWasARuleIsNotTold() {
        assertThat(run(one)).isZero();
        put("all", "{eventPattern: {source: [perigee.control]}, function: warm}");
        assertThat(run(one)).isZero();
    }

    @Test
    void eachDueTimeIsQueuedOnceWhileControlPlanesRunAtTheSameTime() throws Exception {
        put("often", "{scheduleExpression: rate(1 minute), function: warm}");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int minute = 1; minute <= 10; minute++) {
                clock.advance(Duration.ofMinutes(1));
                List<Callable<Integer>> runs = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    runs.add(() -> run(one));
                    runs.add(() -> run(two));
                }
                for (Future<Integer> run : threads.invokeAll(runs)) {
                    assertThat(run.get()).isBetween(0, 1);
                }
                assertThat(queued()).hasSize(minute);
            }
        }
    }
}
