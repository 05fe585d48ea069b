package io.perigee.delivery.tier;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.perigee.functions.EdgeFunction;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.host.FunctionLimits;
import io.perigee.functions.runtime.FunctionSource.VerticleClass;
import io.perigee.functions.testing.EventBuilder;
import io.perigee.observability.Tier;
import io.perigee.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FunctionMetersTest {

    private final Vertx vertx = Vertx.vertx();
    private final FunctionHost host = new FunctionHost(vertx, FunctionLimits.DEFAULT.withInstances(1, 1));
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Answers everything but {@code /broken}. */
    public static final class Answering extends EdgeFunction {
        @Override
        public Future<RequestResult> viewerRequest(RequestEvent event) {
            if (event.request().uri().equals("/broken")) {
                throw new IllegalStateException("on purpose");
            }
            return respond(FunctionResponse.of(204, "No Content"));
        }
    }

    @AfterEach
    void stop() {
        Await.get(host.close());
        Await.get(vertx.close());
    }

    private void call(String path) {
        Await.get(host.invoke(
                FunctionReference.latest("f"), EventBuilder.viewerRequest(path).toRequestEvent()));
    }

    @Test
    void aVersionsMetersComeAndGoWithIt() {
        FunctionMeters.register(registry, Tier.EDGE, "FRA50-P1", host);
        assertThat(registry.scrape()).doesNotContain("function=\"f\"");

        Await.get(host.deploy(new FunctionId("f", 3), new VerticleClass(Answering.class)));
        call("/");
        call("/");
        call("/broken");

        String at = "event=\"viewer-request\",function=\"f\",location=\"FRA50-P1\",tier=\"edge\",version=\"3\"} ";
        String node = "{function=\"f\",location=\"FRA50-P1\",tier=\"edge\",version=\"3\"} ";
        assertThat(registry.scrape())
                .contains("perigee_function_invocations_total{" + at + "3.0")
                .contains("perigee_function_generated_responses_total{" + at + "2.0")
                .contains("perigee_function_errors_total{event=\"viewer-request\",function=\"f\",kind=\"execution\","
                        + "location=\"FRA50-P1\",tier=\"edge\",version=\"3\"} 1.0")
                .contains("perigee_function_duration_seconds_count{" + at + "3")
                .contains("perigee_function_environments" + node + "1.0")
                .contains("perigee_function_circuit_closed" + node + "1.0");

        Await.get(host.undeploy("f"));
        assertThat(registry.scrape()).doesNotContain("function=\"f\"");
    }
}
