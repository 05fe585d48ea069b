package io.perigee.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.VersionWeight;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator moves an alias step by step; an edge sees each share, and answers for the hooks as the test says. */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class AliasDeploymentTest {

    private static final String ALIAS = "/v1/functions/resize/aliases/live";
    private static final String DEPLOYMENTS = ALIAS + "/deployments";
    private static final String HOOK = "/perigee/functions/check:1/invocations";

    @TempDir
    Path folder;

    private Vertx vertx;
    private Viewer viewer;
    private ControlConfig config;
    private ControlNode control;
    private Operator operator;
    private FakeOrigin node;
    private FollowingNode edge;
    private final List<FunctionAlias> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void aControlPlaneWithAnEdgeAndAFunctionOfTwoVersions(Vertx vertx, Viewer viewer, FakeOrigin node) {
        this.vertx = vertx;
        this.viewer = viewer;
        this.node = node;
        config = ControlPlanes.config(folder);
        start();
        upload("resize", "First");
        upload("resize", "Second");
        upload("check", "Check");
        assertThat(operator.put(ALIAS, "{\"functionVersion\": \"1\"}").status()).isEqualTo(201);
        node.otherwise(received -> Answer.ok("null"));
        Await.until(
                "a node is ready",
                () -> operator.post("/v1/functions/resize/invocations", "{}").status() != 503);
    }

    private void start() {
        control = Await.get(ControlNode.start(vertx, config));
        operator = new Operator(viewer, control);
        edge = new FollowingNode(vertx, config, control, "edge-1", "eu", URI.create(node.url()));
        edge.onChange(network -> {
            FunctionAlias alias = network.functionAliases().get("resize:live");
            if (alias != null && (seen.isEmpty() || !seen.getLast().equals(alias))) {
                seen.add(alias);
            }
        });
    }

    @AfterEach
    void stops() {
        edge.close();
        Await.get(control.close());
    }

    private void upload(String function, String type) {
        assertThat(operator.upload("/v1/functions/" + function, Jars.function("example." + type, ""))
                        .status())
                .isEqualTo(201);
    }

    private String created(String plan) {
        Answered answer = operator.post(DEPLOYMENTS, plan);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        return Objects.requireNonNull(answer.header("Location"));
    }

    private JsonObject ended(String deployment) {
        Await.until(
                () -> operator.read(deployment).encode(),
                () -> operator.read(deployment).containsKey("endedAt"));
        return operator.read(deployment);
    }

    private static FunctionAlias alias(int version, @Nullable Integer weight) {
        return new FunctionAlias(
                "resize", "live", "", version, weight == null ? List.of() : List.of(new VersionWeight(2, weight)));
    }

    @Test
    void anEdgeSeesEachShareInTurn() {
        String deployment =
                created("{\"functionVersion\": \"latest\", \"deploymentConfigName\": \"Linear40PercentEvery1Second\"}");

        JsonObject ended = ended(deployment);

        assertThat(ended.getString("status")).isEqualTo("Succeeded");
        assertThat(ended.getDouble("weight")).isEqualTo(1.0);
        assertThat(ended.getString("targetVersion")).isEqualTo("2");
        Await.until(seen::toString, () -> seen.getLast().equals(alias(2, null)));
        assertThat(seen).containsSubsequence(alias(1, 4_000), alias(1, 8_000), alias(2, null));
        assertThat(operator.read(DEPLOYMENTS).getJsonArray("items")).hasSize(1);
    }

    @Test
    void hooksAreCalledOnANodeBeforeAndAfterCallsAreMoved() {
        String deployment = created(
                "{\"functionVersion\": \"2\", \"hooks\": {\"beforeAllowTraffic\": \"check\", \"afterAllowTraffic\": \"check:1\"}}");

        assertThat(ended(deployment).getString("status")).isEqualTo("Succeeded");

        assertThat(node.requests(HOOK).stream()
                        .map(request -> new JsonObject(request.text()).getString("LifecycleEvent"))
                        .distinct())
                .containsExactly("BeforeAllowTraffic", "AfterAllowTraffic");
    }

    @Test
    void aHookThatSaysFailedAfterwardsTakesTheAliasBack() {
        node.on(
                HOOK,
                received -> Answer.ok(
                        received.text().contains("AfterAllowTraffic")
                                ? "{\"status\": \"Failed\", \"message\": \"pictures are upside down\"}"
                                : "{\"status\": \"Succeeded\"}"));

        JsonObject ended = ended(
                created(
                        "{\"functionVersion\": \"2\", \"hooks\": {\"beforeAllowTraffic\": \"check\", \"afterAllowTraffic\": \"check\"}}"));

        assertThat(ended.getString("status")).isEqualTo("Failed");
        assertThat(ended.getJsonObject("errorInformation").getString("code")).isEqualTo("HOOK_EXECUTION_FAILURE");
        assertThat(ended.getJsonObject("errorInformation").getString("message"))
                .endsWith("it answered Failed: pictures are upside down");
        Await.until(seen::toString, () -> seen.getLast().equals(alias(1, null)));
        assertThat(seen).endsWith(alias(2, null), alias(1, null));
    }

    @Test
    void aDeploymentGoesOnWhereItWasWhenTheControlPlaneComesBack() {
        AtomicInteger calls = new AtomicInteger();
        node.on(HOOK, received -> {
            calls.incrementAndGet();
            return Answer.ok("null");
        });
        String deployment =
                created("{\"functionVersion\": \"2\", \"deploymentConfigName\": \"Canary10Percent2Seconds\","
                        + " \"hooks\": {\"afterAllowTraffic\": \"check\"}}");
        Await.until(seen::toString, () -> seen.getLast().equals(alias(1, 1_000)));

        edge.close();
        Await.get(control.close());
        start();

        assertThat(ended(deployment).getString("status")).isEqualTo("Succeeded");
        assertThat(calls).hasValue(1);
        Await.until(seen::toString, () -> seen.getLast().equals(alias(2, null)));
    }

    @Test
    void aDeploymentCanBeStoppedAndAnAliasThatIsMovedByHandStopsIt() {
        String first = created("{\"functionVersion\": \"2\", \"deploymentConfigName\": \"Canary10Percent1Hour\"}");
        Await.until(seen::toString, () -> seen.getLast().equals(alias(1, 1_000)));
        assertThat(operator.post(DEPLOYMENTS, "{\"functionVersion\": \"2\"}").status())
                .isEqualTo(409);
        assertThat(operator.delete(ALIAS + "?force=true").status()).isEqualTo(409);
        assertThat(operator.post(first + "/stop", "").status()).isEqualTo(200);
        assertThat(operator.read(first).getJsonObject("errorInformation").getString("code"))
                .isEqualTo("MANUAL_STOP");
        Await.until(seen::toString, () -> seen.getLast().equals(alias(1, null)));

        String second = created("{\"functionVersion\": \"2\", \"deploymentConfigName\": \"Canary10Percent1Hour\"}");
        Await.until(seen::toString, () -> seen.getLast().equals(alias(1, 1_000)));
        assertThat(operator.put(ALIAS + "?force=true", "{\"functionVersion\": \"2\"}")
                        .status())
                .isEqualTo(200);
        JsonObject ended = ended(second);
        assertThat(ended.getString("status")).isEqualTo("Stopped");
        assertThat(ended.getJsonObject("errorInformation").getString("message")).contains("was moved by somebody else");
        assertThat(operator.read(ALIAS).getString("functionVersion")).isEqualTo("2");
    }

    @Test
    void whatIsWrongIsNamedWithItsValueAndWhatWasExpected() {
        Answered wrong = operator.post(
                DEPLOYMENTS,
                "{\"functionVersion\": \"2\", \"deploymentConfigName\": \"Canary200Percent\", \"alarms\": {\"maxErrorRate\": \"1\"}}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(new JsonObject(wrong.text()).getJsonArray("violations").encode())
                .contains("\"field\":\"deploymentConfigName\",\"value\":\"Canary200Percent\"")
                .contains("\"field\":\"alarms.maxErrorRate\",\"value\":\"1\"", "a percentage such as 1%");
        Answered conflict = operator.post(DEPLOYMENTS, "{\"functionVersion\": \"7\"}");
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.text()).contains("\"field\":\"functionVersion\",\"value\":\"7\"");
        assertThat(operator.post("/v1/functions/resize/aliases/beta/deployments", "{\"functionVersion\": \"2\"}")
                        .status())
                .isEqualTo(404);
    }
}
