package io.perigee.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.distribution.network.ProvisionedGauges;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator sets concurrency; what the nodes have of it, the test says. */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class FunctionConcurrencyTest {

    private static final String CONCURRENCY = "/v1/functions/resize/concurrency";
    private static final String PROVISIONED =
            "{\"provisioned\": [{\"qualifier\": \"1\", \"provisionedConcurrentExecutions\": 3}]}";

    @TempDir
    Path folder;

    private ControlNode control;
    private Operator operator;
    private FollowingNode follower;
    private volatile ProvisionedGauges reported = ProvisionedGauges.NONE;

    @BeforeEach
    void aControlPlaneWithANodeAndAFunction(Vertx vertx, Viewer viewer) throws IOException {
        ControlConfig config = ControlPlanes.config(folder);
        control = Await.get(ControlNode.start(vertx, config));
        operator = new Operator(viewer, control);
        follower = new FollowingNode(vertx, config, control, "edge-1", "eu", control.url(), this::gauges);
        assertThat(operator.send(operator.asked("PUT", "/v1/functions/resize?runtime=nodejs22.x")
                                .body(Buffer.buffer(zip())))
                        .status())
                .isEqualTo(201);
    }

    private Map<String, Double> gauges() {
        Map<String, Double> gauges = new HashMap<>();
        reported.put(gauges, "resize", 1);
        return gauges;
    }

    private static byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("index.js"));
            out.write("exports.handler = async () => 1;".getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }
        return bytes.toByteArray();
    }

    @AfterEach
    void stops() {
        follower.close();
        Await.get(control.close());
    }

    private JsonObject provisionedIn(String region) {
        return operator.read(CONCURRENCY).getJsonArray("regions").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("region").equals(region))
                .findFirst()
                .orElseThrow()
                .getJsonArray("provisioned")
                .getJsonObject(0);
    }

    @Test
    void whatIsSetReachesNodesAndWhatTheyHaveOfItIsTold() {
        Answered set = operator.put(CONCURRENCY, PROVISIONED);

        assertThat(set.status()).as(set.toString()).isEqualTo(201);
        Await.until(
                "the node has it", () -> follower.config.functionConcurrency().containsKey("resize"));
        Await.until(
                "the region is known",
                () -> provisionedIn("eu").getString("status").equals("IN_PROGRESS"));
        reported = new ProvisionedGauges(3, 1, false);
        Await.until("one is up", () -> provisionedIn("eu").getInteger("availableProvisionedConcurrentExecutions") == 1);
        assertThat(provisionedIn("eu"))
                .isEqualTo(new JsonObject()
                        .put("qualifier", "1")
                        .put("requestedProvisionedConcurrentExecutions", 3)
                        .put("allocatedProvisionedConcurrentExecutions", 3)
                        .put("availableProvisionedConcurrentExecutions", 1)
                        .put("status", "IN_PROGRESS"));
        reported = new ProvisionedGauges(3, 1, true);
        Await.until(
                "the node fails",
                () -> "FUNCTION_ERROR_INIT_FAILURE".equals(provisionedIn("eu").getString("statusReason")));
        reported = new ProvisionedGauges(3, 3, false);
        Await.until("all are up", () -> provisionedIn("eu").getString("status").equals("READY"));
    }

    @Test
    void settingsAreGuardedByTheEntityTagAndGoWithTheFunction() {
        Answered set = operator.put(CONCURRENCY, "{\"reserved\": [{\"reservedConcurrentExecutions\": 10}]}");
        assertThat(operator.put(CONCURRENCY, PROVISIONED).status()).isEqualTo(428);
        Answered conflict = operator.send(operator.asked("PUT", CONCURRENCY)
                .with("If-Match", Objects.requireNonNull(set.header("ETag")))
                .with("Content-Type", "application/json")
                .body("{\"reserved\": [{\"reservedConcurrentExecutions\": 950}]}"));
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.text()).contains("at most 900 in a region");
        assertThat(operator.put("/v1/functions/resize/concurrency?force=true", "{\"function\": \"other\"}")
                        .text())
                .contains("the name that the request names: resize");

        assertThat(operator.read("/v1/account-settings")
                        .getJsonArray("regions")
                        .getJsonObject(0)
                        .getInteger("unreservedConcurrentExecutions"))
                .isEqualTo(990);
        assertThat(operator.delete("/v1/functions/resize").status()).isEqualTo(204);
        assertThat(operator.get(CONCURRENCY).status()).isEqualTo(404);
        Await.until(
                "nodes forget it",
                () -> follower.config.functionConcurrency().isEmpty()
                        && follower.config.functions().isEmpty());
    }
}
